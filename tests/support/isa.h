// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string_view>

#include "jtp/base/error.h"
#include "jtp/base/isa.h"

namespace jtp::test {

// For suites that CTest runs once per instruction set (jtp_test(... PER_ISA)): skips where the machine lacks
// the one that JTP_ISA names, and fails where forcing it did not work.
class IsaTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* forced = std::getenv("JTP_ISA");
    if (forced == nullptr) return;
    for (const Isa isa : kAllIsas) {
      if (to_string(isa) != forced) continue;
      if (!is_supported(isa)) GTEST_SKIP() << "this processor cannot run " << forced;
      ASSERT_EQ(active_isa(), isa);
      return;
    }
    FAIL() << "JTP_ISA=" << forced << " is unknown";
  }
};

}  // namespace jtp::test
