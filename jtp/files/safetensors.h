// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/base/mapped_file.h"

namespace jtp {

enum class DType { kF64, kF32, kF16, kBf16, kI64, kI32, kI16, kI8, kU8, kBool };

// "F32", "BF16", ...: the spelling of the format.
std::string_view to_string(DType dtype);
std::size_t size_of(DType dtype);

using Shape = std::vector<std::int64_t>;

// "[3, 384, 384]".
std::string to_string(std::span<const std::int64_t> shape);

struct TensorView {
  DType dtype = DType::kF32;
  Shape shape;
  std::span<const std::byte>
      bytes;  // row-major, little-endian; exactly the product of the shape times size_of(dtype)

  std::int64_t elements() const;
  // Elements [first, first + out.size()) or, in to_floats(), all of them, converted exactly to float32. Only
  // for F32, F16 and BF16; throws Error kModel for other types.
  void copy_floats(std::int64_t first, std::span<float> out) const;
  std::vector<float> to_floats() const;
};

// A read-only, memory-mapped .safetensors file. The whole header is checked on opening: length, JSON, names,
// types, shapes that do not overflow, and offsets that cover the data without overlaps or holes.
class SafetensorsFile {
 public:
  // Throws Error kModel naming the file (and the tensor), kNotFound, kIo.
  explicit SafetensorsFile(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  const std::map<std::string, TensorView>& tensors() const { return tensors_; }
  const std::map<std::string, std::string>& metadata() const { return metadata_; }

  bool contains(const std::string& name) const { return tensors_.contains(name); }
  // Throws Error kModel naming file and tensor if it is missing.
  const TensorView& at(const std::string& name) const;
  // Hints that the pages of this tensor are not needed soon (see MappedFile::release).
  void release(const TensorView& tensor) const { file_.release(tensor.bytes); }

 private:
  std::filesystem::path path_;
  MappedFile file_;
  std::map<std::string, TensorView> tensors_;
  std::map<std::string, std::string> metadata_;
};

// The parsed and checked header of a .safetensors file, for SafetensorsFile and its fuzz target. `what` names
// the file in errors.
struct SafetensorsHeader {
  std::map<std::string, TensorView> tensors;
  std::map<std::string, std::string> metadata;
};
SafetensorsHeader parse_safetensors(std::span<const std::byte> file, std::string_view what);

struct NamedTensor {
  std::string name;
  DType dtype = DType::kF32;
  Shape shape;
  std::span<const std::byte> bytes;
};

// Writes a .safetensors file atomically. The data keep the given order and begin at a multiple of 64 bytes,
// so in a map of the file a tensor is aligned to a cache line if all tensors before it fill whole ones.
void write_safetensors(const std::filesystem::path& path, std::span<const NamedTensor> tensors,
                       const std::map<std::string, std::string>& metadata = {});

}  // namespace jtp
