// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "jtp/files/safetensors.h"
#include "jtp/train/vit_module.h"

namespace jtp {

// A copy of a tensor in a file, on the CPU. Only F64, F32, F16, BF16 and I64; throws Error kModel naming
// `what` for other types.
at::Tensor to_tensor(const TensorView& view, const std::string& what);

// Writes named tensors of any device and layout (F64, F32, F16, BF16 or I64) to a .safetensors file,
// atomically and in the given order.
void write_tensors(const std::filesystem::path& path, std::span<const Parameter> tensors,
                   const std::map<std::string, std::string>& metadata = {});

}  // namespace jtp
