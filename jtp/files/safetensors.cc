// SPDX-License-Identifier: Apache-2.0
// The format (little-endian): header length u64, header JSON, data. The header maps each tensor's name to
// {"dtype", "shape", "data_offsets": [begin, end)}, with offsets relative to the data, and "__metadata__" to
// a map of strings.
#include "jtp/files/safetensors.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/base/float16.h"
#include "jtp/base/text.h"

namespace jtp {
namespace {

using Json = nlohmann::json;

// Enough for a hundred thousand tensors; no network has a longer header.
constexpr std::uint64_t kMaxHeaderBytes = 16U << 20;
constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kDataAlignment = 64;  // in the file, and therefore in a map of it

constexpr std::array<std::pair<std::string_view, DType>, 10> kDTypes = {{{"F64", DType::kF64},
                                                                         {"F32", DType::kF32},
                                                                         {"F16", DType::kF16},
                                                                         {"BF16", DType::kBf16},
                                                                         {"I64", DType::kI64},
                                                                         {"I32", DType::kI32},
                                                                         {"I16", DType::kI16},
                                                                         {"I8", DType::kI8},
                                                                         {"U8", DType::kU8},
                                                                         {"BOOL", DType::kBool}}};

// The JSON text of the header, after checking its length against the file.
std::string_view header_text(std::span<const std::byte> file, std::string_view what) {
  if (file.size() < kLengthBytes)
    fail(ErrorKind::kModel, "{}: not a safetensors file ({})", what, counted(file.size(), "byte"));
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), kLengthBytes);
  if (length > file.size() - kLengthBytes) {
    fail(ErrorKind::kModel, "{}: not a safetensors file, or truncated: a header of {} bytes in a file of {}",
         what, length, file.size());
  }
  if (length > kMaxHeaderBytes) {
    fail(ErrorKind::kModel, "{}: the header has {} bytes; at most {} are allowed", what, length,
         kMaxHeaderBytes);
  }
  return {reinterpret_cast<const char*>(file.data()) + kLengthBytes, static_cast<std::size_t>(length)};
}

// The parsed header. A duplicate key is an error; it does not override the first one.
Json parse_header(std::string_view text, std::string_view what) {
  std::vector<std::set<std::string>> keys;
  const auto check_keys = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key && !keys.back().insert(parsed.get<std::string>()).second) {
      fail(ErrorKind::kModel, "{}: the header contains the key {} twice", what, parsed.dump());
    }
    if (depth > 4) fail(ErrorKind::kModel, "{}: the header is nested too deeply", what);
    return true;
  };
  // The parser would treat a zero byte as the end and ignore the rest.
  if (text.find('\0') != std::string_view::npos)
    fail(ErrorKind::kModel, "{}: the header is not JSON: it contains a zero byte", what);
  // Without exceptions, because their text repeats the header up to the error.
  Json header = Json::parse(text, check_keys, false);
  if (header.is_discarded()) fail(ErrorKind::kModel, "{}: the header is not JSON", what);
  if (!header.is_object()) fail(ErrorKind::kModel, "{}: the header is not a JSON object", what);
  return header;
}

// A part of the header, short enough for a message.
std::string excerpt(const Json& value) {
  constexpr std::size_t kMax = 80;
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > kMax) text = text.substr(0, kMax) + "...";
  return text;
}

std::uint64_t to_count(const Json& value, std::string_view what, std::string_view name) {
  if (!value.is_number_unsigned()) {
    fail(ErrorKind::kModel, "{}: tensor {}: {} is not a size", what, name, excerpt(value));
  }
  return value.get<std::uint64_t>();
}

DType parse_dtype(const Json& value, std::string_view what, std::string_view name) {
  const std::string text = value.is_string() ? value.get<std::string>() : "";
  for (const auto& [spelling, dtype] : kDTypes) {
    if (text == spelling) return dtype;
  }
  fail(ErrorKind::kModel, "{}: tensor {}: the type {} is not supported", what, name, excerpt(value));
}

const Json& member(const Json& entry, const char* key, std::string_view what, std::string_view name) {
  if (!entry.is_object() || !entry.contains(key))
    fail(ErrorKind::kModel, "{}: tensor {} has no {}", what, name, key);
  return entry.at(key);
}

