// SPDX-License-Identifier: Apache-2.0
#include "jtp/captions/record_search.h"

#include <gtest/gtest.h>

#include "jtp/base/digest.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

namespace fs = std::filesystem;

const std::string kPicture(64, '1');

// A store, and folders with captions of one picture.
struct RecordSearch : testing::Test {
  test::TemporaryFolder folder;
  ScoreStore store{folder / "scores.sqlite"};
  Provenance provenance{store};

  std::string path(const char* name) const { return (folder / name).string(); }

  void write(const char* name, const std::string& text) {
    fs::create_directories((folder / name).parent_path());
    test::write_text(folder / name, text);
  }

  void record(const char* name, std::vector<std::string> tags, const std::string& text) {
    WrittenFile file;
    file.path = path(name);
    file.format = "kohya";
    file.picture_sha256 = kPicture;
    file.tags = std::move(tags);
    file.sha256 = sha256_hex(text);
    provenance.intend(file);
    provenance.confirm(file.path);
  }

  FoundRecord find(const char* name, const std::string& text) {
    write(name, text);
    return find_record(provenance, path(name), kPicture, text);
  }
};

TEST_F(RecordSearch, APathWithARecordNeedsNoSearch) {
  record("a/x.txt", {"wolf"}, "wolf\n");
  EXPECT_EQ(find("a/x.txt", "mine\n").origin, RecordOrigin::kOwn);
  EXPECT_TRUE(find("a/x.txt", "mine\n").record.written);
}

TEST_F(RecordSearch, AnUnchangedCaptionIsRecognisedAfterAMove) {
  record("a/x.txt", {"wolf"}, "wolf\n");
  const FoundRecord found = find("b/x.txt", "wolf\n");
  EXPECT_EQ(found.origin, RecordOrigin::kMoved);
  EXPECT_EQ(found.path, path("a/x.txt"));
}

TEST_F(RecordSearch, ACaptionInACopiedFolderIsRecognised) {
  record("a/x.txt", {"wolf"}, "wolf\n");
  write("a/x.txt", "wolf\n");
  EXPECT_EQ(find("b/x.txt", "wolf\n").origin, RecordOrigin::kCopied);
}

TEST_F(RecordSearch, AnEditedCaptionIsRecognisedAfterAMoveByTheOrderOfItsTags) {
  record("a/x.txt", {"wolf", "red_fur", "solo"}, "wolf, red fur, solo\n");
  EXPECT_EQ(find("b/x.txt", "mine, wolf, solo, more\n").origin, RecordOrigin::kMoved);
  EXPECT_EQ(find("b/x.txt", "Red Fur, solo\n").origin, RecordOrigin::kMoved);
  EXPECT_EQ(find("b/x.txt", "").origin, RecordOrigin::kMoved);  // the user removed everything
}

TEST_F(RecordSearch, ATextThatDoesNotMatchIsNotRecognised) {
  record("a/x.txt", {"wolf", "red_fur", "solo"}, "wolf, red fur, solo\n");
  EXPECT_EQ(find("b/x.txt", "solo, wolf\n").origin, RecordOrigin::kUnknown);
  EXPECT_EQ(find("b/x.txt", "a sentence of the user's\n").origin, RecordOrigin::kUnknown);
  EXPECT_FALSE(find("b/x.txt", "solo, wolf\n").record.written);
}

TEST_F(RecordSearch, AChangedCaptionBesideACopiedPictureIsUnknownOrTheUsers) {
  record("a/x.txt", {"wolf"}, "wolf\n");
  write("a/x.txt", "wolf\n");
  EXPECT_EQ(find("b/x.txt", "wolf, mine\n").origin, RecordOrigin::kUnknown);
  EXPECT_EQ(find("b/x.txt", "mine\n").origin, RecordOrigin::kOwn);  // it contains none of jtp's tags
}

TEST_F(RecordSearch, AFolderReachedThroughALinkIsTheSame) {
  record("a/x.txt", {"wolf"}, "wolf\n");
  write("a/x.txt", "wolf, mine\n");
  fs::create_directory_symlink(folder / "a", folder / "link");
  const FoundRecord found = find_record(provenance, path("link/x.txt"), kPicture, "wolf, mine\n");
  EXPECT_EQ(found.origin, RecordOrigin::kMoved);
}

TEST_F(RecordSearch, AnotherKindOfSidecarHasAnotherRecord) {
  record("a/x.caption", {"wolf"}, "wolf\n");
  EXPECT_EQ(find("b/x.txt", "wolf\n").origin, RecordOrigin::kOwn);
}

TEST_F(RecordSearch, AnotherPictureHasAnotherRecord) {
  record("a/x.txt", {"wolf"}, "wolf\n");
  write("b/x.txt", "wolf\n");
  EXPECT_EQ(find_record(provenance, path("b/x.txt"), std::string(64, '2'), "wolf\n").origin,
            RecordOrigin::kOwn);
}

}  // namespace
}  // namespace jtp
