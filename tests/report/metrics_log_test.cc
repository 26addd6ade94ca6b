// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/metrics_log.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

void append_loss(MetricsLog& log, std::int64_t step, double loss) {
  const std::vector<Metric> values = {{"loss", loss}};
  log.append(step, values);
}

std::vector<std::int64_t> steps_of(const std::filesystem::path& path) {
  std::vector<std::int64_t> steps;
  for (const MetricsRow& row : read_metrics(path)) steps.push_back(row.step);
  return steps;
}

TEST(MetricsLog, IsJsonLinesWithTheStepInFront) {
  const test::TemporaryFolder folder;
  MetricsLog log(folder / "m");
  const std::vector<Metric> values = {{"loss/train", 0.1}, {"images/s", 12}, {"bad", std::nan("")}};
  log.append(3, values);
  EXPECT_EQ(test::read_text(folder / "m"),
            "{\"step\":3,\"loss/train\":0.1,\"images/s\":12.0,\"bad\":null}\n");
  const auto rows = read_metrics(folder / "m");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].step, 3);
  EXPECT_EQ(rows[0].values, (std::vector<Metric>{{"loss/train", 0.1}, {"images/s", 12}}));
}

TEST(MetricsLog, KeepsEveryBitOfANumber) {
  const test::TemporaryFolder folder;
  MetricsLog log(folder / "m");
  for (const double value : {1.0 / 3, 1e-300, -0.1, 123456789.123}) {
    append_loss(log, 0, value);
    EXPECT_EQ(read_metrics(folder / "m").back().values[0].value, value);
  }
}

TEST(MetricsLog, ContinuesAfterTheStepOfACheckpoint) {
  const test::TemporaryFolder folder;
  {
    MetricsLog log(folder / "m");
    for (int step = 1; step <= 5; ++step) append_loss(log, step, step);
  }
  MetricsLog log(folder / "m", 3);
  EXPECT_EQ(steps_of(folder / "m"), (std::vector<std::int64_t>{1, 2, 3}));
  append_loss(log, 4, 0.5);
  EXPECT_EQ(steps_of(folder / "m"), (std::vector<std::int64_t>{1, 2, 3, 4}));
}

TEST(MetricsLog, IgnoresAnIncompleteLastLine) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "m", "{\"step\":1,\"loss\":2}\n{\"step\":2,\"lo");
  EXPECT_EQ(steps_of(folder / "m"), (std::vector<std::int64_t>{1}));
  MetricsLog log(folder / "m", 100);
  append_loss(log, 2, 3);
  EXPECT_EQ(steps_of(folder / "m"), (std::vector<std::int64_t>{1, 2}));
}

TEST(MetricsLog, StartsAFileIfThereIsNone) {
  const test::TemporaryFolder folder;
  MetricsLog log(folder / "m", 7);
  EXPECT_TRUE(read_metrics(folder / "m").empty());
}

TEST(MetricsLog, NamesAMalformedLine) {
  const test::TemporaryFolder folder;
  for (const char* line :
       {"{\"loss\":1}", "{\"step\":1.5}", "[1]", "nonsense", "{\"step\":1,\"loss\":\"x\"}"}) {
    test::write_text(folder / "m", std::string("{\"step\":1}\n") + line + "\n");
    test::expect_error(ErrorKind::kInvalidInput, "m:2: ", [&] { read_metrics(folder / "m"); });
    test::expect_error(ErrorKind::kInvalidInput, "m:2: ", [&] { MetricsLog(folder / "m", 5); });
  }
  test::expect_error(ErrorKind::kNotFound, "none", [&] { read_metrics(folder / "none"); });
}

}  // namespace
}  // namespace jtp