struct Extent {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::string_view name;
};

Shape parse_shape(const Json& entry, std::string_view what, std::string_view name) {
  const Json& sizes = member(entry, "shape", what, name);
  if (!sizes.is_array()) fail(ErrorKind::kModel, "{}: tensor {}: the shape is not a list", what, name);
  Shape shape;
  for (const Json& size : sizes) {
    const std::uint64_t n = to_count(size, what, name);
    if (n > static_cast<std::uint64_t>(INT64_MAX))
      fail(ErrorKind::kModel, "{}: tensor {}: a dimension of {} is too large", what, name, n);
    shape.push_back(static_cast<std::int64_t>(n));
  }
  return shape;
}

Extent parse_extent(const Json& entry, std::uint64_t data_bytes, std::string_view what,
                    std::string_view name) {
  const Json& offsets = member(entry, "data_offsets", what, name);
  if (!offsets.is_array() || offsets.size() != 2) {
    fail(ErrorKind::kModel, "{}: tensor {}: data_offsets must be [begin, end)", what, name);
  }
  const Extent extent = {to_count(offsets[0], what, name), to_count(offsets[1], what, name), name};
  if (extent.begin > extent.end || extent.end > data_bytes) {
    fail(ErrorKind::kModel, "{}: tensor {}: data_offsets [{}, {}) do not fit the file's {} bytes of data",
         what, name, extent.begin, extent.end, data_bytes);
  }
  return extent;
}

// The product of the shape and the size of an element; an error on overflow.
std::uint64_t byte_size(const Shape& shape, DType dtype, std::string_view what, std::string_view name) {
  std::uint64_t size = size_of(dtype);
  for (const std::int64_t n : shape) {
    if (__builtin_mul_overflow(size, static_cast<std::uint64_t>(n), &size)) {
      fail(ErrorKind::kModel, "{}: tensor {}: the shape {} overflows", what, name, to_string(shape));
    }
  }
  return size;
}

