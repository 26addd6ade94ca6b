// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jtp {

// One part of a form. The content lies in the body that it was read from.
struct FormPart {
  std::string name;       // of the field
  std::string file_name;  // as the client sent it, for the answer only; empty for a plain field
  std::string_view content;
};

inline constexpr std::size_t kMaxFormParts = 256;

// Takes a body of type multipart/form-data (RFC 7578) apart; in the order of the body. `content_type`: the
// header with its boundary. Throws Error kInvalidInput for what is malformed: no boundary, a part without a
// name, a missing end; kUnsupported for more than kMaxFormParts.
std::vector<FormPart> parse_multipart(std::string_view content_type, std::string_view body);

}  // namespace jtp
