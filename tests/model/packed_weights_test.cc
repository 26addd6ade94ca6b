// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/packed_weights.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <vector>

#include "jtp/kernels/kernels.h"
#include "jtp/model/checksum.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"
#include "tests/support/random.h"
#include "tests/support/tiny_model.h"

namespace jtp {
namespace {
using test::expect_error;
using test::TemporaryFolder;
using test::TinyModel;

constexpr std::array kPrecisions = {Precision::kF32, Precision::kBf16, Precision::kInt8};

std::vector<float> scores(const std::shared_ptr<const Model>& model) {
  const auto side = static_cast<std::size_t>(model->config().image_size);
  std::vector<float> result(static_cast<std::size_t>(model->config().num_tags));
  make_engine(model, 2)->forward(test::Random(1).uniforms(3 * side * side), {result});
  return result;
}

class PackedWeightsTest : public ::testing::Test {
 protected:
  static std::shared_ptr<const Model> load(const std::filesystem::path& file,
                                           std::optional<Precision> precision = {}) {
    return Model::load(file, std::nullopt, precision, 2);
  }

  std::shared_ptr<const Model> original(Precision precision, const TinyModel& model = TinyModel()) {
    return Model::load(model.write(folder_.path()), folder_ / "config.json", precision, 2);
  }

  // A packed file of a tiny model and its bytes.
  std::string save(Precision precision = Precision::kInt8) {
    original(precision)->save_packed(packed_, std::string(64, 'a'), 2);
    return test::read_text(packed_);
  }

  // The same file with other header entries and an unchanged checksum.
  void rewrite(const std::map<std::string, std::string>& entries) {
    const SafetensorsFile file(packed_);
    auto metadata = file.metadata();
    for (const auto& [key, value] : entries) metadata[key] = value;
    std::vector<NamedTensor> tensors;
    for (const auto& [name, t] : file.tensors()) tensors.push_back({name, t.dtype, t.shape, t.bytes});
    std::sort(tensors.begin(), tensors.end(),
              [](const auto& a, const auto& b) { return a.bytes.data() < b.bytes.data(); });
    write_safetensors(folder_ / "rewritten.safetensors", tensors, metadata);
    std::filesystem::rename(folder_ / "rewritten.safetensors", packed_);
  }

  TemporaryFolder folder_;
  std::filesystem::path packed_ = folder_ / "packed.safetensors";
};

TEST_F(PackedWeightsTest, GiveBitIdenticalScores) {
  for (const bool gated : {false, true}) {
    for (const Precision precision : kPrecisions) {
      const TinyModel tiny(
          {.image = 61, .patch = 14, .width = 45, .heads = 3, .mlp = 101, .tags = 61, .gated = gated});
      const auto model = original(precision, tiny);
      model->save_packed(packed_, std::string(64, 'a'), 2);
      const auto mapped = load(packed_);
      EXPECT_EQ(mapped->config(), model->config());
      EXPECT_EQ(mapped->precision(), precision);
      EXPECT_EQ(mapped->source_hash(), std::string(64, 'a'));
      EXPECT_EQ(scores(mapped), scores(model)) << to_string(precision);
    }
  }
}

TEST_F(PackedWeightsTest, StayValidAfterTheFileIsRemoved) {
  save();
  const auto expected = scores(load(packed_));
  const auto mapped = load(packed_);
  std::filesystem::remove(packed_);
  EXPECT_EQ(scores(mapped), expected);
}

TEST_F(PackedWeightsTest, DoNotDependOnTheNumberOfPackingThreads) {
  const auto model = original(Precision::kBf16);
  model->save_packed(packed_, "", 1);
  model->save_packed(folder_ / "other.safetensors", "", 5);
  EXPECT_EQ(test::read_text(packed_), test::read_text(folder_ / "other.safetensors"));
}

// Testing every bit would take minutes: this flips some in every tensor, in the header and in its length.
TEST_F(PackedWeightsTest, FlippedBitsAreDetected) {
  const std::string intact = save();
  std::uint64_t header = 0;
  std::memcpy(&header, intact.data(), sizeof header);
  test::Random random(3);
  for (std::size_t at = 0; at < intact.size(); at += at < 8 ? 1 : at < 8 + header ? 11 : 997) {
    std::string damaged = intact;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << random.below(8)));
    test::write_text(packed_, damaged);
    EXPECT_THROW(load(packed_), Error) << "byte " << at << " of " << intact.size();
  }
}

