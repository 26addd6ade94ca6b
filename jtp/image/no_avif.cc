// SPDX-License-Identifier: Apache-2.0
// Replaces decode_avif.cc if libavif was not found at build time.
#include "jtp/base/error.h"
#include "jtp/image/decode_formats.h"

namespace jtp {

bool has_avif() { return false; }

Image decode_avif(std::span<const std::byte>, std::int64_t) {
  fail(ErrorKind::kUnsupported, "AVIF: this build has no libavif (install libavif-dev and build again)");
}

}  // namespace jtp
