// SPDX-License-Identifier: Apache-2.0
// Which folders `jtp export` changes, and how it recognises folders that were moved.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "jtp/store/provenance.h"
#include "tests/cli/export/export_fixture.h"

namespace jtp::test {
namespace {

namespace fs = std::filesystem;

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(ExportFolders, SidecarsNeedAPathOrAll) {
  ExportFixture f;
  f.add("a.png", {0.9F});
  for (const Arguments& words : {Arguments{}, Arguments{"--undo"}, Arguments{"--dry-run"}}) {
    const Outcome outcome = f.run_plainly(words);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_TRUE(has(outcome.err, "--all")) << outcome.err;
  }
  EXPECT_FALSE(fs::exists(f / "a.txt"));
  EXPECT_EQ(f.run_plainly({"--all", f.pictures()}).code, 2);
  EXPECT_EQ(f.run_plainly({"--all"}).code, 0);
  EXPECT_TRUE(fs::exists(f / "a.txt"));
  EXPECT_EQ(f.run_plainly({"--format", "csv-long"}).code, 0);
}

TEST(ExportFolders, UndoOfEveryFolderAsksFirst) {
  ExportFixture f;
  f.add("a.png", {0.9F});
  f.run({});
  const Outcome refused = f.run_plainly({"--undo", "--all"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_TRUE(has(refused.err, "--yes")) << refused.err;
  EXPECT_TRUE(fs::exists(f / "a.txt"));
  EXPECT_EQ(f.run_plainly({"--undo", "--all", "--yes"}).code, 0);
  EXPECT_FALSE(fs::exists(f / "a.txt"));
}

TEST(ExportFolders, UndoCanBePreviewed) {
  ExportFixture f;
  f.add("a.png", {0.9F});
  f.add("b.png", {0.9F});
  write_text(f / "b.txt", "mine");
  f.run({});
  const Outcome outcome = f.run({"--undo", "--dry-run"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(has(outcome.out, "-mine, wolf")) << outcome.out;
  EXPECT_TRUE(has(outcome.out, "+++ /dev/null")) << outcome.out;
  EXPECT_EQ(f.text("b.txt"), "mine, wolf");
  EXPECT_TRUE(fs::exists(f / "a.txt"));
}

TEST(ExportFolders, AClashInOneFolderDoesNotStopTheOthers) {
  ExportFixture f;
  for (const char* name : {"one/a.jpg", "one/a.png", "two/b.png"}) f.add(name, {0.9F});
  const Outcome outcome = f.run({});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(has(outcome.err, "in 1 folder two pictures share a sidecar")) << outcome.err;
  EXPECT_FALSE(fs::exists(f / "one/a.txt"));
  EXPECT_TRUE(fs::exists(f / "two/b.txt"));
}

TEST(ExportFolders, AMovedFolderIsKnownByItsContent) {
  ExportFixture f;
  f.add("a.png", {0.9F, 0.5F});
  f.add("b.png", {0.9F, 0.5F});
  write_text(f / "b.txt", "mine");
  f.run({});
  write_text(f / "a.txt", "wolf\n");  // the user took out "red fur"
  f.move("pictures", "elsewhere");
  const std::string elsewhere = (f.folder() / "elsewhere").string();

  const Outcome again = f.run_plainly({elsewhere});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_TRUE(has(again.err, "2 captions recognised after a move")) << again.err;
  EXPECT_EQ(read_text(elsewhere + "/a.txt"), "wolf\n");  // and it is not put back
  const Outcome higher = f.run_plainly({"--threshold", "0.6", elsewhere});
  EXPECT_EQ(read_text(elsewhere + "/b.txt"), "mine, wolf") << higher.err;

  EXPECT_EQ(f.run_plainly({"--undo", elsewhere}).code, 0);
  EXPECT_FALSE(fs::exists(elsewhere + "/a.txt"));
  EXPECT_EQ(read_text(elsewhere + "/b.txt"), "mine");
}

TEST(ExportFolders, UndoFindsAMovedFolderWithoutAnotherRun) {
  ExportFixture f;
  f.add("a.png", {0.9F});
  f.add("deep/b.png", {0.9F});
  write_text(f / "a.txt", "mine");
  f.run({});
  f.run({"--format", "xmp"});
  f.move("pictures", "elsewhere");
  const std::string elsewhere = (f.folder() / "elsewhere").string();
  const Outcome outcome = f.run_plainly({"--undo", elsewhere});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(read_text(elsewhere + "/a.txt"), "mine");
  EXPECT_FALSE(fs::exists(elsewhere + "/deep/b.txt"));
  EXPECT_FALSE(fs::exists(elsewhere + "/a.png.xmp"));
  EXPECT_TRUE(Provenance(f.store()).paths("").empty());
}

TEST(ExportFolders, ALinkToAFolderLeadsToTheSameRecords) {
  ExportFixture f;
  f.add("a.png", {0.9F});
  write_text(f / "a.txt", "mine");
  f.run({});
  fs::create_directory_symlink(f.pictures(), f.folder() / "link");
  const std::string link = (f.folder() / "link").string();
  const Outcome again = f.run_plainly({"--threshold", "0.95", link});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(f.text("a.txt"), "mine");
  f.run_plainly({link});
  EXPECT_EQ(f.run_plainly({"--undo", link}).code, 0);
  EXPECT_EQ(f.text("a.txt"), "mine");
}

TEST(ExportFolders, ACopyOfAFolderGetsRecordsToo) {
  ExportFixture f;
  f.add("a.png", {0.9F});
  write_text(f / "a.txt", "mine");
  f.run({});
  fs::copy(f.pictures(), f.folder() / "copy");
  const std::string copy = (f.folder() / "copy").string();
  const Outcome outcome = f.run_plainly({"--threshold", "0.95", copy});
  EXPECT_TRUE(has(outcome.err, "1 caption recognised as copies")) << outcome.err;
  EXPECT_EQ(read_text(copy + "/a.txt"), "mine");
  EXPECT_EQ(f.text("a.txt"), "mine, wolf");
}

TEST(ExportFolders, UndoRestoresReplacedTextExactly) {
  ExportFixture f;
  f.add("a.png", {0.9F});
  f.add("b.png", {0.9F});
  write_text(f / "a.txt", "my  own,words \r\n\n");
  write_text(f / "b.txt", "kept");
  f.run({"--existing", "replace"});
  EXPECT_EQ(f.text("a.txt"), "wolf\n");
  write_text(f / "b.txt", "wolf, new");
  const Outcome outcome = f.run({"--undo"});
  EXPECT_EQ(f.text("a.txt"), "my  own,words \r\n\n");
  EXPECT_EQ(f.text("b.txt"), "new");
  EXPECT_TRUE(has(outcome.err, "jtp store replaced")) << outcome.err;
  const Outcome printed =
      run_jtp({"store", "replaced", "--store", (f.folder() / "scores.sqlite").string(), f / "b.txt"});
  EXPECT_EQ(printed.code, 0) << printed.err;
  EXPECT_EQ(printed.out, "kept");
}

TEST(ExportFolders, AReadOnlyCaptionIsLeftAlone) {
  ExportFixture f;
  f.add("a.png", {0.9F});
  f.add("b.png", {0.9F});
  write_text(f / "a.txt", "mine");
  fs::permissions(f / "a.txt", static_cast<fs::perms>(0444));
  const Outcome outcome = f.run({});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(has(outcome.err, "a.txt: is read-only (mode 0444)")) << outcome.err;
  EXPECT_EQ(f.text("a.txt"), "mine");
  EXPECT_TRUE(fs::exists(f / "b.txt"));
}

TEST(ExportFolders, TheDiffWorksWithPatchForAnyFileName) {
  if (std::system("patch --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "patch is not installed";
  ExportFixture f;
  const std::vector<std::string> names = {"two words", "-dash",       "quo\"te",     "tab\there",
                                          "line\nend", "caf\xC3\xA9", "back\\slash", "plain"};
  for (const std::string& name : names) {
    f.add(name + ".png", {0.9F});
    write_text(f / (name + ".txt"), "mine\n");
  }
  const Outcome outcome = f.run({"--dry-run"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  write_text(f.folder() / "change.diff", outcome.out);
  const std::string command =
      "patch -s -p1 -d / < '" + (f.folder() / "change.diff").string() + "' >/dev/null 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0) << outcome.out;
  for (const std::string& name : names) EXPECT_EQ(f.text(name + ".txt"), "mine, wolf\n") << name;
}

TEST(ExportFolders, ATriggerIsFirstInNewAndExistingCaptions) {
  ExportFixture f;
  f.add("a.png", {0.9F});
  f.add("b.png", {0.9F});
  write_text(f / "a.txt", "mine\n");
  const Arguments triggers = {"--trigger", "my_fox", "--trigger", "ohwx"};
  f.run(triggers);
  EXPECT_EQ(f.text("a.txt"), "my_fox, ohwx, mine, wolf\n");
  EXPECT_EQ(f.text("b.txt"), "my_fox, ohwx, wolf\n");
  f.run(triggers);
  EXPECT_EQ(f.text("a.txt"), "my_fox, ohwx, mine, wolf\n");
  f.run({});
  EXPECT_EQ(f.text("a.txt"), "mine, wolf\n");
  f.run(triggers);
  f.run({"--undo"});
  EXPECT_EQ(f.text("a.txt"), "mine\n");
  EXPECT_FALSE(fs::exists(f / "b.txt"));
}

TEST(ExportFolders, APrefixMayNotRunIntoTheFirstTag) {
  ExportFixture f;
  f.add("a.png", {0.9F});
  const Outcome outcome = f.run({"--prefix", "myfox"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_TRUE(has(outcome.err, "--trigger")) << outcome.err;
  EXPECT_EQ(f.run({"--prefix", "myfox, "}).code, 0);
}

}  // namespace
}  // namespace jtp::test
