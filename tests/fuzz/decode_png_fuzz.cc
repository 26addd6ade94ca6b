// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/decode_formats.h"
#include "tests/fuzz/decode_one.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return jtp::fuzz::decode_one(jtp::fuzz::read_all_of<jtp::open_png>, {data, size});
}
