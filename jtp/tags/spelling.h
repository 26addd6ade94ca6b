// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jtp {

enum class WordSeparator { kSpace, kUnderscore };
enum class Parentheses { kPlain, kEscaped };

// How tags are spelled for people and other programs.
struct Spelling {
  WordSeparator separator = WordSeparator::kSpace;
  Parentheses parentheses = Parentheses::kPlain;
};

// Whether the only underscore of `name` is part of a drawing (>_<, ^_^, o_o): each side of it has at most one
// letter or digit. docs/decisions/0202 explains why this is a rule and not a list.
bool is_kaomoji(std::string_view name);

// `name` (underscored, as in the vocabulary) in the given spelling. Kaomoji keep their underscore; other
// names keep underscores at either end or next to another one, so that canonical_tag(spell(name)) ==
// canonical_tag(name) for every name.
std::string spell(std::string_view name, const Spelling& spelling);

// The canonical form, in which all spellings of one tag are equal: trimmed, lower case (ASCII), underscored,
// parentheses unescaped.
std::string canonical_tag(std::string_view text);

}  // namespace jtp
