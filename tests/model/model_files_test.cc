// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/model_files.h"

#include <gtest/gtest.h>

#include "jtp/base/digest.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;
using test::expect_error;
using test::TemporaryFolder;

TEST(ModelFiles, AreFoundByTheFolderOrTheWeights) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "wolf");
  test::write_text(folder / "wolf/model.safetensors", "x");
  test::write_text(folder / "wolf/tags.json", "{}");
  test::write_text(folder / "wolf/config.json", "{}");
  for (const char* given : {"wolf", "wolf/", "wolf/model.safetensors"}) {
    const ModelFiles files = find_model_files(folder / given);
    EXPECT_EQ(files.name, "wolf") << given;
    EXPECT_EQ(files.weights, folder / "wolf/model.safetensors");
    EXPECT_EQ(files.tags_json, folder / "wolf/tags.json");
    EXPECT_TRUE(files.config_json.has_value());
    EXPECT_FALSE(files.tags_csv.has_value());
  }
}

TEST(ModelFiles, AreNamedAfterTheWeightsOrElseTheFolder) {
  const TemporaryFolder folder;
  test::write_text(folder / "JTP_X.safetensors", "x");
  test::write_text(folder / "tags.json", "{}");
  EXPECT_EQ(find_model_files(folder.path()).name, "JTP_X");
}

TEST(ModelFiles, ErrorsNameMissingAndAmbiguousFiles) {
  const TemporaryFolder folder;
  expect_error(ErrorKind::kModel, "no such model", [&] { find_model_files(folder / "nothing"); });
  expect_error(ErrorKind::kModel, "no .safetensors file", [&] { find_model_files(folder.path()); });
  test::write_text(folder / "a.safetensors", "x");
  expect_error(ErrorKind::kModel, "no tags.json", [&] { find_model_files(folder.path()); });
  test::write_text(folder / "b.safetensors", "x");
  expect_error(ErrorKind::kModel, "a.safetensors, b.safetensors", [&] { find_model_files(folder.path()); });
}

TEST(ModelHash, IsTheSha256AndRememberedUntilTheFileChanges) {
  const TemporaryFolder folder;
  test::write_text(folder / "w.safetensors", "abc");
  const std::string expected = sha256_hex(test::as_bytes("abc"));
  EXPECT_EQ(model_hash(folder / "w.safetensors", std::nullopt), expected);
  EXPECT_EQ(model_hash(folder / "w.safetensors", folder / "cache"), expected);
  // Change the remembered value to see that it is returned.
  const auto entry = *fs::directory_iterator(folder / "cache/model-hashes");
  test::write_text(entry.path(), std::string(64, 'a') + "\n");
  EXPECT_EQ(model_hash(folder / "w.safetensors", folder / "cache"), std::string(64, 'a'));
  fs::remove(folder / "w.safetensors");
  test::write_text(folder / "w.safetensors", "abcd");
  EXPECT_EQ(model_hash(folder / "w.safetensors", folder / "cache"), sha256_hex(test::as_bytes("abcd")));
}

TEST(ModelHash, IsTheBlobNameOfAFileInAHubCache) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "blobs");
  const std::string name(64, 'b');
  test::write_text(folder / ("blobs/" + name), "weights");
  fs::create_symlink("blobs/" + name, folder / "w.safetensors");
  EXPECT_EQ(model_hash(folder / "w.safetensors", std::nullopt), name);
}

}  // namespace
}  // namespace jtp
