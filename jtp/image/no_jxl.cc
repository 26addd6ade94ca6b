// SPDX-License-Identifier: Apache-2.0
// Replaces decode_jxl.cc if libjxl was not found at build time.
#include "jtp/base/error.h"
#include "jtp/image/decode_formats.h"

namespace jtp {

bool has_jxl() { return false; }

Image decode_jxl(std::span<const std::byte>, std::int64_t) {
  fail(ErrorKind::kUnsupported, "JPEG XL: this build has no libjxl (install libjxl-dev and build again)");
}

}  // namespace jtp
