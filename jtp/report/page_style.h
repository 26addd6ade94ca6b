// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace jtp {

// The style sheet and the script of HtmlPage: colours, layout; sorting and filtering of tables.
extern const std::string_view kPageStyle;
extern const std::string_view kPageScript;

}  // namespace jtp
