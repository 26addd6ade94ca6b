// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "jtp/image/decode.h"

namespace jtp {

struct FormatSupport {
  ImageFormat format;
  bool built_in;
  std::string_view how_to_get;  // what to do if it is not built in
};

// Every format that jtp knows.
std::vector<FormatSupport> format_support();

}  // namespace jtp
