// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>

#include "jtp/base/isa.h"
#include "jtp/kernels/kernels.h"
#include "tests/support/isa.h"

namespace jtp {
namespace {

class Select : public test::IsaTest {};

TEST_F(Select, TheForcedInstructionSetIsTheOneInUse) {
  const char* forced = std::getenv("JTP_ISA");
  ASSERT_NE(forced, nullptr) << "set JTP_ISA, as CTest does for every case of this program";
  EXPECT_EQ(to_string(kernels_for(active_isa()).isa), forced);
}

TEST_F(Select, EveryTableNamesItsInstructionSet) {
  for (const Isa isa : kAllIsas) EXPECT_EQ(kernels_for(isa).isa, isa);
}

}  // namespace
}  // namespace jtp
