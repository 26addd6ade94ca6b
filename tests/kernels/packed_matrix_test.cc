// SPDX-License-Identifier: Apache-2.0
#include "jtp/kernels/packed_matrix.h"

#include <gtest/gtest.h>

#include <vector>

#include "jtp/base/float16.h"

namespace jtp {
namespace {

TEST(PackedMatrix, StoresTheColumnsOfAPanelAdjacentForEachK) {
  const PackedMatrix matrix = {.type = ElementType::kF32, .n = 3, .k = 2, .panel = 4};
  const std::vector<float> rows = {1, 2, 3, 4, 5, 6};  // B [3, 2]
  std::vector<float> packed(8, -1);
  ASSERT_EQ(matrix.panel_bytes(), 32);
  pack_panel(matrix, 0, rows.data(), 2, reinterpret_cast<std::byte*>(packed.data()));
  EXPECT_EQ(packed, (std::vector<float>{1, 3, 5, 0, 2, 4, 6, 0}));
}

TEST(PackedMatrix, StoresPairsOfBf16AndPadsAnOddOneWithZero) {
  const PackedMatrix matrix = {.type = ElementType::kBf16, .n = 5, .k = 3, .panel = 4};
  const std::vector<float> rows = {1, 2, 3};  // row 4 of B [5, 3], alone in panel 1
  std::vector<std::uint16_t> packed(16, 0xFFFF);
  ASSERT_EQ(matrix.panels(), 2);
  ASSERT_EQ(matrix.panel_bytes(), 32);
  pack_panel(matrix, 1, rows.data(), 3, reinterpret_cast<std::byte*>(packed.data()));
  std::vector<float> values;
  for (const std::uint16_t bits : packed) values.push_back(to_float(static_cast<bf16>(bits)));
  EXPECT_EQ(values, (std::vector<float>{1, 2, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace jtp
