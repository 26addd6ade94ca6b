// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdio>

#include "jtp/base/error.h"
#include "jtp/base/isa.h"

namespace jtp::test {
namespace {

// Whether this machine can run the instruction set that JTP_ISA names, if it names one. CTest runs the
// programs of jtp_test(... PER_ISA) once for each. That is decided here for all tests, so that none can
// forget it; CTest reports a program that prints this mark as skipped.
bool can_run() {
  const auto forced = forced_isa();
  if (!forced || is_supported(*forced)) return true;
  const auto name = to_string(*forced);
  std::printf("[  SKIPPED ] this processor cannot run %.*s\n", static_cast<int>(name.size()), name.data());
  return false;
}

}  // namespace
}  // namespace jtp::test

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  if (GTEST_FLAG_GET(list_tests)) return RUN_ALL_TESTS();
  try {
    if (!jtp::test::can_run()) return 0;
  } catch (const jtp::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return RUN_ALL_TESTS();
}
