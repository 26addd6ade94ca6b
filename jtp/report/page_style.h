// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace jtp {

// The style sheet of HtmlPage (colours, layout) and its script (sorting and filtering of tables).
extern const std::string_view kPageStyle;
extern const std::string_view kPageScript;

}  // namespace jtp
