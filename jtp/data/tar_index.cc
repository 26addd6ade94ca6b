// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/tar_index.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

#include "jtp/base/error.h"
#include "jtp/base/mapped_file.h"
#include "jtp/base/parse_number.h"

namespace jtp {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kMaxLongName = 4096;  // PATH_MAX

// The header fields that are used here; offsets as in POSIX.1-1988.
struct Header {
  std::string_view name;
  std::string_view prefix;
  std::int64_t size = 0;
  char type = '0';
};

std::string_view until_nul(std::string_view field) { return field.substr(0, field.find('\0')); }

// Octal digits, or a big-endian number after a first byte of 0x80 (GNU).
std::optional<std::int64_t> parse_size(std::string_view field) {
  if (static_cast<unsigned char>(field.front()) == 0x80) {
    std::int64_t value = 0;
    for (const char c : field.substr(4)) value = value * 256 + static_cast<unsigned char>(c);
    return value < 0 ? std::nullopt : std::optional(value);
  }
  field = until_nul(field);
  while (!field.empty() && field.front() == ' ') field.remove_prefix(1);
  while (!field.empty() && field.back() == ' ') field.remove_suffix(1);
  const auto size = parse_number<std::int64_t>(field, 8);
  return size && *size >= 0 ? size : std::nullopt;
}

// Compares with the sum of all bytes of the header, where the checksum field counts as blanks.
bool has_right_checksum(std::string_view block) {
  std::int64_t sum = 8 * ' ';
  for (std::size_t i = 0; i < kBlock; ++i) {
    if (i < 148 || i >= 156) sum += static_cast<unsigned char>(block[i]);
  }
  return parse_size(block.substr(148, 8)) == sum;
}

// The value of "path" among the records "<length> <key>=<value>\n" of a POSIX extended header.
std::optional<std::string> extended_path(std::string_view records) {
  while (!records.empty()) {
    const std::size_t digits = std::min(records.find(' '), records.size());
    const auto length = parse_number<std::size_t>(records.substr(0, digits));
    if (!length || *length <= digits + 1 || *length > records.size()) return std::nullopt;
    const std::string_view record = records.substr(digits + 1, *length - digits - 2);
    if (record.starts_with("path=")) return std::string(record.substr(5));
    records.remove_prefix(*length);
  }
  return std::nullopt;
}

class TarReader {
 public:
  explicit TarReader(const std::filesystem::path& path)
      : name_(path.string()),
        file_(path),
        bytes_(reinterpret_cast<const char*>(file_.bytes().data()), file_.size()) {}

  std::vector<TarMember> read() {
    while (const auto header = next_header()) {
      const std::size_t begin = at_;
      if (static_cast<std::uint64_t>(header->size) > bytes_.size() - begin)
        refuse("a member reaches beyond the end");
      const std::string_view content = bytes_.substr(begin, static_cast<std::size_t>(header->size));
      at_ = std::min(bytes_.size(), begin + (content.size() + kBlock - 1) / kBlock * kBlock);
      if (header->type == 'L') {
        long_name_ = std::string(until_nul(content.substr(0, kMaxLongName)));
      } else if (header->type == 'x') {
        long_name_ = extended_path(content.substr(0, kMaxLongName));
      } else {
        if (header->type == '0' || header->type == '\0')
          members_.push_back({take_name(*header), static_cast<std::int64_t>(begin), header->size});
        long_name_.reset();
      }
    }
    return std::move(members_);
  }

 private:
  std::optional<Header> next_header() {
    if (bytes_.size() - at_ < kBlock) return std::nullopt;
    const std::string_view block = bytes_.substr(at_, kBlock);
    if (block.find_first_not_of('\0') == std::string_view::npos) return std::nullopt;
    const auto size = parse_size(block.substr(124, 12));
    if (!size || !has_right_checksum(block)) refuse("not the header of a tar archive");
    at_ += kBlock;
    const bool is_ustar = block.substr(257, 5) == "ustar" && block[262] == '\0';
    return Header{until_nul(block.substr(0, 100)), is_ustar ? until_nul(block.substr(345, 155)) : "", *size,
                  block[156]};
  }

  std::string take_name(const Header& header) const {
    if (long_name_) return *long_name_;
    return header.prefix.empty() ? std::string(header.name)
                                 : fmt::format("{}/{}", header.prefix, header.name);
  }

  [[noreturn]] void refuse(std::string_view what) const {
    fail(ErrorKind::kInvalidInput, "{}: byte {}: {}", name_, at_, what);
  }

  std::string name_;
  MappedFile file_;
  std::string_view bytes_;
  std::size_t at_ = 0;
  std::optional<std::string> long_name_;
  std::vector<TarMember> members_;
};

}  // namespace

std::vector<TarMember> read_tar_index(const std::filesystem::path& path) { return TarReader(path).read(); }

}  // namespace jtp
