// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/api/search_route.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/serve/api/store_search.h"
#include "jtp/serve/http/json_text.h"

namespace jtp {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxWishes = 32;
constexpr std::size_t kMaxTagName = 200;
constexpr std::size_t kHashDigits = 64;
constexpr NumberRange kScore{0, 1};

TagWish parse_wish(const Json& json) {
  if (!json.is_object()) fail(ErrorKind::kInvalidInput, "every entry of `tags` must be an object");
  TagWish wish{.tag = string_field(json, "tag", "")};
  if (wish.tag.empty() || wish.tag.size() > kMaxTagName) {
    fail(ErrorKind::kInvalidInput, "a condition needs a `tag` of 1 to {} bytes", kMaxTagName);
  }
  wish.above = static_cast<float>(number_field(json, "above", kScore, wish.above));
  wish.up_to = static_cast<float>(number_field(json, "up_to", kScore, wish.up_to));
  return wish;
}

// Without `order`, the order follows from the question.
StoreOrder parse_order(const Json& json, const StoreQuestion& question, std::string_view similar_to) {
  const char* const otherwise = !similar_to.empty() ? "likeness" : question.tags.empty() ? "stored" : "score";
  const std::string order = string_field(json, "order", otherwise);
  if (order == "stored") return StoreOrder::kStored;
  if (order == "score" && !question.tags.empty()) return StoreOrder::kScore;
  if (order == "likeness" && !similar_to.empty()) return StoreOrder::kLikeness;
  fail(ErrorKind::kInvalidInput,
       "`order` must be stored, score (with `tags`) or likeness (with `similar_to`)");
}

StoreQuestion parse(const Json& json) {
  StoreQuestion question;
  if (const auto tags = json.find("tags"); tags != json.end()) {
    if (!tags->is_array() || tags->size() > kMaxWishes) {
      fail(ErrorKind::kInvalidInput, "`tags` must be an array of at most {} conditions", kMaxWishes);
    }
    for (const Json& wish : *tags) question.tags.push_back(parse_wish(wish));
  }
  question.order = parse_order(json, question, string_field(json, "similar_to", ""));
  question.page.offset = integer_field(json, "offset", {0, 2'000'000'000}, 0);
  question.page.limit = integer_field(json, "limit", {1, 1000}, 100);
  return question;
}

// Finds a kept picture by its name, or a stored one by its hash.
std::vector<float> features_of(const Services& services, const std::string& name) {
  if (name.size() == kHashDigits && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      })) {
    return services.store->features(name);
  }
  const auto kept = services.tagging.kept().find(name);
  return kept ? kept->result.pooled : std::vector<float>();
}

AnswerJson tag_json(int index, const Vocabulary& vocabulary) {
  return {{"index", index},
          {"name", vocabulary.name(index)},
          {"category", to_string(vocabulary.category(index))}};
}

AnswerJson picture_json(const StoredPicture& picture, const Vocabulary& vocabulary) {
  AnswerJson json = {{"sha256", picture.sha256}, {"name", picture.name}};
  if (picture.width > 0) json["width"] = picture.width;
  if (picture.height > 0) json["height"] = picture.height;
  if (picture.score) json["score"] = *picture.score;
  if (picture.likeness) json["likeness"] = *picture.likeness;
  json["tags"] = AnswerJson::array();
  for (const TagScore& tag : picture.tags) {
    AnswerJson scored = tag_json(tag.index, vocabulary);
    scored["score"] = tag.score;
    json["tags"].push_back(std::move(scored));
  }
  return json;
}

std::string answer_text(const StoreAnswer& answer) {
  AnswerJson json = {{"model", {{"id", model_id(answer.scorer)}, {"hash", answer.scorer.key.model_hash}}}};
  json["total"] = answer.total;
  json["pictures"] = AnswerJson::array();
  for (const StoredPicture& picture : answer.pictures) {
    json["pictures"].push_back(picture_json(picture, answer.vocabulary));
  }
  json["frequent"] = AnswerJson::array();
  for (const TagCount& tag : answer.frequent) {
    AnswerJson counted = tag_json(tag.index, answer.vocabulary);
    counted["count"] = tag.count;
    json["frequent"].push_back(std::move(counted));
  }
  return to_text(json);
}

}  // namespace

void answer_search(const Services& services, Exchange& exchange) {
  if (services.store == nullptr)
    return exchange.refuse(not_found("no_store", "the server was started without --store"));
  const Json json = parse_json_object(exchange.request().body);
  StoreQuestion question = parse(json);
  try {
    if (const std::string name = string_field(json, "similar_to", ""); !name.empty()) {
      question.similar_to = features_of(services, name);
      if (question.similar_to.empty()) {
        return exchange.refuse(
            not_found("picture_gone", "no features are stored for this picture (jtp tag --features)"));
      }
    }
    exchange.respond(json_response(answer_text(services.store->search(question))));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kNotFound) throw;
    exchange.refuse(not_found("unknown_tag", error.what()));
  }
}

}  // namespace jtp