TEST_F(PackedWeightsTest, TruncatedFilesAreRefused) {
  const std::string intact = save();
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{7}, std::size_t{100}, intact.size() / 2, intact.size() - 1}) {
    test::write_text(packed_, intact.substr(0, size));
    expect_error(ErrorKind::kModel, "packed.safetensors", [&] { load(packed_); });
  }
}

TEST_F(PackedWeightsTest, OtherVersionsAndKernelsAreRefusedWithTheReason) {
  save();
  rewrite({{"jtp.packed", "999"}});
  expect_error(ErrorKind::kModel, "packed weights of version 999", [&] { load(packed_); });
  save();
  rewrite({{"jtp.panel", "3"}});
  expect_error(ErrorKind::kModel, "run 'jtp convert' on the original model", [&] { load(packed_); });
}

TEST_F(PackedWeightsTest, ThePrecisionOfAFileIsFixed) {
  save(Precision::kInt8);
  EXPECT_EQ(load(packed_, Precision::kInt8)->precision(), Precision::kInt8);
  expect_error(ErrorKind::kUsage, "packed for int8; the precision cannot be changed to f32",
               [&] { load(packed_, Precision::kF32); });
}

TEST_F(PackedWeightsTest, WrongHeadersAreRefused) {
  const std::vector<std::pair<std::string, std::string>> lies = {
      {"jtp.depth", "1000000"}, {"jtp.depth", "0"},          {"jtp.depth", "1"},
      {"jtp.heads", "4"},       {"jtp.heads", "1048576"},    {"jtp.width", "1048577"},
      {"jtp.width", "32"},      {"jtp.width", "-16"},        {"jtp.width", "16 "},
      {"jtp.tokens", "9"},      {"jtp.patch_size", "99999"}, {"jtp.num_tags", "6"},
      {"jtp.head", "gated"},    {"jtp.head", "round"},       {"jtp.layer_norm_eps", "nan"},
      {"jtp.precision", "f64"}, {"jtp.between", "int8"},     {"jtp.mlp_width", ""},
      {"jtp.model_sha256", ""}, {"jtp.checksum", ""}};
  for (const auto& [key, value] : lies) {
    save();
    rewrite({{key, value}});
    expect_error(ErrorKind::kModel, "packed.safetensors", [&] { load(packed_); });
  }
}

TEST_F(PackedWeightsTest, ExtraTensorsAreRefused) {
  save();
  const SafetensorsFile file(packed_);
  std::vector<NamedTensor> tensors;
  for (const auto& [name, t] : file.tensors()) tensors.push_back({name, t.dtype, t.shape, t.bytes});
  std::sort(tensors.begin(), tensors.end(),
            [](const auto& a, const auto& b) { return a.bytes.data() < b.bytes.data(); });
  tensors.push_back({"more", DType::kU8, {0}, {}});
  write_safetensors(folder_ / "more.safetensors", tensors, file.metadata());
  expect_error(ErrorKind::kModel, "tensors, expected", [&] { load(folder_ / "more.safetensors"); });
}

// Files of one version must always have the same bytes. If this fails because the output of pack_panel() was
// changed, increase kPackedVersion, then update the sums here.
TEST(PackedWeights, TheBytesOfAVersionNeverChange) {
  ASSERT_EQ(kPackedVersion, 2);
  const std::vector<float> rows = test::Random(5).uniforms(20 * 37);
  std::vector<std::string> sums;
  for (const ElementType type : {ElementType::kF32, ElementType::kBf16, ElementType::kInt8}) {
    const PackedMatrix matrix = {.type = type, .n = 20, .k = 37, .panel = 16};
    std::vector<std::byte> packed(static_cast<std::size_t>(matrix.panels() * matrix.panel_bytes()));
    for (std::int64_t panel = 0; panel < 2; ++panel) {
      pack_panel(matrix, panel, rows.data() + panel * 16 * 37, 37,
                 packed.data() + panel * matrix.panel_bytes());
    }
    ThreadPool pool(1);
    const std::span<const std::byte> bytes = packed;
    sums.push_back(fmt::format("{:016x}", checksum(std::span(&bytes, 1), pool)));
  }
  EXPECT_EQ(sums, (std::vector<std::string>{"8c033ad0b2dd46a8", "fc8a29bd6c8f36c0", "19d4e1f8cf1b2bb1"}));
}

}  // namespace
}  // namespace jtp
