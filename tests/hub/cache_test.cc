// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/cache.h"

#include <gtest/gtest.h>

#include "jtp/base/error.h"
#include "tests/support/files.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

const std::string kCommit(40, 'a');
const std::string kOther(40, 'b');
const std::string kHash(64, 'c');

// A cache as written by another tool.
class Cache : public ::testing::Test {
 protected:
  void put(const std::string& commit, const std::string& path, const std::string& etag,
           const std::string& content) {
    fs::create_directories(repo_ / "blobs");
    test::write_text(repo_ / "blobs" / etag, content);
    const fs::path entry = repo_ / "snapshots" / commit / path;
    fs::create_directories(entry.parent_path());
    fs::create_symlink(fs::relative(repo_ / "blobs" / etag, entry.parent_path()), entry);
  }
  void put_ref(const std::string& revision, const std::string& text) {
    fs::create_directories((repo_ / "refs" / revision).parent_path());
    test::write_text(repo_ / "refs" / revision, text);
  }
  std::optional<fs::path> find(const ModelSpec& spec, SnapshotTrust trust = SnapshotTrust::kAny) {
    return find_cached(spec, folder_.path(), trust);
  }
  ModelSpec pinned() const {
    ModelSpec spec = spec_;
    spec.files[0].pin = Pin{kHash, 7, PinPolicy::kMustMatch};
    return spec;
  }

  test::TemporaryFolder folder_;
  fs::path repo_ = folder_ / "models--owner--name";
  ModelSpec spec_ = parse_model_spec("owner/name/dir/m.safetensors");
};

TEST_F(Cache, FindsWhatAnotherToolDownloaded) {
  EXPECT_EQ(find(spec_), std::nullopt);
  put(kCommit, "dir/m.safetensors", kHash, "weights");
  put(kCommit, "dir/tags.json", std::string(40, 'd'), "{}");
  EXPECT_EQ(find(spec_), std::nullopt) << "no ref says which commit main is";
  put_ref("main", kCommit);
  EXPECT_EQ(find(spec_), repo_ / "snapshots" / kCommit / "dir/m.safetensors");
  EXPECT_EQ(find(spec_, SnapshotTrust::kCertain), std::nullopt) << "main may have moved";
}

TEST_F(Cache, RequiresTheTagsBesideTheWeights) {
  put(kCommit, "dir/m.safetensors", kHash, "weights");
  put_ref("main", kCommit);
  EXPECT_EQ(find(spec_), std::nullopt);
}

TEST_F(Cache, TreatsADanglingLinkAsAbsent) {
  put(kCommit, "dir/m.safetensors", kHash, "weights");
  put(kCommit, "dir/tags.json", std::string(40, 'd'), "{}");
  put_ref("main", kCommit);
  fs::remove(repo_ / "blobs" / kHash);
  EXPECT_EQ(find(spec_), std::nullopt);
}

TEST_F(Cache, IsCertainOfACommitOnceTheOptionalFilesAreKnown) {
  put(kCommit, "dir/m.safetensors", kHash, "weights");
  put(kCommit, "dir/tags.json", std::string(40, 'd'), "{}");
  spec_.revision = kCommit;
  EXPECT_EQ(find(spec_, SnapshotTrust::kCertain), std::nullopt);
  const HubCache cache(folder_.path(), "owner/name");
  cache.mark_absent(kCommit, "dir/tags.csv");
  cache.mark_absent(kCommit, "dir/config.json");
  EXPECT_NE(find(spec_, SnapshotTrust::kCertain), std::nullopt);
}

TEST_F(Cache, FindsPinnedWeightsInAnySnapshot) {
  put(kOther, "dir/m.safetensors", kHash, "weights");
  put(kOther, "dir/tags.json", std::string(40, 'd'), "{}");
  put_ref("main", kCommit);
  const ModelSpec spec = pinned();
  EXPECT_EQ(find(spec), repo_ / "snapshots" / kOther / "dir/m.safetensors");
}

TEST_F(Cache, RejectsPinnedWeightsOfAnotherSizeOrBlob) {
  put_ref("main", kCommit);
  put(kCommit, "dir/tags.json", std::string(40, 'd'), "{}");
  put(kCommit, "dir/m.safetensors", kHash, "too long");
  EXPECT_EQ(find(pinned()), std::nullopt);
  fs::remove(repo_ / "snapshots" / kCommit / "dir/m.safetensors");
  put(kCommit, "dir/m.safetensors", std::string(64, 'e'), "weights");
  EXPECT_EQ(find(pinned()), std::nullopt);
}

TEST_F(Cache, ReadsRefsCarefullyAndWithANewline) {
  const HubCache cache(folder_.path(), "owner/name");
  EXPECT_EQ(cache.commit_of("main"), std::nullopt);
  put_ref("main", kCommit + "\n");
  EXPECT_EQ(cache.commit_of("main"), kCommit);
  put_ref("main", "../../elsewhere");
  EXPECT_EQ(cache.commit_of("main"), std::nullopt);
  EXPECT_EQ(cache.commit_of(kOther), kOther);
}

TEST_F(Cache, ReplacesAnEntryThatPointsElsewhere) {
  put(kCommit, "dir/m.safetensors", "old", "old");
  test::write_text(repo_ / "blobs/new", "new");
  HubCache(folder_.path(), "owner/name")
      .add_entry(kCommit, "dir/m.safetensors", "new", SnapshotLinks::kSymbolic);
  const fs::path entry = repo_ / "snapshots" / kCommit / "dir/m.safetensors";
  EXPECT_EQ(fs::read_symlink(entry), "../../../blobs/new");
  EXPECT_EQ(std::distance(fs::directory_iterator(entry.parent_path()), fs::directory_iterator()), 1);
}

TEST_F(Cache, NamesTheFolderThatCannotBeMade) {
  test::write_text(folder_ / "file", "");
  try {
    HubCache(folder_ / "file", "owner/name").prepare("etag");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kIo);
    EXPECT_NE(std::string(error.what()).find("file/models--owner--name/blobs"), std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace jtp
