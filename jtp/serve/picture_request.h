// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/serve/http/web_message.h"
#include "jtp/serve/tag_service.h"

namespace jtp {

inline constexpr std::size_t kMaxPicturesPerRequest = 64;

struct NamedPicture {
  std::string name;  // chosen by the client
  PictureContent content;
};

enum class ScoreVector { kNone, kF16 };

// POST /api/v1/tag
struct TagRequest {
  std::vector<NamedPicture> pictures;  // 1 to kMaxPicturesPerRequest
  std::optional<float> threshold;      // 0...1; nothing: the server's thresholds
  int limit = 0;                       // tags per picture; 0: no limit
  ScoreVector scores = ScoreVector::kNone;
  Keep keep = Keep::kNothing;
};

// `owner` keeps `request` alive, because the pictures of a form point into its body. Throws Error
// kInvalidInput that names the field; kUnsupported for too many pictures.
TagRequest parse_tag_form(const WebRequest& request, const std::shared_ptr<const void>& owner);
TagRequest parse_tag_json(const WebRequest& request);

// A picture from base64 or a data URL; an Error as the content if the text is neither.
PictureContent decode_picture(std::string_view text);

// A picture's name in an answer: the part after the last slash or backslash, at most 1000 bytes.
std::string plain_name(std::string_view file_name);

}  // namespace jtp
