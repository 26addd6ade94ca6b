// SPDX-License-Identifier: Apache-2.0
// Compares the network with float64 results of the reference (tests/golden/model/PROVENANCE.md).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>

#include "jtp/base/error.h"
#include "jtp/files/safetensors.h"
#include "jtp/model/engine.h"
#include "tests/support/files.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

struct GoldenModel {
  const char* folder;
  const char* file;  // model_<file>.safetensors, expected_<file>_f64.safetensors
};

std::ostream& operator<<(std::ostream& out, const GoldenModel& model) {
  return out << model.folder << " " << model.file;
}

// The committed copy, else the large reference data, else nothing.
std::optional<fs::path> golden_file(const GoldenModel& model, const std::string& name) {
  const fs::path committed = test::golden_dir() / "model" / model.folder / name;
  if (fs::exists(committed)) return committed;
  const auto shared = test::shared_dir();
  const fs::path large = shared ? *shared / "golden/model" / model.folder / name : fs::path();
  return fs::exists(large) ? std::optional(large) : std::nullopt;
}

std::string weights_name(const GoldenModel& model) {
  return std::string("model_") + model.file + ".safetensors";
}
std::string expected_name(const GoldenModel& model) {
  return std::string("expected_") + model.file + "_f64.safetensors";
}

bool is_complete(const GoldenModel& model) {
  return golden_file(model, weights_name(model)) && golden_file(model, expected_name(model)) &&
         golden_file(model, "inputs.safetensors");
}

std::vector<double> to_doubles(const TensorView& tensor) {
  std::vector<double> values(static_cast<std::size_t>(tensor.elements()));
  std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
  return values;
}

nlohmann::json tolerances(const GoldenModel& model) {
  const auto all = nlohmann::json::parse(test::read_text(test::golden_dir() / "model/measured_errors.json"));
  return all["models"][model.folder][model.file]["tolerance_float32"];
}

// The largest |difference| from the float64 reference over all inputs, for every result that the reference
// has.
std::map<std::string, double> errors_of(const GoldenModel& golden, Precision precision, int threads) {
  const auto weights = golden_file(golden, weights_name(golden));
  const SafetensorsFile expected(*golden_file(golden, expected_name(golden)));
  const SafetensorsFile inputs(*golden_file(golden, "inputs.safetensors"));
  const auto model = Model::load(*weights, golden_file(golden, "config.json"), precision, threads);
  const auto engine = make_engine(model, threads);
  const TensorView& images = inputs.at("images");
  const std::vector<float> pixels = images.to_floats();
  const auto picture_size = static_cast<std::size_t>(images.elements() / images.shape[0]);
  std::map<std::string, double> errors;
  std::vector<float> scores(static_cast<std::size_t>(model->config().num_tags));
  for (std::size_t i = 0; i < static_cast<std::size_t>(images.shape[0]); ++i) {
    const Probe probe = [&](std::string_view name, std::span<const float> values,
                            std::span<const std::int64_t>) {
      if (!expected.contains(std::string(name))) return;
      const std::vector<double> reference = to_doubles(expected.at(std::string(name)));
      double& worst = errors[std::string(name)];
      for (std::size_t j = 0; j < values.size(); ++j) {
        worst = std::max(worst, std::abs(values[j] - reference[i * values.size() + j]));
      }
    };
    engine->forward(std::span(pixels).subspan(i * picture_size, picture_size), {scores}, {.probe = probe});
  }
  return errors;
}

class Golden : public ::testing::Test, public ::testing::WithParamInterface<GoldenModel> {};

TEST_P(Golden, F32EngineIsWithinTheMeasuredTolerancePerBlock) {
  if (!is_complete(GetParam())) GTEST_SKIP() << "the large reference data is absent";
  const nlohmann::json tolerance = tolerances(GetParam());
  const auto errors = errors_of(GetParam(), Precision::kF32, 2);
  EXPECT_EQ(errors.size(), tolerance.size());
  for (const auto& [name, error] : errors) {
    EXPECT_LE(error, tolerance.at(name).get<double>()) << name;
  }
}

// The operands of every product are rounded independently, by up to u. L blocks have about 4 L + 2 such
// roundings in a row, which change a result by about u sqrt(4 L + 2) times its typical size. 6 standard
// deviations of that cover the largest of some thousand elements.
void expect_within_rounding(const GoldenModel& golden, Precision precision, double u) {
  const auto weights = golden_file(golden, weights_name(golden));
  const int depth = read_vit_config(SafetensorsFile(*weights), golden_file(golden, "config.json")).depth;
  const SafetensorsFile expected(*golden_file(golden, expected_name(golden)));
  for (const auto& [name, error] : errors_of(golden, precision, 1)) {
    const std::vector<double> reference = to_doubles(expected.at(name));
    double squares = 0;
    for (const double v : reference) squares += v * v;
    const double rms = std::sqrt(squares / static_cast<double>(reference.size()));
    EXPECT_LE(error, 6 * u * std::sqrt(4 * depth + 2) * rms) << name;
  }
}

// bf16 keeps 8 bits and rounds to nearest: by at most 2^-8, usually by half of that.
TEST_P(Golden, Bf16EngineIsWithinTheRoundingOfItsOperands) {
  if (!is_complete(GetParam())) GTEST_SKIP() << "the large reference data is absent";
  expect_within_rounding(GetParam(), Precision::kBf16, 0x1p-9);
}

// int8 rounds to steps of max / 127. The largest of some hundred normal numbers in a row is about 3.5
// standard deviations, so a step is 2.8 % of a deviation and the rounding 2.8 % / sqrt(12) = 0.8 %: u = 2^-7.
TEST_P(Golden, Int8EngineIsWithinTheRoundingOfItsOperands) {
  if (!is_complete(GetParam())) GTEST_SKIP() << "the large reference data is absent";
  expect_within_rounding(GetParam(), Precision::kInt8, 0x1p-7);
}

constexpr GoldenModel kModels[] = {
    {"tiny56", "f32"},         {"tiny56", "bf16"},     {"tiny56", "f16"},       {"tiny56", "pilot2_f32"},
    {"tiny56", "pilot2_bf16"}, {"tiny62_hd72", "f32"}, {"tiny62_hd72", "bf16"}, {"tiny62_hd72", "f16"}};

std::string name_of(const ::testing::TestParamInfo<GoldenModel>& info) {
  return std::string(info.param.folder) + "_" + info.param.file;
}
INSTANTIATE_TEST_SUITE_P(Models, Golden, ::testing::ValuesIn(kModels), name_of);

}  // namespace
}  // namespace jtp
