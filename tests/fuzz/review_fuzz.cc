// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "jtp/base/error.h"
#include "jtp/review/report.h"
#include "jtp/review/text.h"

// A review that can be read can be reported, and its complete records read as the same review.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const jtp::ParsedReview parsed = jtp::parse_review(text, "fuzz");
    const jtp::ParsedReview again = jtp::parse_review(text.substr(0, parsed.complete_bytes), "fuzz");
    if (again.review.answers != parsed.review.answers) std::abort();
    jtp::report_json(parsed.review, jtp::make_report(parsed.review, {}));
    jtp::facts_csv(parsed.review);
  } catch (const jtp::Error&) {
  }
  return 0;
}
