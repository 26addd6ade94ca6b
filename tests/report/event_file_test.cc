// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/event_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <limits>
#include <memory>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

// What the independent reader next to this test finds in a file.
std::string read_back(const std::filesystem::path& file) {
  const auto reader = test::source_dir() / "tests" / "report" / "read_events";
  const std::string command = fmt::format("'{}' '{}' 2>&1", reader.string(), file.string());
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  std::string text;
  std::array<char, 4096> part;
  while (const std::size_t count = std::fread(part.data(), 1, part.size(), pipe.get()))
    text.append(part.data(), count);
  return text;
}

TEST(EventFile, IsReadBackByAnIndependentReader) {
  const test::TemporaryFolder folder;
  EventFile file(folder / "events", 1700000000.5);
  const std::vector<Metric> first = {{"loss/train", 0.6931}, {"lr", 1e-4}};
  const std::vector<Metric> second = {{"loss/train", -2},
                                      {"grösse", std::numeric_limits<double>::infinity()}};
  file.add(1, 1700000001, first);
  file.add(40'000'000'000, 1700000002, second);
  EXPECT_EQ(read_back(folder / "events"),
            "time 1700000000.5 step 0 version brain.Event:2\n"
            "time 1700000001.0 step 1 loss/train = 0.6931\n"
            "time 1700000001.0 step 1 lr = 0.0001\n"
            "time 1700000002.0 step 40000000000 loss/train = -2\n"
            "time 1700000002.0 step 40000000000 grösse = inf\n");
}

TEST(EventFile, RecordsTheStepFromWhichARunResumed) {
  const test::TemporaryFolder folder;
  const EventFile file(folder / "events", 1700000000, 250);
  EXPECT_EQ(read_back(folder / "events"),
            "time 1700000000.0 step 0 version brain.Event:2\n"
            "time 1700000000.0 step 251 session 1\n");
}

TEST(EventFile, TheReaderNoticesADamagedByte) {
  const test::TemporaryFolder folder;
  const EventFile file(folder / "events", 1700000000);
  std::string bytes = test::read_text(folder / "events");
  bytes[20] = static_cast<char>(bytes[20] ^ 1);
  test::write_text(folder / "events", bytes);
  EXPECT_EQ(read_back(folder / "events"), "checksum of the record at 0 is wrong\n");
}

TEST(EventFile, IsNamedAsTensorBoardExpects) {
  EXPECT_EQ(event_file_name(1700000000.75, "node7"), "events.out.tfevents.1700000000.node7.750000");
}

TEST(EventFile, NamesAMissingFolder) {
  test::expect_error(ErrorKind::kNotFound, "/nowhere/events", [] { EventFile("/nowhere/events", 0); });
}

}  // namespace
}  // namespace jtp
