// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jtp {

// "0.1.0".
std::string_view version();

// The output of `jtp --version`: the version, and the formats and instruction sets that are built in.
std::string version_text();

}  // namespace jtp
