// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/compat/compat.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "jtp/base/base64.h"
#include "jtp/tags/spelling.h"
#include "tests/serve/client.h"
#include "tests/serve/running_server.h"

namespace jtp::test {
namespace {

using Json = nlohmann::json;

std::string data_url(std::string_view name) {
  return "data:image/png;base64," + encode_base64(as_bytes(example(name)));
}

// Requests in the shapes that the clients send, as their sources show them.
class Compat : public ::testing::Test {
 protected:
  int port() const { return server_.port(); }

  // The names above a threshold in the order of their scores, as the command line gives them.
  std::vector<SelectedTag> expected(std::string_view name, float threshold) const {
    const TagSelection selection(server_.tagger().vocabulary(), Thresholds(threshold), {}, {});
    return selection.select(server_.tagger().tag_file(source_dir() / "examples" / name).scores);
  }
  std::string joined(const std::vector<SelectedTag>& tags) const {
    std::string text;
    for (const SelectedTag& tag : tags) {
      text += (text.empty() ? "" : ", ") + spell(server_.tagger().vocabulary().name(tag.index), {});
    }
    return text;
  }
  const std::string& name_of(const SelectedTag& tag) const {
    return server_.tagger().vocabulary().name(tag.index);
  }

  RunningServer server_;
};

TEST_F(Compat, DanbooruGetsAnArrayWithTheTagsOfEachFile) {
  const Answer answer = post_form(port(), "/evaluate",
                                  {{"file", "bear.png", example("bear.png")},
                                   {"file", "car.png", example("car.png")},
                                   {"threshold", "", "0.01"},
                                   {"format", "", "json"}});
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.headers.at("content-type"), "application/json");
  const auto json = nlohmann::ordered_json::parse(answer.body);
  ASSERT_EQ(json.size(), 2u);
  EXPECT_EQ(json[0]["filename"], "bear.png");
  EXPECT_EQ(json[1]["filename"], "car.png");
  const auto tags = expected("bear.png", 0.01F);
  ASSERT_EQ(json[0]["tags"].size(), std::min<std::size_t>(tags.size(), 50));
  std::size_t i = 0;
  for (const auto& [name, score] : json[0]["tags"].items()) {
    EXPECT_EQ(name, name_of(tags[i]));
    EXPECT_EQ(score.get<float>(), tags[i++].score);
  }
}

TEST_F(Compat, DanbooruFieldsMayComeInTheQueryAndTheDefaultIsAPage) {
  const Answer json =
      post_form(port(), "/evaluate?format=json&limit=2", {{"file", "a", example("bear.png")}});
  EXPECT_EQ(Json::parse(json.body)[0]["tags"].size(), 2u);
  const Answer html = post_form(port(), "/evaluate", {{"file", "<b>.png", example("bear.png")}});
  EXPECT_EQ(html.headers.at("content-type"), "text/html; charset=utf-8");
  EXPECT_NE(html.body.find("&lt;b&gt;.png"), std::string::npos);
  EXPECT_EQ(html.body.find("<b>"), std::string::npos);
}

TEST_F(Compat, DanbooruErrorsHaveAClassAndAMessage) {
  for (const auto& fields : {std::vector<Field>{{"file", "a", "broken"}, {"format", "", "json"}},
                             std::vector<Field>{{"file", "a", "x"}, {"format", "", "xml"}},
                             std::vector<Field>{{"format", "", "json"}}}) {
    const Answer answer = post_form(port(), "/evaluate", fields);
    EXPECT_EQ(answer.status, 400);
    const Json json = Json::parse(answer.body);
    EXPECT_TRUE(json["error"].is_string());
    EXPECT_TRUE(json["message"].is_string());
  }
}

TEST_F(Compat, E6AutoTaggerGetsOneStringOfTags) {
  EXPECT_EQ(Json::parse(get(port(), "/api/e6/health").body), Json({{"status", "ok"}}));
  const Json request = {{"image", data_url("bear.png")}, {"confidence", 0.25}};
  const Answer answer = post_json(port(), "/api/e6/predict", request.dump());
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(Json::parse(answer.body), Json({{"data", {joined(expected("bear.png", 0.25F))}}}));
}

TEST_F(Compat, E6AutoTaggerErrorsHaveADetail) {
  for (const char* body : {"{}", R"({"image":"!"})", R"({"image":"eA=="})",
                           R"({"image_url":"http://127.0.0.1/"})", R"({"confidence":9})"}) {
    const Answer answer = post_json(port(), "/api/e6/predict", body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_TRUE(Json::parse(answer.body)["detail"].is_string()) << body;
  }
}

TEST_F(Compat, FirstVersionsOfE6AutoTaggerSpeakGradio3) {
  const Json request = {{"data", {data_url("bear.png"), 0.25}}, {"fn_index", 0}};
  for (const char* path : {"/api/predict", "/run/predict"}) {
    const Json answer = Json::parse(post_json(port(), path, request.dump()).body);
    const auto tags = expected("bear.png", 0.25F);
    EXPECT_EQ(answer["data"][0], joined(tags));
    EXPECT_EQ(answer["data"][1]["confidences"].size(), tags.size());
    EXPECT_EQ(answer["data"][1]["confidences"][0]["confidence"].get<float>(), tags[0].score);
    EXPECT_EQ(answer["is_generating"], false);
  }
}

TEST_F(Compat, TheProbeWithAnEmptyStringNeedsNoModel) {
  const Answer answer = post_json(port(), "/api/predict", R"({"data":["",0.25],"fn_index":0})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(Json::parse(answer.body)["data"][0], "");
  EXPECT_EQ(Json::parse(get(port(), "/api/v1/model").body)["state"], "unloaded");
}

TEST_F(Compat, Gradio4And5CallsTakeTwoSteps) {
  for (const std::string prefix : {"", "/gradio_api"}) {
    const Answer upload = post_form(port(), prefix + "/upload", {{"files", "bear.png", example("bear.png")}});
    ASSERT_EQ(upload.status, 200) << upload.body;
    const std::string id = Json::parse(upload.body)[0];
    EXPECT_EQ(id.find('/'), std::string::npos);
    const Json request = {{"data", {{{"path", id}, {"meta", {{"_type", "gradio.FileData"}}}}, 0.25}}};
    const Answer call = post_json(port(), prefix + "/call/run_classifier", request.dump());
    ASSERT_EQ(call.status, 200) << call.body;
    const std::string event = Json::parse(call.body)["event_id"];
    const Answer result = get(port(), prefix + "/call/run_classifier/" + event);
    EXPECT_EQ(result.headers.at("content-type"), "text/event-stream");
    const std::string head = "event: complete\ndata: ";
    ASSERT_TRUE(result.body.starts_with(head)) << result.body;
    ASSERT_TRUE(result.body.ends_with("\n\n"));
    EXPECT_EQ(Json::parse(result.body.substr(head.size()))[0], joined(expected("bear.png", 0.25F)));
    EXPECT_EQ(get(port(), prefix + "/call/run_classifier/" + event).status, 404);  // told once
  }
}

TEST_F(Compat, GradioNeverTakesAPath) {
  for (const char* picture : {R"({"path":"/etc/passwd"})", R"({"path":"../x"})", R"({"path":""})",
                              R"({"url":"file:///etc/passwd"})"}) {
    const Answer answer =
        post_json(port(), "/call/run_classifier", fmt::format(R"({{"data":[{},0.2]}})", picture));
    EXPECT_EQ(answer.status, 400) << picture << answer.body;
  }
  const Answer call = post_json(port(), "/call/run_classifier", R"({"data":["eA==",0.2]})");
  const Answer result =
      get(port(), "/call/run_classifier/" + Json::parse(call.body)["event_id"].get<std::string>());
  EXPECT_TRUE(result.body.starts_with("event: error\ndata: ")) << result.body;
}

TEST_F(Compat, Wd14AnswersNested) {
  EXPECT_EQ(Json::parse(get(port(), "/tagger/v1/interrogators").body), Json({{"models", {"mini"}}}));
  const Json request = {
      {"image", encode_base64(as_bytes(example("bear.png")))}, {"model", "mini"}, {"threshold", 0.35}};
  const Answer answer = post_json(port(), "/tagger/v1/interrogate", request.dump());
  ASSERT_EQ(answer.status, 200) << answer.body;
  const Json caption = Json::parse(answer.body)["caption"];
  EXPECT_EQ(caption["rating"], Json::object());
  const auto tags = expected("bear.png", 0.35F);
  ASSERT_EQ(caption["tag"].size(), tags.size());
  for (const SelectedTag& tag : tags) EXPECT_EQ(caption["tag"][name_of(tag)].get<float>(), tag.score);
  EXPECT_EQ(post(port(), "/tagger/v1/unload-interrogators", {}, "").body,
            "\"Successfully unload 1 model(s)\"");
  EXPECT_EQ(post(port(), "/tagger/v1/unload-interrogators", {}, "").body,
            "\"Successfully unload 0 model(s)\"");
}

TEST_F(Compat, Wd14RefusesAsTheExtensionDoes) {
  const auto detail = [&](const char* body) {
    const Answer answer = post_json(port(), "/tagger/v1/interrogate", body);
    return fmt::format("{} {}", answer.status, Json::parse(answer.body)["detail"].get<std::string>());
  };
  EXPECT_EQ(detail(R"({"model":"other","image":"eA=="})"), "404 Model not found");
  EXPECT_EQ(detail(R"({"model":"mini","image":""})"), "404 Image not found");
  EXPECT_EQ(detail(R"({"model":"mini","image":"eA==","queue":"a"})"), "400 queues are not supported");
}

TEST(CompatOptions, Wd14IsFlatWhenAsked) {
  RunningServer server({.wd14_shape = Wd14Shape::kFlat});
  const Json request = {{"image", encode_base64(as_bytes(example("bear.png")))}, {"model", "mini"}};
  const Json answer = Json::parse(post_json(server.port(), "/tagger/v1/interrogate", request.dump()).body);
  ASSERT_FALSE(answer["caption"].empty());
  for (const auto& [name, score] : answer["caption"].items()) EXPECT_GE(score.get<float>(), 0.35F) << name;
}

TEST(CompatOptions, EachFamilyCanBeSwitchedOff) {
  RunningServer server({.compatible = {Compatible::kE6}});
  EXPECT_EQ(get(server.port(), "/api/e6/health").status, 200);
  for (const char* path : {"/evaluate", "/call/run_classifier", "/gradio_api/upload", "/run/predict",
                           "/tagger/v1/interrogate", "/predict"}) {
    EXPECT_EQ(post_json(server.port(), path, "{}").status, 404) << path;
  }
  EXPECT_EQ(get(server.port(), "/v2").status, 404);
}

TEST_F(Compat, E621taggerGetsTheBestTagsWithTheirCategory) {
  const Answer answer =
      post_form(port(), "/predict", {{"image", "bear.png", example("bear.png")}, {"top_k", "", "75"}});
  ASSERT_EQ(answer.status, 200) << answer.body;
  const Json json = Json::parse(answer.body);
  EXPECT_EQ(json["success"], true);
  ASSERT_EQ(json["tags"].size(), 75u);
  const auto tags = expected("bear.png", 0);
  for (std::size_t i = 0; i < 75; ++i) {
    EXPECT_EQ(json["tags"][i]["tag"], name_of(tags[i]));
    EXPECT_EQ(json["tags"][i]["prob"].get<float>(), tags[i].score);
    EXPECT_TRUE(json["tags"][i]["category"].is_string());
  }
  const Answer wrong = post_form(port(), "/predict", {{"image", "a", "x"}, {"top_k", "", "7"}});
  EXPECT_EQ(wrong.status, 400);
  EXPECT_TRUE(Json::parse(wrong.body)["error"].is_string());
  const Json health = Json::parse(get(port(), "/health").body);
  EXPECT_EQ(health["model"], "loaded");
  EXPECT_EQ(health["tags_count"], 192);
}

TEST_F(Compat, InferenceV2DescribesItselfAndItsModel) {
  EXPECT_EQ(Json::parse(get(port(), "/v2").body)["name"], "jtp");
  EXPECT_EQ(Json::parse(get(port(), "/v2/health/live").body)["live"], true);
  EXPECT_EQ(Json::parse(get(port(), "/v2/health/ready").body)["ready"], true);
  for (const char* path : {"/v2/models/mini", "/v2/models/mini/versions/1"}) {
    EXPECT_EQ(Json::parse(get(port(), path).body)["platform"], "jtp_safetensors");
    EXPECT_EQ(get(port(), std::string(path) + "/ready").status, 200);
  }
  const Answer other = get(port(), "/v2/models/other");
  EXPECT_EQ(other.status, 404);
  EXPECT_TRUE(Json::parse(other.body)["error"].is_string());
}

TEST_F(Compat, InferenceV2TakesFilesAndPixels) {
  const std::string file = encode_base64(as_bytes(example("bear.png")));
  const Json request = {
      {"id", "42"},
      {"inputs", {{{"name", "image_bytes"}, {"shape", {2}}, {"datatype", "BYTES"}, {"data", {file, file}}}}},
      {"outputs", {{{"name", "probabilities"}}, {{"name", "tags"}}}}};
  const Json answer = Json::parse(post_json(port(), "/v2/models/mini/infer", request.dump()).body);
  EXPECT_EQ(answer["id"], "42");
  EXPECT_EQ(answer["model_name"], "mini");
  EXPECT_EQ(answer["outputs"][0]["shape"], Json({2, 192}));
  const TagResult expected = server_.tagger().tag_file(source_dir() / "examples/bear.png");
  const std::vector<float> data = answer["outputs"][0]["data"];
  ASSERT_EQ(data.size(), 2 * expected.scores.size());
  EXPECT_TRUE(std::equal(expected.scores.begin(), expected.scores.end(), data.begin()));
  EXPECT_EQ(answer["outputs"][1]["datatype"], "BYTES");

  const int side = server_.tagger().config().image_size;
  const Json plane(std::vector<Json>(static_cast<std::size_t>(side),
                                     std::vector<float>(static_cast<std::size_t>(side), 0.5F)));
  const Json pixels = {{"inputs",
                        {{{"name", "pixels"},
                          {"shape", {1, 3, side, side}},
                          {"datatype", "FP32"},
                          {"data", {{plane, plane, plane}}}}}}};
  const Json grey = Json::parse(post_json(port(), "/v2/models/mini/versions/1/infer", pixels.dump()).body);
  EXPECT_EQ(grey["outputs"][0]["data"].size(), 192u) << grey;
}

TEST_F(Compat, InferenceV2RefusesMalformedInputs) {
  for (const char* body :
       {"{}", R"({"inputs":[]})",
        R"({"inputs":[{"name":"x","shape":[1],"datatype":"BYTES","data":["eA=="]}]})",
        R"({"inputs":[{"name":"image_bytes","shape":[1],"datatype":"FP32","data":["eA=="]}]})",
        R"({"inputs":[{"name":"image_bytes","shape":[1],"datatype":"BYTES","data":[1]}]})",
        R"({"inputs":[{"name":"image_bytes","shape":[1],"datatype":"BYTES","data":["eA=="]}]})",
        R"({"inputs":[{"name":"pixels","shape":[1,3,2,2],"datatype":"FP32","data":[1,2,3]}]})",
        R"({"inputs":[{"name":"pixels","shape":[-1,3,2,2],"datatype":"FP32","data":[1,2,3]}]})",
        R"({"inputs":[{"name":"pixels","shape":[9223372036854775807,3,2,2],"datatype":"FP32","data":[1]}]})",
        R"({"inputs":[{"name":"pixels","shape":["1",3,2,2],"datatype":"FP32","data":["a"]}]})"}) {
    const Answer answer = post_json(port(), "/v2/models/mini/infer", body);
    EXPECT_EQ(answer.status, 400) << body << answer.body;
    EXPECT_TRUE(Json::parse(answer.body)["error"].is_string()) << body;
  }
}

}  // namespace
}  // namespace jtp::test
