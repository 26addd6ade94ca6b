// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/tensor_files.h"

#include <vector>

#include "jtp/base/error.h"

namespace jtp {
namespace {

at::ScalarType scalar_type(DType dtype, const std::string& what) {
  switch (dtype) {
    case DType::kF64:
      return at::kDouble;
    case DType::kF32:
      return at::kFloat;
    case DType::kF16:
      return at::kHalf;
    case DType::kBf16:
      return at::kBFloat16;
    case DType::kI64:
      return at::kLong;
    default:
      fail(ErrorKind::kModel, "{}: has the type {}, expected F64, F32, F16, BF16 or I64", what,
           to_string(dtype));
  }
}

DType dtype_of(const at::Tensor& tensor) {
  if (tensor.scalar_type() == at::kDouble) return DType::kF64;
  if (tensor.scalar_type() == at::kFloat) return DType::kF32;
  if (tensor.scalar_type() == at::kHalf) return DType::kF16;
  if (tensor.scalar_type() == at::kBFloat16) return DType::kBf16;
  if (tensor.scalar_type() == at::kLong) return DType::kI64;
  fail(ErrorKind::kInternal, "tensors of the type {} cannot be written", c10::toString(tensor.scalar_type()));
}

}  // namespace

at::Tensor to_tensor(const TensorView& view, const std::string& what) {
  // The file is mapped read-only; clone() makes a copy before anything could write.
  return at::from_blob(const_cast<std::byte*>(view.bytes.data()), view.shape, scalar_type(view.dtype, what))
      .clone();
}

void write_tensors(const std::filesystem::path& path, std::span<const Parameter> tensors,
                   const std::map<std::string, std::string>& metadata) {
  std::vector<at::Tensor> plain;  // keep the bytes alive
  std::vector<NamedTensor> named;
  for (const auto& [name, value] : tensors) {
    plain.push_back(value.detach().cpu().contiguous());
    const auto bytes = static_cast<std::size_t>(plain.back().numel()) * plain.back().element_size();
    named.push_back({name,
                     dtype_of(plain.back()),
                     plain.back().sizes().vec(),
                     {static_cast<const std::byte*>(plain.back().data_ptr()), bytes}});
  }
  write_safetensors(path, named, metadata);
}

}  // namespace jtp
