// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/api/api_v1.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>

#include "jtp/base/base64.h"
#include "jtp/base/float16.h"
#include "jtp/serve/embedded_file.h"
#include "tests/serve/client.h"
#include "tests/serve/running_server.h"
#include "tests/support/draw.h"

namespace jtp::test {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

std::string base64(const std::string& bytes) { return encode_base64(as_bytes(bytes)); }

// The data of the events of one name.
std::vector<Json> events(const std::string& stream, const std::string& name) {
  std::vector<Json> found;
  const std::string head = "event: " + name + "\ndata: ";
  for (std::size_t at = stream.find(head); at != std::string::npos; at = stream.find(head, at + 1)) {
    const std::size_t begin = at + head.size();
    found.push_back(Json::parse(stream.substr(begin, stream.find('\n', begin) - begin)));
  }
  return found;
}

class ApiV1 : public ::testing::Test {
 protected:
  int port() const { return server_.port(); }

  RunningServer server_;
};

TEST_F(ApiV1, TagsEqualTheCommandLinesToTheBit) {
  const Answer answer = post_form(port(), "/api/v1/tag",
                                  {{"picture", "bear.png", example("bear.png")}, {"threshold", "", "0"}});
  ASSERT_EQ(answer.status, 200) << answer.body;
  const Json json = Json::parse(answer.body);
  EXPECT_EQ(json["model"]["hash"], server_.tagger().hash());
  EXPECT_EQ(json["model"]["id"], server_.tagger().id());
  const TagResult expected = server_.tagger().tag_file(source_dir() / "examples/bear.png");
  const Json& picture = json["pictures"][0];
  EXPECT_EQ(picture["name"], "bear.png");
  EXPECT_EQ(picture["sha256"], expected.sha256);
  EXPECT_EQ(picture["width"], expected.width);
  ASSERT_EQ(picture["tags"].size(), expected.scores.size());
  float last = 1;
  for (const Json& tag : picture["tags"]) {
    const int index = tag["index"];
    EXPECT_EQ(tag["score"].get<float>(), expected.scores[static_cast<std::size_t>(index)]);
    EXPECT_EQ(tag["name"], server_.tagger().vocabulary().name(index));
    EXPECT_LE(tag["score"].get<float>(), last);
    last = tag["score"];
  }
}

TEST(ApiV1Thresholds, AreTheServersUnlessTheRequestGivesOne) {
  ServerOptions options;
  options.thresholds.parse_csv("tag,threshold\nanimal,0\n", "t.csv",
                               load_vocabulary(source_dir() / "models/mini/tags.json", {}));
  const RunningServer server(options);
  const auto tags = [&](const std::vector<Field>& more) {
    std::vector<Field> fields = {{"picture", "moon.jpg", example("moon.jpg")}};
    fields.insert(fields.end(), more.begin(), more.end());
    return Json::parse(post_form(server.port(), "/api/v1/tag", fields).body)["pictures"][0]["tags"];
  };
  const auto has_animal = [](const Json& found) {
    return std::any_of(found.begin(), found.end(), [](const Json& tag) { return tag["name"] == "animal"; });
  };
  EXPECT_TRUE(has_animal(tags({})));
  EXPECT_FALSE(has_animal(tags({{"threshold", "", "0.2"}})));
}

TEST_F(ApiV1, FormAndJsonGiveTheSame) {
  const Json request = {
      {"pictures",
       {{{"name", "moon.jpg"}, {"data", "data:image/jpeg;base64," + base64(example("moon.jpg"))}}}},
      {"threshold", 0.4},
      {"limit", 3}};
  const Answer json = post_json(port(), "/api/v1/tag", request.dump());
  const Answer form =
      post_form(port(), "/api/v1/tag",
                {{"threshold", "", "0.4"}, {"limit", "", "3"}, {"picture", "moon.jpg", example("moon.jpg")}});
  EXPECT_EQ(json.status, 200);
  EXPECT_EQ(json.body, form.body);
}

TEST_F(ApiV1, AnUnreadablePictureHasAnErrorInItsPlace) {
  const Answer answer = post_form(
      port(), "/api/v1/tag",
      {{"picture", "a.png", "broken"}, {"picture", "b.png", example("tree.png")}, {"picture", "c.png", ""}});
  ASSERT_EQ(answer.status, 200);
  const Json pictures = Json::parse(answer.body)["pictures"];
  EXPECT_EQ(pictures[0]["error"]["code"], "invalid_input");
  EXPECT_FALSE(pictures[0].contains("tags"));
  EXPECT_EQ(pictures[1]["name"], "b.png");
  EXPECT_TRUE(pictures[1].contains("tags"));
  EXPECT_TRUE(pictures[2].contains("error"));
}

TEST_F(ApiV1, TheFullVectorComesAsHalfFloats) {
  const Answer answer =
      post_form(port(), "/api/v1/tag", {{"picture", "a", example("tree.png")}, {"scores", "", "f16"}});
  const std::string bytes =
      *decode_base64(Json::parse(answer.body)["pictures"][0]["scores"].get<std::string>());
  const TagResult expected = server_.tagger().tag_file(source_dir() / "examples/tree.png");
  ASSERT_EQ(bytes.size(), 2 * expected.scores.size());
  for (std::size_t i = 0; i < expected.scores.size(); ++i) {
    const auto low = static_cast<unsigned char>(bytes[2 * i]);
    const auto high = static_cast<unsigned char>(bytes[2 * i + 1]);
    EXPECT_EQ(static_cast<f16>(high << 8 | low), to_f16(expected.scores[i]));
  }
}

TEST_F(ApiV1, ABatchReportsItsProgressByEvents) {
  const std::vector<Field> fields = {{"picture", "a", example("tree.png")},
                                     {"picture", "b", "broken"},
                                     {"picture", "c", example("car.png")}};
  const Answer answer = post_form(port(), "/api/v1/tag", fields, {{"Accept", "text/event-stream"}});
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.at("content-type"), "text/event-stream");
  EXPECT_EQ(events(answer.body, "accepted").at(0)["pictures"], 3);
  std::map<int, Json> pictures;
  for (const Json& data : events(answer.body, "picture")) pictures[data["index"]] = data["picture"];
  ASSERT_EQ(pictures.size(), 3u);
  EXPECT_TRUE(pictures[0].contains("tags"));
  EXPECT_TRUE(pictures[1].contains("error"));
  EXPECT_EQ(pictures[2]["name"], "c");
  const Json done = events(answer.body, "done").at(0);
  EXPECT_EQ(done["tagged"], 2);
  EXPECT_EQ(done["failed"], 1);
}

