// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/permutation.h"

#include <cmath>

#include "jtp/base/error.h"
#include "jtp/loader/counter_random.h"

namespace jtp {
namespace {

constexpr std::int64_t kMaxSize = std::int64_t{1} << 62;
constexpr std::uint32_t kRounds = 8;
constexpr std::uint32_t kFirstRound = 0x80000000;  // counters that SampleRandom never uses

// The smallest number whose square is at least `size`.
std::uint64_t square_root_above(std::uint64_t size) {
  auto root = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(size)));
  while (root * root >= size) --root;
  while (root * root < size) ++root;
  return root;
}

}  // namespace

Permutation::Permutation(std::int64_t size, std::uint64_t seed, std::int64_t number)
    : size_(size), seed_(seed), number_(static_cast<std::uint64_t>(number)) {
  if (size < 1 || size >= kMaxSize) fail(ErrorKind::kUsage, "{} samples cannot be permuted", size);
  const auto cells = static_cast<std::uint64_t>(size);
  rows_ = square_root_above(cells);
  columns_ = (cells + rows_ - 1) / rows_;
}

std::int64_t Permutation::operator()(std::int64_t k) const {
  auto cell = static_cast<std::uint64_t>(k);
  do {
    cell = pass(cell);
  } while (cell >= static_cast<std::uint64_t>(size_));
  return static_cast<std::int64_t>(cell);
}

// One run of the network: a permutation of all rows x columns cells. Both halves are below 2^32.
std::uint64_t Permutation::pass(std::uint64_t cell) const {
  std::uint64_t row = cell / columns_;
  std::uint64_t column = cell % columns_;
  const PhiloxKey key = {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)};
  const auto number = static_cast<std::uint32_t>(number_);
  for (std::uint32_t round = 0; round < kRounds; ++round) {
    const std::uint64_t half = round % 2 == 0 ? column : row;
    const PhiloxCounter bits =
        philox({kFirstRound + round, number, static_cast<std::uint32_t>(half), 0}, key);
    const std::uint64_t step = std::uint64_t{bits[0]} << 32 | bits[1];
    if (round % 2 == 0) {
      row = (row + step % rows_) % rows_;
    } else {
      column = (column + step % columns_) % columns_;
    }
  }
  return row * columns_ + column;
}

}  // namespace jtp
