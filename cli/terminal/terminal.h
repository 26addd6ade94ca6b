// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace jtp {

bool is_terminal(std::FILE* stream);

// The width of the terminal behind `stream` in columns; 80 if it is not a terminal.
int terminal_width(std::FILE* stream);

enum class ColorMode { kAuto, kAlways, kNever };

// kAuto: on a terminal, unless NO_COLOR is set or TERM is "dumb".
bool use_color(ColorMode mode, std::FILE* stream);

// `text` with '?' instead of control characters, so that file names cannot control a terminal or break a
// line.
std::string printable(std::string_view text);

// Prints a line on stderr.
void print_message(std::string_view text);

}  // namespace jtp
