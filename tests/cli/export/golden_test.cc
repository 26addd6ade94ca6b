// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>

#include "tests/cli/export/export_fixture.h"

namespace jtp::test {
namespace {

namespace fs = std::filesystem;

// The picture set of tests/golden/output: file names and tag names with everything that can break a format.
void add_pictures(ExportFixture& fixture) {
  fixture.add("all tags.png", {0.9F, 0.8F, 0.1F, 0.7F, 0.6F, 0.5F, 0.4F, 0.3F, 0.25F});
  fixture.add("b, c.jpg", {0.0F, 0.0F, 0.95F, 0.0F, 0.5F});
  fixture.add("d's (e).png", {0.21F, 0.0F, 0.0F, 0.0F, 0.0F, 0.0F, 0.99F});
}

void expect_golden(const fs::path& made, const fs::path& golden) {
  ASSERT_TRUE(fs::exists(made)) << made;
  EXPECT_EQ(read_text(made), read_text(golden)) << golden;
}

class SidecarGolden : public ::testing::TestWithParam<std::string> {};

TEST_P(SidecarGolden, IsReproduced) {
  ExportFixture f;
  add_pictures(f);
  ASSERT_EQ(f.run({"-q", "--format", GetParam()}).code, 0);
  int compared = 0;
  for (const auto& entry : fs::directory_iterator(golden_dir() / "output" / GetParam())) {
    expect_golden(f / entry.path().filename().string(), entry.path());
    ++compared;
  }
  EXPECT_EQ(compared, 3);
}

INSTANTIATE_TEST_SUITE_P(Export, SidecarGolden,
                         ::testing::Values("kohya", "sd", "hydrus", "e621", "postybirb", "jtp3", "xmp"),
                         [](const auto& format) { return format.param; });

class TableGolden : public ::testing::TestWithParam<std::pair<std::string, std::string>> {};

TEST_P(TableGolden, IsReproduced) {
  const auto& [format, file] = GetParam();
  ExportFixture f;
  add_pictures(f);
  const Outcome outcome = f.run({"-q", "--format", format, "--relative-to", f.pictures(), "-o", f / file});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_golden(f / file, golden_dir() / "output" / file);
}

INSTANTIATE_TEST_SUITE_P(Export, TableGolden,
                         ::testing::Values(std::pair("jsonl", "tags.jsonl"),
                                           std::pair("csv-long", "long.csv"),
                                           std::pair("csv-wide", "wide.csv"),
                                           std::pair("kohya-json", "kohya.json"),
                                           std::pair("hf-metadata", "metadata.jsonl")),
                         [](const auto& table) {
                           std::string name = table.param.first;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace jtp::test
