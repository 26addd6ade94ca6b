// SPDX-License-Identifier: Apache-2.0
// The form of /api/v1/tag: every accepted picture lies in the body, every refusal is an Error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "jtp/base/error.h"
#include "jtp/serve/picture_request.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// The first line of the input is the Content-Type, the rest the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = input.find('\n');
  if (end == std::string_view::npos) return 0;
  const auto request = std::make_shared<jtp::WebRequest>();
  request->headers["content-type"] = input.substr(0, end);
  request->body = input.substr(end + 1);
  try {
    const jtp::TagRequest parsed = jtp::parse_tag_form(*request, request);
    require(!parsed.pictures.empty() && parsed.pictures.size() <= jtp::kMaxPicturesPerRequest);
    require(!parsed.threshold || (*parsed.threshold >= 0 && *parsed.threshold <= 1));
    for (const jtp::NamedPicture& picture : parsed.pictures) {
      const std::string_view bytes = std::get<jtp::PictureBytes>(picture.content).bytes;
      const std::size_t begin = static_cast<std::size_t>(bytes.data() - request->body.data());
      require(begin <= request->body.size() && bytes.size() <= request->body.size() - begin);
    }
  } catch (const jtp::Error&) {
  }
  return 0;
}
