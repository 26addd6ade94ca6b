// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/inputs.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "jtp/base/error.h"
#include "tests/support/files.h"
#include "tests/support/rights.h"

namespace jtp {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

// A folder with a few files. It is the working directory during the test, so that paths are short.
class Inputs : public ::testing::Test {
 protected:
  Inputs() : before_(fs::current_path()) {
    fs::current_path(folder_.path());
    for (const char* folder : {"sub/deep", "other", ".hidden"}) fs::create_directories(folder);
    for (const char* file : {"b.png", "a.JPG", "a.txt", "._a.jpg", "sub/c.webp", "sub/deep/d.gif",
                             "other/e.bmp", ".hidden/f.png", "notes"}) {
      test::write_text(file, "x");
    }
  }
  ~Inputs() override { fs::current_path(before_); }

  // The paths of the pictures, with "! " before those that failed.
  static Names all(InputList& list) {
    Names names;
    while (auto input = list.next()) names.push_back((input->error ? "! " : "") + input->path.string());
    return names;
  }
  static Names all(Names paths, Recursion recursion = Recursion::kTopOnly) {
    InputList list(
        {.paths = std::move(paths), .recursion = recursion, .next_name = {}, .standard_input = {}});
    return all(list);
  }

 private:
  test::TemporaryFolder folder_;
  fs::path before_;
};

TEST_F(Inputs, AFolderGivesItsOwnPicturesSortedByName) {
  EXPECT_EQ(all({"."}), (Names{"./a.JPG", "./b.png"}));
}

TEST_F(Inputs, RecursionWalksSubfoldersInOrderExceptHiddenOnes) {
  EXPECT_EQ(all({"."}, Recursion::kIntoFolders),
            (Names{"./a.JPG", "./b.png", "./other/e.bmp", "./sub/c.webp", "./sub/deep/d.gif"}));
}

TEST_F(Inputs, NamedFilesAreTakenInTheirOrderRegardlessOfTheirNames) {
  EXPECT_EQ(all({"notes", "b.png", "a.txt"}), (Names{"notes", "b.png", "a.txt"}));
}

TEST_F(Inputs, PatternsFindPicturesBelowTheirBase) {
  EXPECT_EQ(all({"*"}), (Names{"a.JPG", "b.png", "other/e.bmp", "sub/c.webp"}));
  EXPECT_EQ(all({"*.png"}), Names{"b.png"});
  EXPECT_EQ(all({"sub/**/*.gif"}), Names{"sub/deep/d.gif"});
  EXPECT_EQ(all({"**/*.[bw]*"}), (Names{"other/e.bmp", "sub/c.webp"}));
}

TEST_F(Inputs, AFileWhoseNameLooksLikeAPatternIsThatFile) {
  test::write_text("x[1].png", "x");
  test::write_text("x1.png", "x");
  EXPECT_EQ(all({"x[1].png"}), Names{"x[1].png"});
}

TEST_F(Inputs, MissingFilesAndUnmatchedPatternsAreSeparateFailures) {
  EXPECT_EQ(all({"gone.png", "*.tif", "b.png"}), (Names{"! gone.png", "! *.tif", "b.png"}));
}

TEST_F(Inputs, EveryPictureIsTakenOnceAndRepetitionsAreCounted) {
  InputList list({.paths = {"b.png", "./b.png", ".", "sub/../b.png"},
                  .recursion = {},
                  .next_name = {},
                  .standard_input = {}});
  EXPECT_EQ(all(list), (Names{"b.png", "./a.JPG"}));
  EXPECT_EQ(list.repeated(), 3);
}

TEST_F(Inputs, LoopsOfSymbolicLinksEnd) {
  fs::create_directory_symlink("..", "sub/loop");
  fs::create_directory_symlink(".", "self");
  EXPECT_EQ(all({"."}, Recursion::kIntoFolders).size(), 5u);
  EXPECT_EQ(all({"**/*.png"}), Names{"b.png"});
}

TEST_F(Inputs, AFolderMatchedByTwoStarsAndAnotherPartIsListed) {
  EXPECT_EQ(all({"**/deep"}), Names{"sub/deep/d.gif"});
  EXPECT_EQ(all({"**/sub"}), Names{"sub/c.webp"});
  EXPECT_EQ(all({"**/sub"}, Recursion::kIntoFolders), (Names{"sub/c.webp", "sub/deep/d.gif"}));
}

// The link sorts before the folder that it leads to, and does not match itself.
TEST_F(Inputs, ALinkWithAnotherNameDoesNotHideAMatch) {
  fs::create_directory_symlink("sub", "a-link");
  EXPECT_EQ(all({"**/sub/*.webp"}), Names{"sub/c.webp"});
}

TEST_F(Inputs, APatternWithTooManyNamesIsASeparateFailure) {
  std::string pattern = "*";
  for (int i = 0; i < 60; ++i) pattern += "/*";
  EXPECT_EQ(all({pattern, "b.png"}), (Names{"! " + pattern, "b.png"}));
}

TEST_F(Inputs, DanglingLinksAreReported) {
  fs::create_symlink("nowhere", "z.png");
  EXPECT_EQ(all({"."}), (Names{"./a.JPG", "./b.png", "./z.png"}));
}

TEST_F(Inputs, AListIsTakenLiterallyAfterThePaths) {
  Names names = {"sub", "*.png"};
  const auto next = [&, i = std::size_t{0}]() mutable {
    return i < names.size() ? std::optional(names[i++]) : std::nullopt;
  };
  InputList list({.paths = {"b.png"}, .recursion = {}, .next_name = next, .standard_input = {}});
  EXPECT_EQ(all(list), (Names{"b.png", "sub/c.webp", "! *.png"}));
}

TEST_F(Inputs, AFolderWithoutPermissionIsOneFailure) {
  fs::permissions("other", fs::perms::none);
  const Names names = [] {
    const test::RightsCount rights;
    return all({"."}, Recursion::kIntoFolders);
  }();
  fs::permissions("other", fs::perms::owner_all);
  EXPECT_EQ(names, (Names{"./a.JPG", "./b.png", "! ./other", "./sub/c.webp", "./sub/deep/d.gif"}));
}

TEST_F(Inputs, StandardInputIsReadOnce) {
  InputList list({.paths = {"-", "b.png", "-"}, .recursion = {}, .next_name = {}, .standard_input = [] {
                    return std::vector<std::byte>(3);
                  }});
  EXPECT_EQ(list.next()->bytes->size(), 3u);
  EXPECT_EQ(all(list), Names{"b.png"});
  EXPECT_EQ(list.repeated(), 1);
}

TEST_F(Inputs, UnreadableStandardInputIsASeparateFailure) {
  InputList list({.paths = {"-", "b.png"},
                  .recursion = {},
                  .next_name = {},
                  .standard_input = []() -> std::vector<std::byte> { fail(ErrorKind::kIo, "closed"); }});
  EXPECT_EQ(all(list), (Names{"! -", "b.png"}));
}

TEST_F(Inputs, CountingStopsAtTheLimitAndReadsNeitherListNorStandardInput) {
  const InputRequest request{
      .paths = {".", "-"},
      .recursion = Recursion::kIntoFolders,
      .next_name = []() -> std::optional<std::string> { throw std::logic_error("read"); },
      .standard_input = []() -> std::vector<std::byte> { throw std::logic_error("read"); }};
  const std::atomic<bool> go_on{false};
  EXPECT_EQ(count_pictures(request, 100, go_on), 6);
  EXPECT_EQ(count_pictures(request, 4, go_on), 4);
}

TEST(ListedPicture, IsRecognisedByItsExtensionInAnyCase) {
  for (const char* name : {"a.png", "A.PNG", "b.tar.JpEg", "c.avif", "d.jxl"})
    EXPECT_TRUE(is_listed_picture(name)) << name;
  for (const char* name : {"a.txt", "png", ".png", "._a.png", "a.", "a.png.txt", "a.png.wolf.heatmap.png"})
    EXPECT_FALSE(is_listed_picture(name)) << name;
}

}  // namespace
}  // namespace jtp
