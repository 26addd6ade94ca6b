// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "jtp/files/safetensors.h"
#include "tests/cli/program.h"
#include "tests/support/draw.h"

namespace jtp::test {
namespace {

namespace fs = std::filesystem;

TEST(Trace, HoldsEveryArrayOfOnePicture) {
  const TemporaryFolder folder;
  write_text(folder / "a.bmp", draw_bmp(1, {.width = 40, .height = 20}));
  const fs::path out = folder / "t.safetensors";
  const Outcome outcome = run_jtp({"trace", "--model", "mini", "--out", out, folder / "a.bmp"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const SafetensorsFile file(out);
  EXPECT_EQ(file.at("resized_rgba").shape, (Shape{48, 96, 4}));
  EXPECT_EQ(file.at("resized_rgba").dtype, DType::kU8);
  EXPECT_EQ(file.at("pixels").shape, (Shape{1, 3, 96, 96}));
  EXPECT_EQ(file.at("embed").shape, (Shape{1, 64, 128}));
  EXPECT_EQ(file.at("block.3").shape, (Shape{1, 64, 128}));
  EXPECT_EQ(file.at("norm").shape, (Shape{1, 64, 128}));
  EXPECT_EQ(file.at("pooled").shape, (Shape{1, 128}));
  EXPECT_EQ(file.at("logits").shape, (Shape{1, 192}));
  EXPECT_EQ(file.at("probs").shape, (Shape{1, 192}));
  EXPECT_EQ(file.tensors().size(), 11u);
}

TEST(Trace, OfItsPixelsEqualsTheTraceOfThePictures) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 2);
  const fs::path first = folder / "1.safetensors";
  const fs::path second = folder / "2.safetensors";
  ASSERT_EQ(run_jtp({"trace", "--model", "mini", "-o", first, folder / "0000.bmp", folder / "0001.bmp"}).code,
            0);
  const SafetensorsFile pictures(first);
  EXPECT_FALSE(pictures.contains("resized_rgba"));
  const TensorView& pixels = pictures.at("pixels");
  const std::vector<NamedTensor> images = {{"images", pixels.dtype, pixels.shape, pixels.bytes}};
  write_safetensors(folder / "pixels.safetensors", images);

  ASSERT_EQ(
      run_jtp({"trace", "--model", "mini", "-o", second, "--pixels", folder / "pixels.safetensors"}).code, 0);
  const SafetensorsFile tensor(second);
  ASSERT_EQ(tensor.tensors().size(), pictures.tensors().size());
  for (const auto& [name, view] : pictures.tensors()) {
    EXPECT_EQ(tensor.at(name).shape, view.shape) << name;
    EXPECT_EQ(tensor.at(name).to_floats(), view.to_floats()) << name;
  }
}

TEST(Trace, RefusesPixelsOfAnotherSize) {
  const TemporaryFolder folder;
  const std::vector<float> values(3 * 4 * 4);
  const std::vector<NamedTensor> images = {
      {"images", DType::kF32, {1, 3, 4, 4}, std::as_bytes(std::span(values))}};
  write_safetensors(folder / "p.safetensors", images);
  const Outcome outcome =
      run_jtp({"trace", "--model", "mini", "-o", folder / "t", "--pixels", folder / "p.safetensors"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("[1, 3, 4, 4]"), std::string::npos) << outcome.err;
  EXPECT_FALSE(fs::exists(folder / "t"));
}

TEST(Trace, PixelsThatAreNotSafetensorsAreBadInputNotABadModel) {
  const TemporaryFolder folder;
  write_text(folder / "p.safetensors", "no tensors");
  const Outcome outcome =
      run_jtp({"trace", "--model", "mini", "-o", folder / "t", "--pixels", folder / "p.safetensors"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("p.safetensors"), std::string::npos) << outcome.err;
}

TEST(Trace, NamesAPictureThatItCannotRead) {
  const Outcome outcome = run_jtp({"trace", "--model", "mini", "-o", "/dev/null", "/no/such/picture.png"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("/no/such/picture.png"), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace jtp::test