TEST(ApiV1Thresholds, AreListedWithTheTags) {
  const auto fetch = [](const ServerOptions& options) {
    const RunningServer server(options);
    return get(server.port(), "/api/v1/tags");
  };
  const Answer plain = fetch({});
  EXPECT_EQ(Json::parse(plain.body)["thresholds"],
            Json::parse(R"({"global":0.2,"common":0.2,"categories":{},"tags":{}})"));
  ServerOptions options;
  options.thresholds = Thresholds(0.5F);
  options.thresholds.set_category(TagCategory::kSpecies, 0.25F);
  options.thresholds.parse_csv("tag,threshold\nanimal,0.75\nface,\n", "t.csv",
                               load_vocabulary(source_dir() / "models/mini/tags.json", {}));
  const Answer own = fetch(options);
  EXPECT_EQ(
      Json::parse(own.body)["thresholds"],
      Json::parse(
          R"({"global":0.5,"common":0.5,"categories":{"species":0.25},"tags":{"animal":0.75,"face":null}})"));
  EXPECT_NE(own.headers.at("etag"), plain.headers.at("etag"));
}

TEST_F(ApiV1, AnUnchangedListOfTagsIsNotSentAgain) {
  const Answer first = get(port(), "/api/v1/tags");
  ASSERT_EQ(first.status, 200);
  const Json tags = Json::parse(first.body)["tags"];
  ASSERT_EQ(tags.size(), 192u);
  for (int i = 0; i < 192; ++i) EXPECT_EQ(tags[static_cast<std::size_t>(i)]["index"], i);
  const Answer second = get(port(), "/api/v1/tags", {{"If-None-Match", first.headers.at("etag")}});
  EXPECT_EQ(second.status, 304);
  EXPECT_EQ(second.body, "");
}

TEST_F(ApiV1, TheModelIsDescribedBeforeAndAfterItIsLoaded) {
  const Json before = Json::parse(get(port(), "/api/v1/model").body);
  EXPECT_EQ(before["state"], "unloaded");
  EXPECT_TRUE(before["model"].is_null());
  get(port(), "/api/v1/tags");
  const Json after = Json::parse(get(port(), "/api/v1/model").body);
  EXPECT_EQ(after["state"], "loaded");
  EXPECT_EQ(after["model"]["hash"], server_.tagger().hash());
  EXPECT_EQ(after["tags"], 192);
  const Json released = Json::parse(post(port(), "/api/v1/model/unload", {}, "").body);
  EXPECT_EQ(released["state"], "unloaded");
  EXPECT_EQ(released["tags"], 192);
}

