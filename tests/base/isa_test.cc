// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/isa.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "jtp/base/error.h"

namespace jtp {
namespace {

TEST(IsaSelection, RefusesAnUnknownNameAndListsTheChoices) {
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
