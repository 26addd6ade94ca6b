// SPDX-License-Identifier: Apache-2.0
// Answers of a Hydrus client: what is accepted is sound, every refusal is an Error of one line.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "jtp/base/error.h"
#include "jtp/hydrus/answers.h"
#include "jtp/hydrus/tag_spelling.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

template <typename Action>
void attempt(Action&& action) {
  try {
    action();
  } catch (const jtp::Error& error) {
    require(std::string_view(error.what()).find('\n') == std::string_view::npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  attempt([&] { (void)jtp::parse_access(text); });
  attempt([&] { (void)jtp::parse_tag_services(text); });
  attempt([&] { (void)jtp::parse_file_ids(text); });
  attempt([&] {
    for (const jtp::HydrusFile& file : jtp::parse_files(text, "ab")) require(file.sha256.size() == 64);
  });
  require(jtp::parse_refusal(text).find('\n') == std::string::npos);
  // A tag's own colon never becomes the border of a namespace.
  const std::string tag =
      jtp::hydrus_tag(text, jtp::TagCategory::kGeneral, jtp::HydrusNamespaces::kByCategory);
  require(tag.find(':') == std::string::npos || tag.starts_with(':'));
  return 0;
}
