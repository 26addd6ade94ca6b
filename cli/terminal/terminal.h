// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace jtp {

bool is_terminal(std::FILE* stream);

// Columns of the terminal behind `stream`; 80 where there is none.
int terminal_width(std::FILE* stream);

enum class ColorMode { kAuto, kAlways, kNever };

// kAuto: on a terminal, unless NO_COLOR is set or TERM is "dumb".
bool use_color(ColorMode mode, std::FILE* stream);

// `text` with '?' for control characters: names of files must not steer a terminal or break a line.
std::string printable(std::string_view text);

// A line on stderr.
void print_message(std::string_view text);

}  // namespace jtp