// The tensors must cover the data exactly: no overlap, no hole, nothing after the last one.
void check_extents(std::vector<Extent> extents, std::uint64_t data_bytes, std::string_view what) {
  std::sort(extents.begin(), extents.end(), [](const Extent& a, const Extent& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  std::uint64_t at = 0;
  for (const Extent& extent : extents) {
    if (extent.begin < at)
      fail(ErrorKind::kModel, "{}: tensor {} overlaps the one before it", what, extent.name);
    if (extent.begin > at) {
      fail(ErrorKind::kModel, "{}: {} before tensor {}", what, counted(extent.begin - at, "unused byte"),
           extent.name);
    }
    at = extent.end;
  }
  if (at != data_bytes) {
    fail(ErrorKind::kModel, "{}: the tensors cover {} of {} bytes of data", what, at, data_bytes);
  }
}

void read_metadata(const Json& entry, std::string_view what, std::map<std::string, std::string>& metadata) {
  if (!entry.is_object()) fail(ErrorKind::kModel, "{}: __metadata__ is not an object", what);
  for (const auto& [key, value] : entry.items()) {
    if (!value.is_string()) fail(ErrorKind::kModel, "{}: __metadata__ {} is not a string", what, key);
    metadata[key] = value.get<std::string>();
  }
}

}  // namespace

std::string_view to_string(DType dtype) {
  for (const auto& [spelling, value] : kDTypes) {
    if (value == dtype) return spelling;
  }
  return "?";
}

std::size_t size_of(DType dtype) {
  switch (dtype) {
    case DType::kF64:
    case DType::kI64:
      return 8;
    case DType::kF32:
    case DType::kI32:
      return 4;
    case DType::kF16:
    case DType::kBf16:
    case DType::kI16:
      return 2;
    case DType::kI8:
    case DType::kU8:
    case DType::kBool:
      return 1;
  }
  return 1;
}

std::string to_string(std::span<const std::int64_t> shape) {
  return fmt::format("[{}]", fmt::join(shape, ", "));
}

std::int64_t TensorView::elements() const { return static_cast<std::int64_t>(bytes.size() / size_of(dtype)); }

void TensorView::copy_floats(std::int64_t first, std::span<float> out) const {
  const std::byte* from = bytes.data() + static_cast<std::size_t>(first) * size_of(dtype);
  const auto widen = [&]<typename Bits>(auto convert) {
    for (std::size_t i = 0; i < out.size(); ++i) {
      Bits bits;  // the data may be unaligned
      std::memcpy(&bits, from + i * sizeof bits, sizeof bits);
      out[i] = convert(bits);
    }
  };
  switch (dtype) {
    case DType::kF32:
      std::memcpy(out.data(), from, out.size_bytes());
      return;
    case DType::kBf16:
      return widen.operator()<std::uint16_t>([](auto v) { return to_float(static_cast<bf16>(v)); });
    case DType::kF16:
      return widen.operator()<std::uint16_t>([](auto v) { return to_float(static_cast<f16>(v)); });
    default:
      fail(ErrorKind::kModel, "weights of type {} are not supported", to_string(dtype));
  }
}

std::vector<float> TensorView::to_floats() const {
  std::vector<float> values(static_cast<std::size_t>(elements()));
  copy_floats(0, values);
  return values;
}

SafetensorsHeader parse_safetensors(std::span<const std::byte> file, std::string_view what) {
  const std::string_view text = header_text(file, what);
  const std::span<const std::byte> data = file.subspan(kLengthBytes + text.size());
  const Json header = parse_header(text, what);
  SafetensorsHeader result;
  std::vector<Extent> extents;
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      read_metadata(entry, what, result.metadata);
      continue;
    }
    TensorView tensor;
    tensor.dtype = parse_dtype(member(entry, "dtype", what, name), what, name);
    tensor.shape = parse_shape(entry, what, name);
    const Extent extent = parse_extent(entry, data.size(), what, name);
    const std::uint64_t bytes = byte_size(tensor.shape, tensor.dtype, what, name);
    if (bytes != extent.end - extent.begin) {
      fail(ErrorKind::kModel, "{}: tensor {}: {} {} needs {} bytes; data_offsets span {}", what, name,
           to_string(tensor.dtype), to_string(tensor.shape), bytes, extent.end - extent.begin);
    }
    tensor.bytes = data.subspan(extent.begin, bytes);
    const auto [it, _] = result.tensors.emplace(name, std::move(tensor));
    extents.push_back({extent.begin, extent.end, it->first});
  }
  check_extents(std::move(extents), data.size(), what);
  return result;
}

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path) : path_(path), file_(path) {
  SafetensorsHeader header = parse_safetensors(file_.bytes(), path.string());
  tensors_ = std::move(header.tensors);
  metadata_ = std::move(header.metadata);
}

const TensorView& SafetensorsFile::at(const std::string& name) const {
  const auto it = tensors_.find(name);
  if (it == tensors_.end()) fail(ErrorKind::kModel, "{}: tensor {} is missing", path_.string(), name);
  return it->second;
}

void write_safetensors(const std::filesystem::path& path, std::span<const NamedTensor> tensors,
                       const std::map<std::string, std::string>& metadata) {
  nlohmann::ordered_json header;
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::uint64_t offset = 0;
  for (const NamedTensor& tensor : tensors) {
    if (byte_size(tensor.shape, tensor.dtype, path.string(), tensor.name) != tensor.bytes.size()) {
      fail(ErrorKind::kInternal, "{}: tensor {} of shape {} has {} bytes", path.string(), tensor.name,
           to_string(tensor.shape), tensor.bytes.size());
    }
    header[tensor.name] = {{"dtype", to_string(tensor.dtype)},
                           {"shape", tensor.shape},
                           {"data_offsets", {offset, offset + tensor.bytes.size()}}};
    offset += tensor.bytes.size();
  }
  std::string text = header.dump();
  text.append((kDataAlignment - (kLengthBytes + text.size()) % kDataAlignment) % kDataAlignment, ' ');
  const std::uint64_t length = text.size();
  AtomicFile file(path);
  file.write(std::as_bytes(std::span(&length, 1)));
  file.write(text);
  for (const NamedTensor& tensor : tensors) file.write(tensor.bytes);
  file.commit();
}

}  // namespace jtp
