// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "jtp/report/append_file.h"

namespace jtp {

// A number with a name, such as loss/train.
struct Metric {
  std::string name;
  double value = 0;
  bool operator==(const Metric&) const = default;
};

// What was measured at a step.
struct MetricsRow {
  std::int64_t step = 0;
  std::vector<Metric> values;
};

// A file of JSON Lines, one object per row: {"step":12,"loss/train":0.31}. It grows under its own name, so
// that others can follow it; a row is with the operating system when append() returns. Numbers that are not
// finite are written as null.
class MetricsLog {
 public:
  // Begins the file anew.
  explicit MetricsLog(const std::filesystem::path& path);

  // Goes on with the file as it was after `last_step`: later rows, and a last one that was cut off, are
  // removed; where there is no file it begins one. Throws Error kIo, and kInvalidInput naming the line for
  // what is no such file.
  MetricsLog(const std::filesystem::path& path, std::int64_t last_step);

  // Names must differ from each other and from "step". Throws Error kIo.
  void append(std::int64_t step, std::span<const Metric> values);

 private:
  AppendFile file_;
};

// The rows of such a file in their order; without the nulls, and without a last row that was cut off. Throws
// Error kNotFound, kIo, kInvalidInput naming the line.
std::vector<MetricsRow> read_metrics(const std::filesystem::path& path);

}  // namespace jtp
