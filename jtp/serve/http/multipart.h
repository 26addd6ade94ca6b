// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jtp {

// One part of a form. The content points into the body that was parsed.
struct FormPart {
  std::string name;       // of the field
  std::string file_name;  // as sent by the client, used only in the answer; empty for a plain field
  std::string_view content;
};

inline constexpr std::size_t kMaxFormParts = 256;

// Parses a body of type multipart/form-data (RFC 7578) into its parts, in order. `content_type`: the header
// with the boundary. Throws Error kInvalidInput for a malformed body: no boundary, a part without a name, a
// missing end; kUnsupported for more than kMaxFormParts.
std::vector<FormPart> parse_multipart(std::string_view content_type, std::string_view body);

}  // namespace jtp
