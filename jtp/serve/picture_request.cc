// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/picture_request.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "jtp/base/base64.h"
#include "jtp/base/error.h"
#include "jtp/serve/http/json_text.h"
#include "jtp/serve/http/multipart.h"

namespace jtp {
namespace {

using Json = nlohmann::json;

constexpr NumberRange kThreshold{0, 1};
constexpr NumberRange kLimit{0, 1'000'000};
constexpr std::size_t kMaxName = 1000;
constexpr std::size_t kMaxUrl = 2000;

ScoreVector score_vector(std::string_view text) {
  if (text == "none") return ScoreVector::kNone;
  if (text == "f16") return ScoreVector::kF16;
  fail(ErrorKind::kInvalidInput, "`scores` must be none or f16");
}

Keep keep(std::string_view text) {
  if (text == "true" || text == "1") return Keep::kFeatures;
  if (text == "false" || text == "0") return Keep::kNothing;
  fail(ErrorKind::kInvalidInput, "`keep` must be true or false");
}

void add_picture(TagRequest& request, NamedPicture picture) {
  if (request.pictures.size() == kMaxPicturesPerRequest) {
    fail(ErrorKind::kUnsupported, "more than {} pictures in one request", kMaxPicturesPerRequest);
  }
  request.pictures.push_back(std::move(picture));
}

void set_field(TagRequest& request, const FormPart& part) {
  if (part.name == "threshold") {
    request.threshold = static_cast<float>(parse_number("threshold", part.content, kThreshold));
  } else if (part.name == "limit") {
    request.limit = parse_integer("limit", part.content, kLimit);
  } else if (part.name == "scores") {
    request.scores = score_vector(part.content);
  } else if (part.name == "keep") {
    request.keep = keep(part.content);
  } else {
    fail(ErrorKind::kInvalidInput,
         "unknown form field; allowed are picture, threshold, limit, scores and keep");
  }
}

void require_pictures(const TagRequest& request) {
  if (request.pictures.empty()) fail(ErrorKind::kInvalidInput, "the request has no picture");
}

NamedPicture picture_source(const Json& source) {
  if (!source.is_object()) fail(ErrorKind::kInvalidInput, "every entry of `pictures` must be an object");
  const bool has_data = source.contains("data");
  if (has_data == source.contains("url")) {
    fail(ErrorKind::kInvalidInput, "a picture needs either `data` or `url`");
  }
  NamedPicture picture{.name = plain_name(string_field(source, "name", "")), .content = PictureUrl{}};
  if (has_data) {
    if (!source["data"].is_string()) fail(ErrorKind::kInvalidInput, "`data` must be a string");
    picture.content = decode_picture(source["data"].get_ref<const std::string&>());
    return picture;
  }
  std::string url = string_field(source, "url", "");
  if (url.size() > kMaxUrl) fail(ErrorKind::kInvalidInput, "`url` is longer than {} bytes", kMaxUrl);
  picture.content = PictureUrl{std::move(url)};
  return picture;
}

}  // namespace

std::string plain_name(std::string_view file_name) {
  const std::size_t slash = file_name.find_last_of("/\\");
  if (slash != std::string_view::npos) file_name.remove_prefix(slash + 1);
  return std::string(file_name.substr(0, kMaxName));
}

PictureContent decode_picture(std::string_view text) {
  auto bytes = decode_data_url(text);
  if (!bytes) return Error(ErrorKind::kInvalidInput, "the picture is not valid base64");
  const auto owner = std::make_shared<const std::string>(std::move(*bytes));
  return PictureBytes{owner, *owner};
}

TagRequest parse_tag_form(const WebRequest& request, const std::shared_ptr<const void>& owner) {
  TagRequest result;
  for (const FormPart& part : parse_multipart(request.header("content-type"), request.body)) {
    if (part.name == "picture") {
      add_picture(result, {plain_name(part.file_name), PictureBytes{owner, part.content}});
    } else {
      set_field(result, part);
    }
  }
  require_pictures(result);
  return result;
}

TagRequest parse_tag_json(const WebRequest& request) {
  const Json json = parse_json_object(request.body);
  TagRequest result;
  const auto pictures = json.find("pictures");
  if (pictures == json.end() || !pictures->is_array())
    fail(ErrorKind::kInvalidInput, "`pictures` must be an array");
  for (const Json& source : *pictures) add_picture(result, picture_source(source));
  if (json.contains("threshold") && !json["threshold"].is_null())
    result.threshold = static_cast<float>(number_field(json, "threshold", kThreshold, 0));
  result.limit = integer_field(json, "limit", kLimit, result.limit);
  result.scores = score_vector(string_field(json, "scores", "none"));
  result.keep = flag_field(json, "keep") ? Keep::kFeatures : Keep::kNothing;
  require_pictures(result);
  return result;
}

}  // namespace jtp