TEST_F(ApiV1, HeatMapsBelongToTheKeptPicture) {
  const Answer tagged =
      post_form(port(), "/api/v1/tag", {{"picture", "a", example("tree.png")}, {"keep", "", "true"}});
  const Json picture = Json::parse(tagged.body)["pictures"][0];
  const std::string id = picture["picture_id"];
  const std::string name = picture["tags"][0]["name"];
  const Answer answer = get(port(), fmt::format("/api/v1/heatmap?picture={}&tag={}", id, name));
  ASSERT_EQ(answer.status, 200) << answer.body;
  const Json json = Json::parse(answer.body);
  const int grid = server_.tagger().config().grid;
  EXPECT_EQ(json["grid"], grid);
  EXPECT_EQ(json["tag"]["name"], name);
  EXPECT_EQ(json["score"], picture["tags"][0]["score"]);
  ASSERT_EQ(json["values"].size(), static_cast<std::size_t>(grid * grid));
  EXPECT_EQ(*std::max_element(json["values"].begin(), json["values"].end()), 1.0);
  const Answer png = get(port(), fmt::format("/api/v1/heatmap?picture={}&tag={}&format=png", id, name));
  EXPECT_EQ(png.headers.at("content-type"), "image/png");
  const Image overlay = decode_image(as_bytes(png.body));
  EXPECT_EQ(overlay.width, picture["width"]);
  EXPECT_EQ(overlay.height, picture["height"]);
  EXPECT_EQ(get(port(), fmt::format("/api/v1/heatmap?picture={}&tag=no_such_tag", id)).status, 404);
  EXPECT_EQ(get(port(), "/api/v1/heatmap?tag=" + name).status, 400);
  const Answer gone = get(port(), "/api/v1/heatmap?picture=00000000000000000000000000000000&tag=" + name);
  EXPECT_EQ(gone.status, 404);
  EXPECT_EQ(Json::parse(gone.body)["error"]["code"], "picture_gone");
}

TEST_F(ApiV1, RefusalsSayWhatIsWrong) {
  const auto code = [](const Answer& answer) {
    return Json::parse(answer.body)["error"]["code"].get<std::string>();
  };
  EXPECT_EQ(code(get(port(), "/nothing")), "not_found");
  const Answer wrong_method = get(port(), "/api/v1/tag");
  EXPECT_EQ(code(wrong_method), "method_not_allowed");
  EXPECT_EQ(wrong_method.headers.at("allow"), "POST");
  EXPECT_EQ(code(post(port(), "/api/v1/tag", {{"Content-Type", "text/plain"}}, "{}")),
            "unsupported_media_type");
  EXPECT_EQ(code(post_json(port(), "/api/v1/tag", "{")), "bad_request");
  EXPECT_EQ(code(post_form(port(), "/api/v1/tag", std::vector<Field>(65, {"picture", "a", "x"}))),
            "too_large");
  EXPECT_EQ(code(get(port(), "/api/v1/model", {{"Host", "evil.test"}})), "forbidden_host");
  EXPECT_EQ(code(get(port(), "/api/v1/model", {{"Origin", "http://evil.test"}})), "forbidden_origin");
}

TEST_F(ApiV1, BombsAreRefusedBeforeTheyAreDecoded) {
  std::string bomb = draw_bmp(1);
  for (const std::size_t at : {18u, 22u})
    bomb.replace(at, 4, std::string("\x60\xEA\0\0", 4));  // 60000 x 60000
  const Answer answer = post_form(port(), "/api/v1/tag", {{"picture", "a.bmp", bomb}});
  EXPECT_EQ(Json::parse(answer.body)["pictures"][0]["error"]["code"], "unsupported") << answer.body;
}

