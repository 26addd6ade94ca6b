// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "jtp/train/train_config.h"

namespace jtp {

// A training configuration, with the text and the names of its keys.
struct TrainConfigFile {
  TrainConfig config;
  // Every key with its value, as TOML, in the order of docs/training.md.
  std::string text;
  std::vector<std::string> keys;  // "schedule.batch", ...
};

// Reads `file` (TOML), then `overrides`, each "section.key=value" with a TOML value or a bare string. Throws
// Error kUsage naming the file or override and the key if it is unknown (with the nearest known one), of the
// wrong type, out of range, or missing; kNotFound, kIo.
TrainConfigFile read_train_config(const std::filesystem::path& file,
                                  const std::vector<std::string>& overrides);

}  // namespace jtp
