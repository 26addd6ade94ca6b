// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/fit_journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/random.h"
#include "jtp/base/regular_file.h"

namespace jtp {
namespace {

constexpr std::string_view kMagic = "JTPFIT1\n";
constexpr std::uint64_t kMaxBytes = std::uint64_t{8} << 30;

template <typename T>
void put(std::string& bytes, const T& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// Reads from the front of a view; nothing if too few bytes are left.
template <typename T>
std::optional<T> take(std::string_view& bytes) {
  if (bytes.size() < sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return value;
}

std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t sum = bytes.size();
  for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(8, bytes.size()))) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), std::min<std::size_t>(8, bytes.size()));
    sum = mixed(sum ^ word);
  }
  return sum;
}

std::string encode(const FittedBlock& block) {
  std::string bytes;
  put(bytes, static_cast<std::uint32_t>(block.block));
  put(bytes, static_cast<std::uint32_t>(block.bias.size()));
  put(bytes, static_cast<std::uint32_t>(block.weights.size()));
  for (const float bias : block.bias) put(bytes, bias);
  for (const ContextWeight& weight : block.weights) {
    put(bytes, weight.input);
    put(bytes, weight.output);
    put(bytes, weight.value);
  }
  put(bytes, checksum(bytes));
  return bytes;
}

// Removes the first block from `bytes` and returns it.
std::optional<FittedBlock> decode(std::string_view& bytes) {
  const std::string_view all = bytes;
  const auto number = take<std::uint32_t>(bytes);
  const auto biases = take<std::uint32_t>(bytes);
  const auto weights = take<std::uint32_t>(bytes);
  if (!weights || std::uint64_t{*biases} * 4 + std::uint64_t{*weights} * 8 + 8 > bytes.size())
    return std::nullopt;
  FittedBlock block{static_cast<int>(*number), {}, {}};
  for (std::uint32_t i = 0; i < *biases; ++i) block.bias.push_back(*take<float>(bytes));
  for (std::uint32_t i = 0; i < *weights; ++i) {
    const auto input = *take<std::int16_t>(bytes);
    const auto output = *take<std::int16_t>(bytes);
    block.weights.push_back({input, output, *take<float>(bytes)});
  }
  const std::uint64_t expected = checksum(all.substr(0, all.size() - bytes.size()));
  if (take<std::uint64_t>(bytes) != expected) return std::nullopt;
  return block;
}

}  // namespace

FitJournal::FitJournal(const std::filesystem::path& path, std::string_view fingerprint) : path_(path) {
  std::string head(kMagic);
  put(head, static_cast<std::uint32_t>(fingerprint.size()));
  head += fingerprint;
  std::size_t good = 0;
  if (std::filesystem::exists(path)) {
    const auto bytes = read_file(path, kMaxBytes, ErrorKind::kIo);
    good = read({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, head);
  }
  fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (fd_ < 0 || ::ftruncate(fd_, static_cast<off_t>(good)) != 0 || ::lseek(fd_, 0, SEEK_END) < 0) {
    fail(ErrorKind::kIo, "{}: cannot write: {}", path.string(), std::strerror(errno));
  }
  if (good == 0) append(head);
}

FitJournal::~FitJournal() {
  if (fd_ >= 0) ::close(fd_);
}

// Returns the number of valid bytes.
std::size_t FitJournal::read(std::string_view bytes, std::string_view head) {
  if (!bytes.starts_with(head)) return 0;
  std::string_view left = bytes.substr(head.size());
  std::size_t good = head.size();
  while (auto block = decode(left)) {
    good = bytes.size() - left.size();
    const int number = block->block;
    blocks_.insert_or_assign(number, std::move(*block));
  }
  return good;
}

void FitJournal::append(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(ErrorKind::kIo, "{}: cannot write: {}", path_.string(), std::strerror(errno));
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void FitJournal::add(FittedBlock block) {
  if (fd_ >= 0) append(encode(block));
  const int number = block.block;
  blocks_.insert_or_assign(number, std::move(block));
}

void FitJournal::remove() {
  std::error_code ignored;
  if (fd_ >= 0) std::filesystem::remove(path_, ignored);
}

}  // namespace jtp
