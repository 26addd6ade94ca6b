// SPDX-License-Identifier: Apache-2.0
#include "cli/train/config.h"

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <sstream>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

TrainConfigFile read(const std::string& text, const std::vector<std::string>& overrides = {}) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "run.toml", text);
  return read_train_config(folder / "run.toml", overrides);
}

constexpr const char* kShort = "[schedule]\nsteps = 3\n";

TEST(TrainConfig, ReadsEveryTypeOfValue) {
  const TrainConfig c = read(
                            "[data]\nset = 'a/b'\nflip_sensitive = ['text', '*_side']\n"
                            "[model]\nhead = 'gated'\ndrop_path = 0.25\n"
                            "[optimizer]\nlearning_rate = 1\n"
                            "[schedule]\nepochs = 1.5\nbatch = 32\n"
                            "[compute]\narithmetic = 'bf16'\n")
                            .config;
  EXPECT_EQ(c.data.set, "a/b");
  EXPECT_EQ(c.data.flip_sensitive, (std::vector<std::string>{"text", "*_side"}));
  EXPECT_EQ(c.model.head, HeadKind::kGated);
  EXPECT_EQ(c.model.drop_path, 0.25);
  EXPECT_EQ(c.optimizer.options.learning_rate, 1);
  EXPECT_EQ(c.schedule.epochs, 1.5);
  EXPECT_EQ(c.schedule.batch, 32);
  EXPECT_EQ(c.compute.arithmetic, Arithmetic::kBf16);
}

TEST(TrainConfig, OverridesReplaceValuesOfTheFile) {
  const TrainConfig c =
      read(kShort, {"schedule.steps=7", "data.set=my set/", "data.pictures='x'", "loss.kind=hill"}).config;
  EXPECT_EQ(c.schedule.steps, 7);
  EXPECT_EQ(c.data.set, "my set/");
  EXPECT_EQ(c.data.pictures, "x");
  EXPECT_EQ(c.loss.options.kind, LossKind::kHill);
  EXPECT_EQ(c.loss.options.weights.alpha, 0);
  EXPECT_EQ(read(kShort, {"loss.kind=hill", "loss.alpha=0.5"}).config.loss.options.weights.alpha, 0.5F);
}

TEST(TrainConfig, NamesTheFaultOfAConfiguration) {
  const auto expect = [](const std::string& text, const std::string& message) {
    test::expect_error(ErrorKind::kUsage, message, [&] { read(text); });
  };
  const std::string s = kShort;
  expect(s + "batch_size = 3\n", "unknown key schedule.batch_size; did you mean schedule.batch?");
  expect(s + "[optimiser]\nbeta1 = 0.9\n", "unknown key optimiser; did you mean optimizer?");
  expect("steps = 4\n", "unknown key steps");
  expect(s + "batch = 0\n", "schedule.batch is 0, expected a whole number from 1 to 16777216");
  expect(s + "batch = 1.5\n", "schedule.batch is 1.5, expected a whole number");
  expect(s + "[model]\nhead = 'round'\n", "model.head is 'round', expected one of 'linear', 'gated'");
  expect(s + "[model]\nhead = 3\n", "model.head is 3, expected one of");
  expect(s + "[data]\nset = 3\n", "data.set is 3, expected a string");
  expect(s + "[optimizer]\nlearning_rate = nan\n", "optimizer.learning_rate is nan");
  expect("schedule = 3\n", "schedule must be a section");
  expect("[schedule]\nsteps = \n", "run.toml:2: ");
  expect("", "set schedule.epochs, schedule.steps or schedule.max_minutes");
  test::expect_error(ErrorKind::kUsage, "--set batch=3: expected section.key=value",
                     [] { read(kShort, {"batch=3"}); });
}

TEST(TrainConfig, TextReadsBackUnchanged) {
  const TrainConfigFile first = read("[schedule]\nsteps = 3\nbatch = 9\n[data]\nset = \"it's\"\n");
  EXPECT_EQ(read(first.text).text, first.text);
}

TEST(TrainConfig, PresetsAreValid) {
  for (const char* name : {"mini.toml", "pilot.toml"})
    EXPECT_NO_THROW(read_train_config(test::source_dir() / "configs" / name, {})) << name;
}

// The rows "| `a.b`, `a.c` | `1`, `2` | ..." of docs/training.md.
std::map<std::string, std::string> documented_defaults() {
  std::map<std::string, std::string> found;
  std::istringstream document(test::read_text(test::source_dir() / "docs" / "training.md"));
  const std::regex code("`([^`]*)`");
  const std::regex row(
      "^\\| `(data|model|loss|distillation|optimizer|schedule|augmentation|validation|output|compute)\\.");
  for (std::string line; std::getline(document, line);) {
    if (!std::regex_search(line, row)) continue;
    const std::size_t middle = line.find('|', 1), end = line.find('|', middle + 1);
    const std::string keys = line.substr(0, middle), values = line.substr(middle, end - middle);
    std::sregex_iterator value(values.begin(), values.end(), code);
    for (std::sregex_iterator key(keys.begin(), keys.end(), code); key != std::sregex_iterator(); ++key) {
      found[(*key)[1]] = value == std::sregex_iterator() ? "" : (*value)[1].str();
      if (value != std::sregex_iterator()) ++value;
    }
  }
  return found;
}

TEST(TrainConfig, EveryKeyIsDocumentedWithItsDefault) {
  const std::map<std::string, std::string> documented = documented_defaults();
  const TrainConfigFile file = read(kShort, {"schedule.steps=0", "schedule.epochs=1"});
  EXPECT_EQ(documented.size(), file.keys.size());
  std::istringstream text(file.text);
  std::string section;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with('[')) section = line.substr(1, line.size() - 2);
    const std::size_t equals = line.find(" = ");
    if (equals == std::string::npos) continue;
    const std::string key = section + "." + line.substr(0, equals);
    ASSERT_TRUE(documented.contains(key)) << key;
    if (key == "data.flip_sensitive" || key == "schedule.epochs") continue;
    EXPECT_EQ(documented.at(key), line.substr(equals + 3)) << key;
  }
}

}  // namespace
}  // namespace jtp
