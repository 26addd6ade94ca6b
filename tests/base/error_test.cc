// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/error.h"

#include <gtest/gtest.h>

#include <new>
#include <string>

namespace jtp {
namespace {

template <typename Exception>
Error caught(const Exception& exception, ErrorKind no_memory) {
  try {
    throw exception;
  } catch (...) {
    return current_error(no_memory);
  }
}

TEST(CurrentError, KeepsAnErrorAsItIs) {
  const Error error = caught(Error(ErrorKind::kNetwork, "no answer"), ErrorKind::kInternal);
  EXPECT_EQ(error.kind(), ErrorKind::kNetwork);
  EXPECT_STREQ(error.what(), "no answer");
}

TEST(CurrentError, MemoryHasTheKindThatTheCallerNames) {
  EXPECT_EQ(caught(std::bad_alloc(), ErrorKind::kUnsupported).kind(), ErrorKind::kUnsupported);
  EXPECT_STREQ(caught(std::bad_alloc(), ErrorKind::kInternal).what(), "not enough memory");
}

TEST(CurrentError, OtherExceptionsAreMistakesOfOurs) {
  const Error error = caught(std::out_of_range("index 3"), ErrorKind::kUnsupported);
  EXPECT_EQ(error.kind(), ErrorKind::kInternal);
  EXPECT_STREQ(error.what(), "index 3");
}

TEST(CurrentError, ThrowsOnWhatIsNotAnException) { EXPECT_THROW(caught(1, ErrorKind::kInternal), int); }

}  // namespace
}  // namespace jtp
