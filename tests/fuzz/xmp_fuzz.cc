// SPDX-License-Identifier: Apache-2.0
// A sidecar of a user. Input: the file. Whatever it holds, it is refused with an Error, or two runs over it
// leave a sidecar that is read again, in which every item that it had still stands, and undoing them takes
// the machine's tags out of it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/output/xmp.h"
#include "jtp/output/xmp_document.h"

namespace {

using Tags = std::vector<std::string>;

void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

bool keeps_items(const jtp::XmpDocument& before, const jtp::XmpDocument& after) {
  for (const jtp::XmpListField& field : jtp::xmp_tag_fields()) {
    const Tags items = after.items(field);
    for (const std::string& item : before.items(field)) {
      if (std::find(items.begin(), items.end(), item) == items.end()) return false;
    }
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    const jtp::XmpDocument before(text);
    const auto policy = jtp::ExistingCaption::kSupplement;
    const Tags first = {"wolf", "male/female", "<3"};
    const Tags second = {"wolf", "red_fur"};
    jtp::CaptionState sidecar = jtp::update_xmp({text, {}}, first, {"AI|jtp"}, policy);
    sidecar = jtp::update_xmp(sidecar, second, {"AI|jtp"}, policy);
    require(keeps_items(before, jtp::XmpDocument(*sidecar.text)), "every item stays");
    require(jtp::update_xmp(sidecar, second, {"AI|jtp"}, policy) == sidecar, "a third run changes nothing");
    const jtp::CaptionState undone = jtp::undo_xmp(sidecar, {"AI|jtp"});
    require(keeps_items(jtp::XmpDocument(*undone.text), before), "undoing leaves nothing of the machine");
  } catch (const jtp::Error&) {  // no XMP
  }
  return 0;
}
