// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/read_ahead.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/support/errors.h"

namespace jtp {
namespace {

TEST(ReadAhead, ReturnsWholeBlocksInOrder) {
  int left = 1000;
  ReadAhead blocks(
      [&](std::span<char> out) -> std::size_t {
        const int count = std::min({left, 3, static_cast<int>(out.size())});
        std::fill_n(out.begin(), count, static_cast<char>('a' + left % 20));
        left -= count;
        return static_cast<std::size_t>(count);
      },
      {.block_bytes = 64, .blocks = 2});
  std::size_t total = 0;
  for (auto block = blocks.next(); !block.empty(); block = blocks.next()) {
    EXPECT_EQ(block.size(), std::min<std::size_t>(64, 1000 - total));
    total += block.size();
  }
  EXPECT_EQ(total, 1000U);
  EXPECT_TRUE(blocks.next().empty());
}

TEST(ReadAhead, ReturnsTheBlocksReadBeforeAnError) {
  int calls = 0;
  ReadAhead blocks(
      [&](std::span<char> out) -> std::size_t {
        if (++calls == 2) fail(ErrorKind::kIo, "the disk is gone");
        return out.size();
      },
      {.block_bytes = 8, .blocks = 2});
  EXPECT_EQ(blocks.next().size(), 8U);
  test::expect_error(ErrorKind::kIo, "the disk is gone", [&] { blocks.next(); });
}

TEST(ReadAhead, CanBeDestroyedWhileBlocksWait) {
  ReadAhead blocks([](std::span<char> out) { return out.size(); }, {.block_bytes = 8, .blocks = 2});
  EXPECT_EQ(blocks.next().size(), 8U);
}

}  // namespace
}  // namespace jtp