TEST_F(ApiV1, AddressesAreNotOpenedUnlessTheirHostIsListed) {
  const Answer answer =
      post_json(port(), "/api/v1/tag", R"({"pictures":[{"url":"http://169.254.169.254/latest"}]})");
  EXPECT_EQ(Json::parse(answer.body)["pictures"][0]["error"]["code"], "network");
}

TEST_F(ApiV1, ThePageItsPolicyAndTheDescriptionAreServed) {
  const Answer page = get(port(), "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.headers.at("content-type"), "text/html; charset=utf-8");
  EXPECT_NE(page.headers.at("content-security-policy").find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(page.headers.at("x-content-type-options"), "nosniff");
  EXPECT_EQ(get(port(), "/index.html", {{"If-None-Match", page.headers.at("etag")}}).status, 304);
  EXPECT_EQ(get(port(), "/openapi.json").body, read_text(source_dir() / "jtp/serve/api/openapi.json"));
  EXPECT_EQ(get(port(), "/..%2f..%2fetc/passwd").status, 404);
}

TEST_F(ApiV1, ServesHealthAndMetrics) {
  EXPECT_EQ(Json::parse(get(port(), "/health").body)["status"], "healthy");
  post_form(port(), "/api/v1/tag", {{"picture", "a", example("tree.png")}});
  const std::string metrics = get(port(), "/metrics").body;
  EXPECT_NE(metrics.find("jtp_requests_total{route=\"/api/v1/tag\",status=\"200\"} 1\n"), std::string::npos)
      << metrics;
  EXPECT_NE(metrics.find("jtp_pictures_total{outcome=\"tagged\"} 1\n"), std::string::npos);
}

TEST_F(ApiV1, TheLogHasRoutesButNoRequestData) {
  get(port(), "/api/v1/heatmap?picture=secret&tag=secret", {{"Authorization", "Bearer secret"}});
  get(port(), "/secret");
  for (int i = 0; i < 1000 && server_.log().size() < 2; ++i) std::this_thread::sleep_for(5ms);
  ASSERT_EQ(server_.log().size(), 2u);
  for (const std::string& line : server_.log()) EXPECT_EQ(line.find("secret"), std::string::npos) << line;
  EXPECT_TRUE(server_.log()[0].starts_with("GET /api/v1/heatmap 404 ")) << server_.log()[0];
}

TEST(ApiV1Key, GuardsTheApiAndLeavesThePageOpen) {
  RunningServer server({.access = {.api_key = "s3cret"}});
  EXPECT_EQ(get(server.port(), "/").status, 200);
  EXPECT_EQ(get(server.port(), "/health").status, 200);
  EXPECT_EQ(get(server.port(), "/api/v1/model").status, 401);
  EXPECT_EQ(get(server.port(), "/metrics").status, 401);
  EXPECT_EQ(get(server.port(), "/api/v1/model", {{"Authorization", "Bearer s3cret"}}).status, 200);
}

TEST(ApiV1Cors, AllowedOriginsGetThroughAndMayRead) {
  RunningServer server({.access = {.origins = {"https://friend.example"}}});
  const Headers headers = {{"Origin", "https://friend.example"}};
  EXPECT_EQ(get(server.port(), "/api/v1/model", headers).headers.at("access-control-allow-origin"),
            "https://friend.example");
  Client client(server.port());
  client.send(format_request(server.port(), "OPTIONS", "/api/v1/tag", headers));
  EXPECT_EQ(client.read_answer().status, 204);
}

TEST(ApiV1Queue, IsBoundedAndSaysWhenToTryAgain) {
  RunningServer server({.max_waiting = 1});
  std::vector<std::unique_ptr<Client>> clients;
  const std::string form = format_form(std::vector<Field>(16, {"picture", "a", example("tree.png")}));
  for (int i = 0; i < 12; ++i) {
    clients.push_back(std::make_unique<Client>(server.port()));
    clients.back()->send(
        format_request(server.port(), "POST", "/api/v1/tag", {{"Content-Type", kFormType}}, form));
  }
  int full = 0;
  for (const auto& client : clients) {
    const Answer answer = client->read_answer();
    EXPECT_TRUE(answer.status == 200 || answer.status == 429) << answer.status;
    if (answer.status != 429) continue;
    ++full;
    EXPECT_TRUE(answer.headers.contains("retry-after"));
  }
  EXPECT_GT(full, 0);
  EXPECT_LT(full, 12);
}

TEST(ApiV1Drain, LosesNoRequestThatWasAccepted) {
  RunningServer server;
  get(server.port(), "/api/v1/tags");
  std::vector<std::unique_ptr<Client>> clients;
  const std::string form = format_form({{"picture", "a", example("tree.png")}});
  for (int i = 0; i < 40; ++i) {
    clients.push_back(std::make_unique<Client>(server.port()));
    clients.back()->send(
        format_request(server.port(), "POST", "/api/v1/tag", {{"Content-Type", kFormType}}, form));
  }
  std::thread drain([&] { server.server().drain(20s); });
  for (const auto& client : clients) {
    EXPECT_EQ(client->read_answer().status, 200);
    client->close();
  }
  drain.join();
}

}  // namespace
}  // namespace jtp::test
