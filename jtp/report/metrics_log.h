// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "jtp/report/append_file.h"

namespace jtp {

// A named number, for example loss/train.
struct Metric {
  std::string name;
  double value = 0;
  bool operator==(const Metric&) const = default;
};

// The measurements at one step.
struct MetricsRow {
  std::int64_t step = 0;
  std::vector<Metric> values;
};

// A file of JSON Lines, one object per row: {"step":12,"loss/train":0.31}. It grows under its final name, so
// others can follow it; append() hands the row to the operating system before it returns. Numbers that are
// not finite are written as null.
class MetricsLog {
 public:
  // Starts an empty file.
  explicit MetricsLog(const std::filesystem::path& path);

  // Continues an existing file after `last_step`: later rows and an incomplete last row are removed. If there
  // is no file, it starts one. Throws Error kIo, and kInvalidInput naming the line if the file is malformed.
  MetricsLog(const std::filesystem::path& path, std::int64_t last_step);

  // Names must differ from each other and from "step". Throws Error kIo.
  void append(std::int64_t step, std::span<const Metric> values);

 private:
  AppendFile file_;
};

// The rows of such a file in order, without nulls and without an incomplete last row. Throws Error kNotFound,
// kIo, kInvalidInput naming the line.
std::vector<MetricsRow> read_metrics(const std::filesystem::path& path);

}  // namespace jtp
