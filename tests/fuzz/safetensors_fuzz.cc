// SPDX-License-Identifier: Apache-2.0
// Any bytes as a .safetensors file: an Error of kind kModel, or tensors that lie inside the file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "jtp/base/error.h"
#include "jtp/files/safetensors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = std::as_bytes(std::span(data, size));
  try {
    for (const auto& [name, tensor] : jtp::parse_safetensors(file, "fuzz").tensors) {
      const bool inside =
          tensor.bytes.empty() || (tensor.bytes.data() >= file.data() &&
                                   tensor.bytes.data() + tensor.bytes.size() <= file.data() + size);
      if (!inside || tensor.bytes.size() % jtp::size_of(tensor.dtype) != 0) std::abort();
      if (tensor.dtype == jtp::DType::kF32 || tensor.dtype == jtp::DType::kBf16) tensor.to_floats();
    }
  } catch (const jtp::Error& error) {
    if (error.kind() != jtp::ErrorKind::kModel) std::abort();
  }
  return 0;
}
