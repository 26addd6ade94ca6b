// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/manifest.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

using test::expect_error;

ManifestTables small_tables() {
  ManifestTables tables;
  const std::vector<std::int16_t> labels = {0, 3};
  Md5 md5{};
  md5[0] = 0xAB;
  md5[1] = 0xCD;
  tables.add({12, md5, Rating::kSafe, Split::kTrain, {0, 0, -1}, labels});
  tables.add({13, Md5{}, Rating::kExplicit, Split::kTest, {}, {}});
  return tables;
}

const ManifestHeader kHeader = {"abc", 4, {"{md5:2}/{md5:2:4}/{md5}.png"}};

TEST(Manifest, IsReadBack) {
  const test::TemporaryFolder folder;
  write_manifest(folder / "m.safetensors", small_tables(), kHeader);
  const Manifest manifest(folder / "m.safetensors");
  EXPECT_EQ(manifest.header(), kHeader);
  ASSERT_EQ(manifest.size(), 2);
  const Sample first = manifest.sample(0);
  EXPECT_EQ(first.post_id, 12);
  EXPECT_EQ(std::vector(first.labels.begin(), first.labels.end()), (std::vector<std::int16_t>{0, 3}));
  EXPECT_EQ(manifest.picture_path(first), "ab/cd/abcd0000000000000000000000000000.png");
  const Sample second = manifest.sample(1);
  EXPECT_EQ(second.rating, Rating::kExplicit);
  EXPECT_EQ(second.split, Split::kTest);
  EXPECT_TRUE(second.labels.empty());
  EXPECT_EQ(manifest.picture_path(second), std::nullopt);
}

TEST(Manifest, StoresKnownNegatives) {
  const test::TemporaryFolder folder;
  EXPECT_TRUE(small_tables().known_negative.empty());
  ManifestTables tables = small_tables();
  const std::vector<std::int16_t> negative = {1, 2};
  tables.add({14, Md5{}, Rating::kSafe, Split::kTrain, {}, {}, negative});
  write_manifest(folder / "m.safetensors", tables, kHeader);
  const Manifest manifest(folder / "m.safetensors");
  EXPECT_TRUE(manifest.known_negative(0).empty());
  const Sample last = manifest.sample(2);
  EXPECT_EQ(std::vector(last.known_negative.begin(), last.known_negative.end()), negative);

  const auto expect_refused = [&](std::string_view part, const auto& change) {
    ManifestTables changed = tables;
    change(changed);
    write_manifest(folder / "m.safetensors", changed, kHeader);
    expect_error(ErrorKind::kInvalidInput, part, [&] { Manifest(folder / "m.safetensors"); });
  };
  expect_refused("sample 2: label 4", [](ManifestTables& t) { t.known_negative[1] = 4; });
  expect_refused("sample 2: label 1", [](ManifestTables& t) { t.known_negative[1] = 1; });
  expect_refused("negative_begin points outside", [](ManifestTables& t) { t.negative_begin[2] = 3; });
  expect_refused("negative_begin must run from 0", [](ManifestTables& t) { t.negative_begin[3] = 1; });
}

TEST(Manifest, MayBeEmpty) {
  const test::TemporaryFolder folder;
  write_manifest(folder / "m.safetensors", {}, kHeader);
  EXPECT_EQ(Manifest(folder / "m.safetensors").size(), 0);
}

TEST(Manifest, RefusesNumbersOutOfRange) {
  const test::TemporaryFolder folder;
  const auto expect_refused = [&](std::string_view part, const auto& change) {
    ManifestTables tables = small_tables();
    change(tables);
    write_manifest(folder / "m.safetensors", tables, kHeader);
    expect_error(ErrorKind::kInvalidInput, part, [&] { Manifest(folder / "m.safetensors"); });
  };
  expect_refused("sample 0: label 4", [](ManifestTables& t) { t.labels[1] = 4; });
  expect_refused("sample 0: label 0", [](ManifestTables& t) { t.labels[1] = 0; });
  expect_refused("sample 0: label -1", [](ManifestTables& t) { t.labels[0] = -1; });
  expect_refused("label_begin points outside", [](ManifestTables& t) { t.label_begin[1] = 3; });
  expect_refused("label_begin must run from 0", [](ManifestTables& t) { t.label_begin[2] = 1; });
  expect_refused("sample 0: unknown place", [](ManifestTables& t) { t.place[0] = 1; });
  expect_refused("sample 1: unknown split", [](ManifestTables& t) { t.split[1] = static_cast<Split>(3); });
  expect_refused("negative offset", [](ManifestTables& t) { t.offset[1] = -5; });
}

TEST(Manifest, RefusesOtherFiles) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "m.safetensors", "no such file");
  expect_error(ErrorKind::kInvalidInput, "m.safetensors", [&] { Manifest(folder / "m.safetensors"); });
  const std::vector<NamedTensor> tensors = {{"x", DType::kU8, {1}, test::as_bytes("x")}};
  write_safetensors(folder / "m.safetensors", tensors, {});
  expect_error(ErrorKind::kInvalidInput, "not a manifest", [&] { Manifest(folder / "m.safetensors"); });
}

}  // namespace
}  // namespace jtp
