// SPDX-License-Identifier: Apache-2.0
// The scores of a picture in a store: what is accepted is in range and in order, reads back from its own
// encoding, and every tag is found in it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/store/stored_scores.h"

namespace {

constexpr int kTags = 300;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    const std::vector<jtp::TagScore> scores = jtp::decode_scores(bytes, kTags);
    int last = -1;
    for (const jtp::TagScore& tag : scores) {
      require(tag.index > last && tag.index < kTags && tag.score >= 0 && tag.score <= 1);
      require(jtp::find_score(bytes, tag.index) == tag.score);
      last = tag.index;
    }
    const std::vector<float> dense = jtp::to_dense(scores, kTags);
    for (const jtp::TagScore& tag : jtp::decode_scores(jtp::encode_scores(dense), kTags))
      require(dense[static_cast<std::size_t>(tag.index)] == tag.score);
  } catch (const jtp::Error& error) {
    require(error.kind() == jtp::ErrorKind::kIo);
  }
  return 0;
}
