// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "jtp/output/record.h"
#include "jtp/tags/spelling.h"

namespace jtp {

// For programs such as grep: "file: wolf 0.9871, red fur 0.8342\n", one line per picture.
std::string tag_line(const PictureRecord& record, const Spelling& spelling);

enum class Tint { kPlain, kByCategory };

struct BlockStyle {
  Spelling spelling;
  Tint tint = Tint::kPlain;
  int width = 80;  // columns
};

// For people: the file, then its tags in lines of at most `width` columns, coloured by category as on e621.
std::string tag_block(const PictureRecord& record, const BlockStyle& style);

}  // namespace jtp
