// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/api/api_v1_json.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "jtp/base/base64.h"
#include "jtp/base/float16.h"
#include "jtp/base/isa.h"
#include "jtp/serve/api/store_search.h"
#include "jtp/serve/http/json_text.h"
#include "jtp/serve/memory_use.h"

namespace jtp {
namespace {

AnswerJson reference(const ModelFacts& model) { return {{"id", model.id}, {"hash", model.hash}}; }

AnswerJson tag_json(int index, const Vocabulary& vocabulary) {
  return {{"index", index},
          {"name", vocabulary.name(index)},
          {"category", to_string(vocabulary.category(index))}};
}

// A threshold of "never" is null.
AnswerJson threshold_json(float threshold) {
  return std::isinf(threshold) ? AnswerJson() : AnswerJson(threshold);
}

AnswerJson thresholds_json(const Thresholds& thresholds, const Vocabulary& vocabulary) {
  AnswerJson categories = AnswerJson::object(), tags = AnswerJson::object();
  for (std::size_t i = 0; i < kTagCategories; ++i) {
    const auto category = static_cast<TagCategory>(i);
    if (const auto own = thresholds.of_category(category)) categories[to_string(category)] = *own;
  }
  for (int i = 0; i < vocabulary.size(); ++i) {
    if (const auto own = thresholds.of_tag(i)) tags[vocabulary.name(i)] = threshold_json(*own);
  }
  return {{"global", thresholds.global()},
          {"common", thresholds.global()},  // the name of `global` in version 0.1
          {"categories", std::move(categories)},
          {"tags", std::move(tags)}};
}

std::string f16_vector(std::span<const float> scores) {
  std::vector<std::byte> bytes;
  bytes.reserve(scores.size() * 2);
  for (const float score : scores) {
    const auto bits = static_cast<std::uint16_t>(to_f16(score));
    bytes.push_back(static_cast<std::byte>(bits & 0xFFU));
    bytes.push_back(static_cast<std::byte>(bits >> 8));
  }
  return encode_base64(bytes);
}

AnswerJson error_json(const Error& error) {
  return {{"code", to_string(error.kind())}, {"message", error.what()}};
}

AnswerJson chosen_tags(const PictureOutcome& outcome, const PictureQuestion& question) {
  const auto selection = outcome.model->selection(question.thresholds, question.selection);
  AnswerJson tags = AnswerJson::array();
  for (const SelectedTag& tag : selection->select(outcome.result.scores, outcome.result.sha256)) {
    tags.push_back({{"index", tag.index},
                    {"name", tag.name},
                    {"category", to_string(tag.category)},
                    {"score", tag.score}});
  }
  return tags;
}

AnswerJson picture_json(const std::string& name, const PictureOutcome& outcome,
                        const PictureQuestion& question) {
  AnswerJson json = {{"name", name}};
  if (outcome.error) {
    json["error"] = error_json(*outcome.error);
    return json;
  }
  json["sha256"] = outcome.result.sha256;
  json["width"] = outcome.result.width;
  json["height"] = outcome.result.height;
  json["tags"] = chosen_tags(outcome, question);
  if (question.scores == ScoreVector::kF16) json["scores"] = f16_vector(outcome.result.scores);
  if (!outcome.kept.empty()) json["picture_id"] = outcome.kept;
  return json;
}

std::string event(std::string_view name, const AnswerJson& data) {
  return fmt::format("event: {}\ndata: {}\n\n", name, to_text(data));
}

AnswerJson queue_json(const Services& services) {
  const TagService::Counts counts = services.tagging.counts();
  return {{"waiting", counts.waiting}, {"running", counts.running}, {"limit", services.facts.max_waiting}};
}

AnswerJson limits_json(const ServiceFacts& facts) {
  return {{"body_bytes", facts.max_body}, {"pixels", facts.max_pixels}, {"pictures", kMaxPicturesPerRequest}};
}

}  // namespace

std::string tag_answer(std::span<const PictureOutcome> outcomes, const PictureQuestion& question) {
  AnswerJson pictures = AnswerJson::array();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    pictures.push_back(picture_json(question.names[i], outcomes[i], question));
  }
  return to_text({{"model", reference(*outcomes.front().model)}, {"pictures", std::move(pictures)}});
}

std::string accepted_event(std::size_t pictures) { return event("accepted", {{"pictures", pictures}}); }

std::string picture_event(std::size_t index, const PictureOutcome& outcome, const PictureQuestion& question) {
  return event("picture", {{"model", reference(*outcome.model)},
                           {"index", index},
                           {"picture", picture_json(question.names[index], outcome, question)}});
}

std::string done_event(std::span<const PictureOutcome> outcomes) {
  const auto failed = std::count_if(outcomes.begin(), outcomes.end(),
                                    [](const PictureOutcome& outcome) { return outcome.error.has_value(); });
  return event("done", {{"model", reference(*outcomes.front().model)},
                        {"tagged", static_cast<std::int64_t>(outcomes.size()) - failed},
                        {"failed", failed}});
}

std::string heat_map_answer(const ModelFacts& model, const TagScore& tag, std::span<const float> map) {
  AnswerJson values = AnswerJson::array();
  for (const float value : map) values.push_back(value);
  return to_text({{"model", reference(model)},
                  {"tag", tag_json(tag.index, model.vocabulary)},
                  {"score", tag.score},
                  {"grid", model.config.grid},
                  {"values", std::move(values)}});
}

std::string tags_answer(const ModelFacts& model, const Thresholds& thresholds) {
  AnswerJson tags = AnswerJson::array();
  for (int i = 0; i < model.vocabulary.size(); ++i) tags.push_back(tag_json(i, model.vocabulary));
  return to_text({{"model", reference(model)},
                  {"tags", std::move(tags)},
                  {"thresholds", thresholds_json(thresholds, model.vocabulary)}});
}

std::string model_answer(const Services& services) {
  const auto model = services.model.facts();
  const ServiceFacts& facts = services.facts;
  AnswerJson json = {{"model", model ? reference(*model) : AnswerJson()}, {"name", facts.model_name}};
  json["state"] = to_string(services.model.state());
  json["tags"] = model ? AnswerJson(model->vocabulary.size()) : AnswerJson();
  json["image_size"] = model ? AnswerJson(model->config.image_size) : AnswerJson();
  json["precision"] = model ? AnswerJson(to_string(model->precision)) : AnswerJson();
  json["isa"] = to_string(active_isa());
  json["threads"] = facts.threads;
  json["queue"] = queue_json(services);
  json["memory"] = {{"resident_bytes", resident_bytes()}, {"kept_pictures", services.tagging.kept().size()}};
  json["store"] =
      services.store != nullptr ? AnswerJson({{"pictures", services.store->pictures()}}) : AnswerJson();
  json["version"] = facts.version;
  json["limits"] = limits_json(facts);
  json["abilities"] = {{"heatmap", true},
                       {"search", services.store != nullptr},
                       {"fetch", facts.fetches},
                       {"review", services.review != nullptr}};
  return to_text(json);
}

}  // namespace jtp
