// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jtp {

enum class WordSeparator { kSpace, kUnderscore };
enum class Parentheses { kPlain, kEscaped };

// How tags are written for people and other programs.
struct Spelling {
  WordSeparator separator = WordSeparator::kSpace;
  Parentheses parentheses = Parentheses::kPlain;
};

// `name` (underscored, as in the vocabulary) in the wanted spelling. The kaomoji whose underscores are
// drawings (such as >_<) keep theirs.
std::string spell(std::string_view name, const Spelling& spelling);

// The form under which two spellings of one tag are equal: trimmed, lower case, underscores, parentheses
// unescaped.
std::string canonical_tag(std::string_view text);

}  // namespace jtp
