// SPDX-License-Identifier: Apache-2.0
#include "jtp/kernels/isa.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "jtp/base/error.h"
#include "jtp/kernels/kernels.h"
#include "tests/support/isa.h"

namespace jtp {
namespace {

class IsaSelection : public test::IsaTest {};

TEST_F(IsaSelection, TheForcedInstructionSetIsTheOneInUse) {
  const char* forced = std::getenv("JTP_ISA");
  ASSERT_NE(forced, nullptr) << "set JTP_ISA, as CTest does for every case of this program";
  EXPECT_EQ(to_string(kernels_for(active_isa()).isa), forced);
}

TEST_F(IsaSelection, EveryTableIsForTheInstructionSetThatItNames) {
  for (const Isa isa : kAllIsas) EXPECT_EQ(kernels_for(isa).isa, isa);
}

TEST_F(IsaSelection, AnUnknownNameIsRefusedWithTheChoices) {
  const char* before = std::getenv("JTP_ISA");
  const std::string saved = before == nullptr ? "" : before;
  ::setenv("JTP_ISA", "sse9", 1);
  try {
    active_isa();
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kDevice);
    EXPECT_NE(std::string(error.what()).find("avx512_bf16"), std::string::npos) << error.what();
  }
  saved.empty() ? ::unsetenv("JTP_ISA") : ::setenv("JTP_ISA", saved.c_str(), 1);
}

}  // namespace
}  // namespace jtp
