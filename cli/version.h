// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jtp {

// "0.1.0".
std::string_view version();

// What `jtp --version` prints: the version, the formats and the instruction sets that were built in.
std::string version_text();

}  // namespace jtp
