// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/base/picture_facts.h"
#include "jtp/tags/selection.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

// The result for one picture: its tags, or an error.
struct PictureRecord {
  std::string file;  // as given by the user
  PictureFacts picture;
  std::string model;  // name and hash of the model
  std::vector<SelectedTag> tags;
  std::optional<Error> error;  // if set, only `file` is meaningful besides
};

// One JSON object without a newline:
// {"file","sha256","model","width","height","tags":[{"name","index","category", "score"}]} or
// {"file","error":{"kind","message"}}. Scores read back as the same float. Bytes of a file name that are not
// UTF-8 are written as U+FFFD.
std::string to_json(const PictureRecord& record);

// Rows `file,tag,category,score` (RFC 4180, LF), one per tag; nothing for a failed picture. File names are
// written byte for byte. The header ends with its LF.
std::string csv_header();
std::string to_csv(const PictureRecord& record);

}  // namespace jtp
