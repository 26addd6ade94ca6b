// SPDX-License-Identifier: Apache-2.0
#include "cli/tag/heat_map_writer.h"

#include <gtest/gtest.h>

#include "jtp/image/decode.h"
#include "tests/cli/program.h"
#include "tests/support/draw.h"

namespace jtp::test {
namespace {

namespace fs = std::filesystem;

TEST(HeatMapPath, IsBesideThePictureUnderASafeName) {
  EXPECT_EQ(heat_map_path("a/b.png", "red_fur"), "a/b.png.red_fur.heatmap.png");
  EXPECT_EQ(heat_map_path("b.jpg", "male/female:x *"), "b.jpg.male_female_x__.heatmap.png");
}

TEST(HeatMapOfTag, ShowsThePictureUnderColours) {
  const TemporaryFolder folder;
  const fs::path bear = folder / "bear.png";
  fs::copy_file(source_dir() / "examples/bear.png", bear);
  const Outcome outcome = run_jtp(tag_quietly({"--heatmap", "animal", "--heatmap", "face", bear}));
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Image picture = decode_image(read_bytes(bear));
  for (const char* tag : {"animal", "face"}) {
    const Image map = decode_image(read_bytes(heat_map_path(bear, tag)));
    ASSERT_EQ(map.rgba.size(), picture.rgba.size());
    EXPECT_FALSE(map.rgba == picture.rgba) << "nothing lies over it for " << tag;
  }
}

// Once for tags and maps together, or once for the maps alone if the store has the scores.
TEST(HeatMapOfTag, TheNetworkRunsOncePerPicture) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 3);
  const Arguments tag = {"tag", "-v", "--model", "mini", "--store", folder / "scores.sqlite", folder.path()};
  Arguments map = tag;
  map.insert(map.end(), {"--heatmap", "animal", "--heatmap", "face"});
  const fs::path map_file = heat_map_path(folder / "0001.bmp", "animal");

  const Outcome first = run_jtp(map);
  EXPECT_EQ(first.code, 0);
  EXPECT_NE(first.err.find(" in 3 passes,"), std::string::npos) << first.err;
  const auto first_map = read_bytes(map_file);
  fs::remove(map_file);

  const Outcome again = run_jtp(map);
  EXPECT_NE(again.err.find("3 tagged (3 from the store)"), std::string::npos) << again.err;
  EXPECT_NE(again.err.find(" in 3 passes,"), std::string::npos) << again.err;
  EXPECT_EQ(again.out, first.out);
  EXPECT_EQ(read_bytes(map_file), first_map);

  const Outcome without = run_jtp(tag);
  EXPECT_NE(without.err.find(" in 0 passes,"), std::string::npos) << without.err;
  EXPECT_EQ(without.out, first.out);
}

TEST(HeatMapOfTag, IsNotTaggedByTheNextRun) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 3);
  const Arguments arguments = tag_quietly({"--heatmap", "animal", "--write", folder.path()});
  ASSERT_EQ(run_jtp(arguments).code, 0);
  const Outcome again = run_jtp(tag_quietly({"--jsonl", folder.path()}));
  EXPECT_EQ(lines_of(again.out).size(), 3u) << again.out;
}

TEST(HeatMapOfTag, LargePicturesAreShrunk) {
  const TemporaryFolder folder;
  write_text(folder / "wide.bmp", draw_bmp(1, {.width = 2048, .height = 30}));
  ASSERT_EQ(run_jtp(tag_quietly({"--heatmap", "animal", folder / "wide.bmp"})).code, 0);
  const Image map = decode_image(read_bytes(heat_map_path(folder / "wide.bmp", "animal")));
  EXPECT_EQ(map.width, 1024);
  EXPECT_EQ(map.height, 15);
}

TEST(HeatMapOfTag, MistakesAreNamed) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 1);
  const Outcome unknown = run_jtp(tag_quietly({"--heatmap", "no such tag", folder.path()}));
  EXPECT_EQ(unknown.code, 2);
  EXPECT_NE(unknown.err.find("the model has no tag 'no such tag'"), std::string::npos) << unknown.err;
  const Outcome nowhere = run_jtp(tag_quietly({"--heatmap", "animal", "-"}));
  EXPECT_EQ(nowhere.code, 2);
}

// The tags are printed, the run goes on, and the picture counts as failed.
TEST(HeatMapOfTag, AHeatMapThatCannotBeWrittenIsReported) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 2);
  fs::create_directory(heat_map_path(folder / "0000.bmp", "animal"));
  const Outcome outcome = run_jtp(tag_quietly({"--heatmap", "animal", folder.path()}));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("0000.bmp.animal.heatmap.png"), std::string::npos) << outcome.err;
  EXPECT_TRUE(fs::exists(heat_map_path(folder / "0001.bmp", "animal")));
}

}  // namespace
}  // namespace jtp::test
