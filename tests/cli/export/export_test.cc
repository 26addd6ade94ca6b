// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <thread>

#include "jtp/store/provenance.h"
#include "tests/cli/export/export_fixture.h"
#include "tests/support/random.h"
#include "tests/support/small_disk.h"

namespace jtp::test {
namespace {

namespace fs = std::filesystem;

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(Export, WritesCaptionsWithoutAModel) {
  ExportFixture f;
  f.add("a.png", {0.9F, 0.5F, 0.1F});
  f.add("deep/b.png", {0.3F});
  const Outcome outcome = f.run({f.pictures()});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(f.text("a.txt"), "wolf, red fur\n");
  EXPECT_EQ(f.text("deep/b.txt"), "wolf\n");
  EXPECT_TRUE(has(outcome.err, "2 pictures: 2 sidecars written, 0 unchanged, 0 failed")) << outcome.err;
}

TEST(Export, AnotherThresholdRewritesUnchangedCaptions) {
  ExportFixture f;
  f.add("a.png", {0.9F, 0.5F, 0.1F});
  f.run({});
  EXPECT_EQ(f.run({"--threshold", "0.6"}).code, 0);
  EXPECT_EQ(f.text("a.txt"), "wolf\n");
  f.run({"--threshold", "0.05", "--order", "name"});
  EXPECT_EQ(f.text("a.txt"), "red fur, solo, wolf\n");
  const Outcome none = f.run({"--threshold", "0.95"});
  EXPECT_FALSE(fs::exists(f / "a.txt"));
  EXPECT_TRUE(has(none.err, "1 removed")) << none.err;
}

TEST(Export, KeepsTheUsersWordsAndDecisions) {
  ExportFixture f;
  f.add("a.png", {0.9F, 0.5F, 0.4F});
  write_text(f / "a.txt", "my fox,  sitting\r\n");
  f.run({});
  EXPECT_EQ(f.text("a.txt"), "my fox,  sitting, wolf, red fur, solo\r\n");
  write_text(f / "a.txt", "my fox,  sitting, wolf, on a rock, solo\r\n");
  f.run({"--threshold", "0.45"});
  EXPECT_EQ(f.text("a.txt"), "my fox,  sitting, wolf, on a rock\r\n");
  f.run({});
  EXPECT_EQ(f.text("a.txt"), "my fox,  sitting, wolf, on a rock, solo\r\n");
  EXPECT_EQ(f.run({"--undo"}).code, 0);
  EXPECT_EQ(f.text("a.txt"), "my fox,  sitting, on a rock\r\n");
}

TEST(Export, UndoRemovesNewCaptionsAndRestoresExistingOnes) {
  ExportFixture f;
  f.add("a.png", {0.9F});
  f.add("b.png", {0.9F});
  f.add("deep/c.png", {0.9F});
  write_text(f / "b.txt", "mine,");
  f.run({});
  f.run({"--format", "xmp"});
  EXPECT_EQ(f.text("b.txt"), "mine, wolf");
  ASSERT_TRUE(fs::exists(f / "a.png.xmp"));
  const Outcome outcome = f.run({"--undo", f / "deep"});
  EXPECT_TRUE(has(outcome.err, "2 sidecars removed, jtp's tags removed from 0")) << outcome.err;
  EXPECT_TRUE(fs::exists(f / "a.txt"));
  EXPECT_EQ(f.run({"--undo"}).code, 0);
  EXPECT_FALSE(fs::exists(f / "a.txt"));
  EXPECT_FALSE(fs::exists(f / "a.png.xmp"));
  EXPECT_EQ(f.text("b.txt"), "mine,");
  EXPECT_TRUE(Provenance(f.store()).paths("").empty());
}

TEST(Export, DryRunPrintsADiffThatPatchAccepts) {
  ExportFixture f;
  f.add("a.png", {0.9F, 0.5F});
  f.add("b.png", {0.9F});
  write_text(f / "a.txt", "mine");
  const Outcome outcome = f.run({"--dry-run"});
  EXPECT_EQ(outcome.code, 0);
  const std::string a = (f / "a.txt").string();
  const std::string b = (f / "b.txt").string();
  EXPECT_EQ(outcome.out,
            fmt::format("--- {}\n+++ {}\n@@ -1 +1 @@\n-mine\n\\ No newline at end of file\n+mine, wolf, red "
                        "fur\n\\ No newline at end of file\n--- /dev/null\n+++ {}\n@@ -0,0 +1 @@\n+wolf\n",
                        a, a, b));
  EXPECT_EQ(f.text("a.txt"), "mine");
  EXPECT_FALSE(fs::exists(f / "b.txt"));
}

TEST(Export, TwoPicturesWithOneSidecarAreRefusedBeforeAnythingIsWritten) {
  ExportFixture f;
  for (const char* name : {"a.jpg", "a.png", "b.png"}) f.add(name, {0.9F});
  const Outcome refused = f.run({});
  EXPECT_EQ(refused.code, 1);
  for (const char* name : {"a.jpg", "a.png", "a.txt"}) EXPECT_TRUE(has(refused.err, name)) << refused.err;
  EXPECT_FALSE(fs::exists(f / "b.txt"));
  EXPECT_EQ(f.run({"--format", "hydrus"}).code, 0);
  EXPECT_TRUE(fs::exists(f / "a.jpg.txt"));
  const Outcome first = f.run({"--shared-sidecar", "first"});
  EXPECT_EQ(first.code, 0);
  EXPECT_TRUE(has(first.err, "1 skipped because of a shared sidecar")) << first.err;
  EXPECT_TRUE(fs::exists(f / "a.txt"));
}

TEST(Export, EverySelectionOptionAppliesInOrder) {
  ExportFixture f;
  f.add("a.png", {0.9F, 0.5F, 0.4F, 0.6F, 0.7F, 0.3F, 0.3F, 0.3F, 0.8F});
  write_text(f / "aliases.csv", "alias,tag\nhi_res,high_resolution\n");
  write_text(f / "implied.csv", "tag,implies\nwolf,red_fur\n");
  f.run({"--aliases", f / "aliases.csv", "--implications", "remove", "--implied-tags", f / "implied.csv",
         "--exclude", ":*,open_*,>*", "--replace", "solo=Alone", "--limit", "5", "--escape", "--prefix",
         "me, ", "--suffix", ", end"});
  EXPECT_EQ(f.text("a.txt"),
            "me, wolf, high resolution, digital media \\(artwork\\), male/female, Alone, end\n");
}

TEST(Export, PicturesThatAreGoneOrChangedAreNotWritten) {
  ExportFixture f;
  for (const char* name : {"a.png", "b.png", "c.png"}) f.add(name, {0.9F});
  fs::remove(f / "a.png");
  write_text(f / "b.png", "something else");
  const Outcome outcome = f.run({});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(has(outcome.err, "b.png: has changed since it was tagged")) << outcome.err;
  EXPECT_TRUE(has(outcome.err, "1 missing")) << outcome.err;
  EXPECT_FALSE(fs::exists(f / "a.txt"));
  EXPECT_FALSE(fs::exists(f / "b.txt"));
  EXPECT_TRUE(fs::exists(f / "c.txt"));
}

TEST(Export, AFolderThatCannotBeWrittenIsAFailureOfItsPictures) {
  ExportFixture f;
  f.add("locked/a.png", {0.9F});
  f.add("open/b.png", {0.9F});
  fs::remove_all(f / "locked/a.txt");
  fs::create_directory(f / "locked/a.txt");
  const Outcome outcome = f.run({});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(has(outcome.err, "locked/a.txt")) << outcome.err;
  EXPECT_EQ(f.text("open/b.txt"), "wolf\n");
  EXPECT_EQ(Provenance(f.store()).paths("").size(), 1U);
}

TEST(Export, ACaptionThatIsNotTextIsLeftAlone) {
  ExportFixture f;
  f.add("a.png", {0.9F});
  write_text(f / "a.txt", std::string_view("\xFF\xFEw\0", 4));
  write_text(f / "a.png.xmp", "<!DOCTYPE x><x/>");
  const Outcome caption = f.run({});
  EXPECT_EQ(caption.code, 1);
  EXPECT_TRUE(has(caption.err, "a.txt: is UTF-16")) << caption.err;
  const Outcome packet = f.run({"--format", "xmp"});
  EXPECT_EQ(packet.code, 1);
  EXPECT_TRUE(has(packet.err, "a.png.xmp: has a DOCTYPE")) << packet.err;
  EXPECT_EQ(f.text("a.png.xmp"), "<!DOCTYPE x><x/>");
}

TEST(Export, ExistingXmpSidecarsAreUpdated) {
  ExportFixture f;
  f.add("a.jpg", {0.9F});
  f.run({"--format", "xmp"});
  fs::rename(f / "a.jpg.xmp", f / "a.xmp");
  f.run({"--format", "xmp", "--threshold", "0.5"});
  EXPECT_FALSE(fs::exists(f / "a.jpg.xmp"));
}

TEST(Export, TablesGoToStandardOutputOrAFile) {
  ExportFixture f;
  f.add("a, b.png", {0.9F, 0.0F, 0.0F, 0.5F});
  const Outcome rows = f.run({"--format", "csv-long", "--relative-to", f.pictures()});
  EXPECT_EQ(rows.out,
            "file,tag,category,score\n\"a, b.png\",wolf,species,0.9\n\"a, b.png\",male/female,general,0.5\n");
  const Outcome table = f.run({"--format", "hf-metadata", "-o", f / "metadata.jsonl"});
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_EQ(
      f.text("metadata.jsonl"),
      "{\"file_name\":\"a, b.png\",\"text\":\"wolf, male/female\",\"tags\":[\"wolf\",\"male/female\"]}\n");
}

TEST(Export, NamesWhatIsMissing) {
  ExportFixture f;
  EXPECT_EQ(run_jtp({"export", "--all", "--store", f / "none.sqlite"}).code, 1);
  const Outcome unknown = f.run({f / "nothing.png"});
  EXPECT_EQ(unknown.code, 1);
  EXPECT_TRUE(has(unknown.err, "the store has no scores for it")) << unknown.err;
  for (const Arguments& mistake : {Arguments{"--format", "word"},
                                   {"--implications", "remove"},
                                   {"--replace", "wolf"},
                                   {"--suffix", "word"},
                                   {"--threshold", "2"},
                                   {"--format", "hf-metadata"},
                                   {"--format", "jsonl", "--undo"},
                                   {"--format", "xmp", "--escape"},
                                   {"-o", "x"},
                                   {"--parent", "AI"}}) {
    const Outcome outcome = f.run(mistake);
    EXPECT_EQ(outcome.code, 2) << mistake[0] << mistake.back();
    EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
  }
}

TEST(Export, OneOfSeveralScorersMustBeChosen) {
  ExportFixture f;
  f.add("a.png", {0.9F});
  f.store().add_scorer({std::string(64, 'b'), "bf16", ""}, "other", ExportFixture::vocabulary());
  const Outcome several = f.run({});
  EXPECT_EQ(several.code, 2);
  EXPECT_TRUE(has(several.err, "toy@aaaaaaaaaaaa f32 (1 picture), other@bbbbbbbbbbbb bf16 (0 pictures)"))
      << several.err;
  EXPECT_EQ(f.run({"--model", "toy"}).code, 0);
  EXPECT_EQ(f.run({"--precision", "f32"}).code, 0);
  EXPECT_EQ(f.run({"--model", "aaaaaa"}).code, 0);
  EXPECT_EQ(f.run({"--model", "nobody"}).code, 2);
}

TEST(Export, UndoesWhatTagWrote) {
  const TemporaryFolder folder;
  draw_pictures(folder / "p", 2);
  write_text(folder / "p/0000.txt", "mine");
  const std::string store = (folder / "scores.sqlite").string();
  const std::string pictures = (folder / "p").string();
  ASSERT_EQ(
      run_jtp(tag_quietly({"--store", store, "--write", "--threshold", "0.001", "--limit", "9", pictures}))
          .code,
      0);
  const std::string tagged = read_text(folder / "p/0000.txt");
  EXPECT_EQ(std::count(tagged.begin(), tagged.end(), ','), 9) << tagged;
  ASSERT_EQ(run_jtp({"export", "--store", store, "--threshold", "0.001", "--limit", "2", pictures}).code, 0);
  const std::string exported = read_text(folder / "p/0000.txt");
  EXPECT_EQ(std::count(exported.begin(), exported.end(), ','), 2) << exported;
  EXPECT_TRUE(tagged.starts_with(exported)) << exported;
  ASSERT_EQ(run_jtp({"export", "--store", store, "--undo", pictures}).code, 0);
  EXPECT_EQ(read_text(folder / "p/0000.txt"), "mine");
  EXPECT_FALSE(fs::exists(folder / "p/0001.txt"));
}

// Only some captions fit on the disk. The others are reported. Every caption is complete or absent, and the
// store has a record of exactly the complete ones.
TEST(Export, AFullDiskLeavesCompleteCaptionsAndACorrectRecord) {
  constexpr int kPictures = 180;
  ExportFixture f;
  const SmallDisk disk(f.pictures());
  if (!disk.is_mounted()) GTEST_SKIP() << "file systems can be mounted by root only";
  const auto name = [](int i, std::string_view extension) { return fmt::format("{:03}.{}", i, extension); };
  for (int i = 0; i < kPictures; ++i) f.add(name(i, "png"), {0.9F, 0.5F});
  const Outcome full = f.run({});
  EXPECT_EQ(full.code, 1);
  EXPECT_TRUE(has(full.err, "No space left on device")) << full.err;
  std::vector<std::string> written;
  for (int i = 0; i < kPictures; ++i) {
    const fs::path caption = f / name(i, "txt");
    if (!fs::exists(caption)) continue;
    EXPECT_EQ(read_text(caption), "wolf, red fur\n");
    written.push_back(caption.string());
  }
  EXPECT_GT(written.size(), 0U);
  EXPECT_LT(written.size(), static_cast<std::size_t>(kPictures));
  EXPECT_EQ(Provenance(f.store()).paths(""), written);
  for (const auto& entry : fs::directory_iterator(f.pictures()))
    EXPECT_FALSE(entry.path().filename().string().starts_with('.')) << entry.path();

  for (int i = 0; i < kPictures / 2; ++i) fs::remove(f / name(i, "png"));
  EXPECT_EQ(f.run({}).code, 0);
  EXPECT_EQ(f.text(name(kPictures - 1, "txt")), "wolf, red fur\n");
}

// The number of kills below: JTP_TEST_KILLS, or enough to find a common mistake.
int kills_wanted() {
  const char* text = std::getenv("JTP_TEST_KILLS");
  return text == nullptr ? 12 : std::max(1, std::atoi(text));
}

std::ptrdiff_t hidden_files(const fs::path& folder) {
  return std::count_if(fs::directory_iterator(folder), fs::directory_iterator(),
                       [](const auto& entry) { return entry.path().filename().string().starts_with('.'); });
}

// Whenever the program dies, every caption is complete, and the next run knows whose each tag is: the user's
// words stay, and machine tags never count as the user's.
TEST(Export, KillingTheProgramNeverTurnsMachineTagsIntoUserTags) {
  constexpr int kPictures = 300;
  const auto caption_of = [](int i) { return fmt::format("{:03}.txt", i); };
  ExportFixture f;
  for (int i = 0; i < kPictures; ++i) {
    f.add(fmt::format("{:03}.png", i), {0.9F, 0.5F, 0.4F});
    if (i % 2 == 0) write_text(f / caption_of(i), "mine");
  }
  const std::string store = f.store().file().string();
  const std::vector<std::string> thresholds = {"0.1", "0.45", "0.6", "0.95"};
  const std::set<std::string> own = {"mine", "mine, wolf", "mine, wolf, red fur",
                                     "mine, wolf, red fur, solo"};
  const std::set<std::string> made = {"wolf\n", "wolf, red fur\n", "wolf, red fur, solo\n"};
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(f.run({}).code, 0);
  const auto undisturbed = std::chrono::steady_clock::now() - start;

  Random random(11);
  for (int kills = 0, round = 0; kills < kills_wanted(); ++round) {
    Program program(
        {"export", "--store", store, "--threshold", thresholds[static_cast<std::size_t>(round) % 4]});
    std::this_thread::sleep_for(undisturbed * random.below(1000) / 1000);
    program.signal(SIGKILL);
    kills += program.finish().code == 128 + SIGKILL ? 1 : 0;
    for (int i = 0; i < kPictures; ++i) {
      const bool is_there = fs::exists(f / caption_of(i));
      const std::string text = is_there ? f.text(caption_of(i)) : "";
      const bool is_whole = i % 2 == 0 ? own.contains(text) : made.contains(text) || !is_there;
      ASSERT_TRUE(is_whole) << caption_of(i) << ": " << text;
    }
    ASSERT_LE(hidden_files(f.pictures()), 8 * kills);  // of the threads that were renaming
  }
  ASSERT_EQ(f.run({"--threshold", "0.45"}).code, 0);
  for (int i = 0; i < kPictures; ++i)
    ASSERT_EQ(f.text(caption_of(i)), i % 2 == 0 ? "mine, wolf, red fur" : "wolf, red fur\n");
  ASSERT_EQ(f.run({"--undo"}).code, 0);
  for (int i = 0; i < kPictures; ++i) {
    ASSERT_EQ(fs::exists(f / caption_of(i)), i % 2 == 0) << i;
    ASSERT_EQ(i % 2 == 0 ? f.text(caption_of(i)) : "mine", "mine");
  }
}

}  // namespace
}  // namespace jtp::test
