// SPDX-License-Identifier: Apache-2.0
// The threshold table: every accepted threshold is a probability or never, every refusal is one line.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "jtp/base/error.h"
#include "jtp/tags/thresholds.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

const jtp::Vocabulary& vocabulary() {
  static const jtp::Vocabulary words({"solo", "red_fur", "wolf", ">_<"},
                                     std::vector(4, jtp::TagCategory::kGeneral));
  return words;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  jtp::Thresholds thresholds;
  try {
    const auto unknown =
        thresholds.parse_csv({reinterpret_cast<const char*>(data), size}, "t.csv", vocabulary());
    for (const auto& tag : unknown) require(!vocabulary().find(tag));
  } catch (const jtp::Error& error) {
    require(error.kind() == jtp::ErrorKind::kInvalidInput);
    require(std::string_view(error.what()).find('\n') == std::string_view::npos);
  }
  for (int i = 0; i < vocabulary().size(); ++i) {
    const float value = thresholds(i, vocabulary());
    require((value >= 0.0F && value <= 1.0F) || std::isinf(value));
  }
  return 0;
}
