// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/cli/program.h"
#include "tests/support/draw.h"

namespace jtp::test {
namespace {

constexpr const char* kCommands[] = {"tag", "serve", "pull", "convert", "info", "compare", "bench", "trace"};

TEST(Usage, HelpNamesEveryCommandAndEveryCommandHasHelpWithAnExample) {
  const Outcome help = run_jtp({"--help"});
  EXPECT_EQ(help.code, 0);
  for (const char* command : kCommands) {
    EXPECT_NE(help.out.find(command), std::string::npos) << command;
    const Outcome own = run_jtp({command, "--help"});
    EXPECT_EQ(own.code, 0);
    EXPECT_NE(own.out.find("Example"), std::string::npos) << own.out;
    EXPECT_EQ(own.err, "");
  }
}

TEST(Usage, WithoutACommandTheHelpGoesToStderr) {
  const Outcome outcome = run_jtp({});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, run_jtp({"--help"}).out);
}

TEST(Usage, VersionListsBuiltInFormatsAndInstructionSets) {
  const Outcome outcome = run_jtp({"--version"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_TRUE(outcome.out.starts_with("jtp 0.")) << outcome.out;
  EXPECT_NE(outcome.out.find("formats: jpeg png"), std::string::npos) << outcome.out;
}

TEST(Usage, UnknownCommandsSuggestTheNearestOne) {
  EXPECT_EQ(run_jtp({"tga"}).err, "jtp: unknown command 'tga'; did you mean 'tag'?\n");
  EXPECT_EQ(run_jtp({"frobnicate"}).err, "jtp: unknown command 'frobnicate' (see 'jtp --help')\n");
  EXPECT_EQ(run_jtp({"tga"}).code, 2);
}

TEST(Usage, WrongOptionsExitWithTwoAndPointToTheHelp) {
  const Arguments mistakes[] = {
      {"tag", "--thresold", "0.3", "a.png"},
      {"tag"},
      {"tag", "--threads", "0", "a.png"},
      {"tag", "--limit", "0", "a.png"},
      {"tag", "--precision", "f64", "a.png"},
      {"tag", "--existing", "skip", "a.png"},
      {"tag", "--category", "colour", "a.png"},
      {"tag", "--write", "-"},
      {"tag", "-0", "a.png"},
      {"tag", "--csv", "--jsonl", "a.png"},
      {"tag", "--write", "-o", "x", "a.png"},
      {"tag", "--files-from", "-", "-"},
      {"tag", "--model", "/no/such/model", "--threshold", "1.5", "a.png"},  // before the model is loaded
      {"tag", "--model", "/no/such/model", "--threshold", "colour=0.5", "a.png"},
      {"tag", "--model", "/no/such/model", "--write", "--extension", "a/b", "a.png"},
      {"trace", "--model", "mini", "a.png"},
      {"trace", "--out", "x"},
      {"info", "--jsno"},
      {"trace", "--precision", "int4", "--out", "x", "a.png"},
      {"compare", "--model", "mini"},
      {"compare", "--model", "mini", "--precision", "f32", "a.png"},
      {"compare", "--model", "mini", "--limit-pictures", "0", "a.png"},
      {"bench", "--random", "huge"},
      {"bench", "--random", "tiny", "--weights", "x"},
      {"bench", "--repeats", "0"},
  };
  for (const Arguments& arguments : mistakes) {
    const Outcome outcome = run_jtp(arguments);
    EXPECT_EQ(outcome.code, 2) << arguments[1];
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(lines_of(outcome.err).size(), 1u) << outcome.err;
    EXPECT_NE(outcome.err.find("(see 'jtp " + arguments[0] + " --help')"), std::string::npos) << outcome.err;
  }
}

TEST(Usage, AMissingModelExitsWithThreeAndSaysHowToGetIt) {
  const Outcome pilot = run_jtp({"tag", "--model", "pilot", "a.png"});
  EXPECT_EQ(pilot.code, 3);
  EXPECT_EQ(pilot.err, "jtp tag: model 'pilot' is not on this machine; to get it: jtp pull pilot\n");
  EXPECT_EQ(run_jtp({"tag", "--model", "/no/such/folder", "a.png"}).code, 3);
  const TemporaryFolder folder;
  write_text(folder / "model.safetensors", "not a model");
  write_text(folder / "tags.json", "{}");
  EXPECT_EQ(run_jtp({"tag", "--model", folder.path(), "a.png"}).code, 3);
}

TEST(Usage, AnUnknownInstructionSetExitsWithFour) {
  EXPECT_EQ(run_jtp({"tag", "--model", "mini", "a.png"}, {{"JTP_ISA", "abacus"}}).code, 4);
}

TEST(Usage, TheDefaultModelIsNamedWithAHintToABetterOne) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 1);
  const Outcome outcome = run_jtp({"tag", folder.path()});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  const auto lines = lines_of(outcome.err);
  EXPECT_TRUE(lines.front().starts_with("model: mini")) << outcome.err;
  EXPECT_NE(lines.front().find("jtp pull pilot"), std::string::npos) << outcome.err;
}

TEST(Usage, EnvironmentVariablesSetOptionsAndOptionsWin) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 1);
  EXPECT_EQ(run_jtp({"tag", "-q", folder.path()}, {{"JTP_MODEL", "pilot"}}).code, 3);
  EXPECT_EQ(run_jtp(tag_quietly({folder.path()}), {{"JTP_MODEL", "pilot"}}).code, 0);
  const Outcome none = run_jtp(tag_quietly({folder.path()}), {{"JTP_THRESHOLD", "1"}});
  EXPECT_EQ(none.out, (folder / "0000.bmp").string() + ":\n");
}

TEST(Usage, TheThresholdVariableAcceptsTheValuesOfTheOption) {
  const TemporaryFolder folder;
  draw_pictures(folder.path(), 1);
  const std::string nothing = (folder / "0000.bmp").string() + ":\n";
  const std::string categories = "general=1,species=1,meta=1,character=1,copyright=1,artist=1,lore=1";
  EXPECT_EQ(run_jtp(tag_quietly({"--threshold", categories, folder.path()})).out, nothing);
  EXPECT_EQ(run_jtp(tag_quietly({folder.path()}), {{"JTP_THRESHOLD", "0.5 " + categories}}).out, nothing);
  for (const char* wrong : {"species", "dragon=0.2", "0.3,1.5", ",", "0.3;0.4"}) {
    const Outcome outcome = run_jtp(tag_quietly({folder.path()}), {{"JTP_THRESHOLD", wrong}});
    EXPECT_EQ(outcome.code, 2) << wrong;
    EXPECT_NE(outcome.err.find("--threshold"), std::string::npos) << outcome.err;
  }
}

}  // namespace
}  // namespace jtp::test
