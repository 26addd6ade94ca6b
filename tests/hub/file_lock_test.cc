// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/file_lock.h"

#include <gtest/gtest.h>

#include <optional>
#include <thread>

#include "jtp/base/error.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

TEST(FileLock, MakesTheSecondWaitForTheFirst) {
  const test::TemporaryFolder folder;
  const std::atomic<bool> never{false};
  std::atomic<bool> waiting{false};
  std::atomic<bool> released{false};
  std::optional<FileLock> first(
      std::in_place, folder / "a.lock", [] {}, never);
  std::thread second([&] {
    const FileLock lock(
        folder / "a.lock", [&] { waiting = true; }, never);
    EXPECT_TRUE(released);
  });
  while (!waiting) std::this_thread::yield();
  released = true;
  first.reset();
  second.join();
}

TEST(FileLock, CanBeCancelledWhileItWaits) {
  const test::TemporaryFolder folder;
  std::atomic<bool> cancelled{false};
  const FileLock first(
      folder / "a.lock", [] {}, cancelled);
  try {
    const FileLock second(
        folder / "a.lock", [&] { cancelled = true; }, cancelled);
    FAIL() << "locked twice";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kCancelled);
  }
}

TEST(FileLock, NamesThePathThatCannotBeOpened) {
  const test::TemporaryFolder folder;
  const std::atomic<bool> never{false};
  try {
    const FileLock lock(
        folder / "missing/a.lock", [] {}, never);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kIo);
    EXPECT_NE(std::string(error.what()).find("missing/a.lock"), std::string::npos);
  }
}

}  // namespace
}  // namespace jtp
