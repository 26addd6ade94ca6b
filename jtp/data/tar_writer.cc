// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/tar_writer.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <string>

#include "jtp/base/error.h"

namespace jtp {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kNameSize = 100;
constexpr std::size_t kSizeLimit = std::size_t{1} << 33;  // 11 octal digits

using Block = std::array<char, kBlock>;

void put(Block& block, std::size_t offset, std::string_view text) {
  std::copy(text.begin(), text.end(), block.begin() + static_cast<std::ptrdiff_t>(offset));
}

// The fields of POSIX.1-1988; unset fields are zero.
Block header(std::string_view name, std::size_t size) {
  Block block{};
  put(block, 0, name);
  put(block, 100, "0000644");
  put(block, 108, "0000000");  // owner
  put(block, 116, "0000000");  // group
  put(block, 124, fmt::format("{:011o}", size));
  put(block, 136, "00000000000");  // time
  put(block, 148, "        ");     // the checksum counts as blanks
  block[156] = '0';                // a regular file
  put(block, 257,
      std::string_view("ustar\0"
                       "00",
                       8));
  const auto sum = std::accumulate(block.begin(), block.end(), 0U, [](unsigned total, char c) {
    return total + static_cast<unsigned char>(c);
  });
  put(block, 148, fmt::format("{:06o}", sum) + std::string(1, '\0'));
  return block;
}

}  // namespace

void TarWriter::add(std::string_view name, std::span<const std::byte> content) {
  if (name.empty() || name.size() > kNameSize)
    fail(ErrorKind::kInvalidInput, "{0}: the name of a member must have 1 to {2} bytes, not {1}",
         path_.string(), name.size(), kNameSize);
  if (content.size() >= kSizeLimit)
    fail(ErrorKind::kUnsupported, "{}: a member of {} bytes is too large", path_.string(), content.size());
  const Block head = header(name, content.size());
  write(std::as_bytes(std::span(head)));
  write(content);
  const Block zeros{};
  const std::size_t padding = (kBlock - content.size() % kBlock) % kBlock;
  write(std::as_bytes(std::span(zeros).first(padding)));
}

void TarWriter::finish() {
  const std::array<char, 2 * kBlock> end{};
  write(std::as_bytes(std::span(end)));
  file_.commit();
}

void TarWriter::write(std::span<const std::byte> bytes) {
  file_.write(bytes);
  bytes_ += std::ssize(bytes);
}

}  // namespace jtp
