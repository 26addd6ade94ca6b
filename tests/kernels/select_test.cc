// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "jtp/base/isa.h"
#include "jtp/kernels/kernels.h"

namespace jtp {
namespace {

class Select : public ::testing::Test {};

TEST_F(Select, TheForcedInstructionSetIsTheOneInUse) {
  const auto forced = forced_isa();
  ASSERT_TRUE(forced) << "name an instruction set in JTP_ISA, as CTest does for every case of this program";
  EXPECT_EQ(kernels_for(active_isa()).isa, *forced);
}

TEST_F(Select, EveryTableNamesItsInstructionSet) {
  for (const Isa isa : kAllIsas) EXPECT_EQ(kernels_for(isa).isa, isa);
}

}  // namespace
}  // namespace jtp
