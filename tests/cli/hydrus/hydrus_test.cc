// SPDX-License-Identifier: Apache-2.0
// `jtp hydrus` as a program, against a fake Hydrus client.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include "tests/cli/program.h"
#include "tests/hydrus/fake_hydrus.h"
#include "tests/support/draw.h"
#include "tests/support/tiny_model.h"

namespace jtp::test {
namespace {

using Tags = std::set<std::string>;

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

class HydrusCommand : public ::testing::Test {
 protected:
  static constexpr const char* kMarker = "tagged by jtp";

  HydrusCommand() {
    TinyModel().write(folder_.path());
    write_text(folder_ / "tags.json",
               R"j({"red_fur": 0, ">:3": 1, ":3": 2, "open_:3": 3, "digital_media_(artwork)": 4})j");
  }

  static Tags all_tags() { return {"red fur", ":>:3", "::3", ":open :3", "digital media (artwork)"}; }
  static Tags with_marker(Tags tags) {
    tags.insert(kMarker);
    return tags;
  }

  std::vector<std::string> add_pictures(int count) {
    std::vector<std::string> hashes;
    for (int i = 0; i < count; ++i)
      hashes.push_back(fake_.add_file(draw_bmp(static_cast<unsigned>(i)), "image/bmp"));
    return hashes;
  }

  Arguments arguments(const Arguments& more) const {
    Arguments all = {"hydrus",
                     "--url",
                     fake_.url(),
                     "--model",
                     folder_ / "model.safetensors",
                     "--search",
                     "system:everything",
                     "--threshold",
                     "0",
                     "--store",
                     folder_ / "scores.sqlite",
                     "--threads",
                     "2"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  Outcome run(const Arguments& more = {}) const { return run_jtp(arguments(more), kVariables); }
  Outcome tag(const Arguments& more = {}) const {
    Arguments all = {"--service", "ai tags"};
    all.insert(all.end(), more.begin(), more.end());
    return run(all);
  }
  Tags tags(const std::string& hash) const { return fake_.tags(hash, FakeHydrus::kAiTags); }

  const Variables kVariables = {{"JTP_HYDRUS_KEY", FakeHydrus::kKey}};
  TemporaryFolder folder_;
  FakeHydrus fake_;
};

TEST_F(HydrusCommand, TagsAndMarksTheFilesOfASearch) {
  const auto hashes = add_pictures(3);
  fake_.add_file("a film", "video/webm");
  const Outcome outcome = tag();
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(has(outcome.err, "4 files: 3 tagged, 15 tags added, 0 failed, 1 file is not a picture"))
      << outcome.err;
  for (const std::string& hash : hashes) {
    EXPECT_EQ(tags(hash), with_marker(all_tags()));
    EXPECT_EQ(fake_.tags(hash, FakeHydrus::kMyTags), Tags());
  }
  EXPECT_EQ(fake_.count("/get_files/file"), 3);
}

TEST_F(HydrusCommand, ASecondRunHasNothingToDo) {
  add_pictures(2);
  tag();
  const int posts = fake_.count("/add_tags/add_tags");
  const Outcome again = tag();
  EXPECT_EQ(again.code, 0);
  EXPECT_TRUE(has(again.err, "no files to tag")) << again.err;
  EXPECT_EQ(fake_.count("/add_tags/add_tags"), posts);
  // Without the marker, the scores come from the store and all tags exist already.
  const Outcome all = tag({"--no-marker"});
  EXPECT_TRUE(has(all.err, "2 tagged (2 from the store), 0 tags added")) << all.err;
  EXPECT_EQ(fake_.count("/get_files/file"), 2);
  EXPECT_EQ(fake_.count("/add_tags/add_tags"), posts);
}

TEST_F(HydrusCommand, NeverAddsTagsThatTheUserDeleted) {
  const auto hashes = add_pictures(1);
  fake_.delete_tag(hashes[0], FakeHydrus::kAiTags, ":>:3");
  fake_.add_tag(hashes[0], FakeHydrus::kAiTags, "red fur");
  const Outcome outcome = tag();
  EXPECT_TRUE(has(outcome.err, "3 tags added, 0 failed, 1 tag skipped as deleted by the user"))
      << outcome.err;
  Tags expected = with_marker(all_tags());
  expected.erase(":>:3");
  EXPECT_EQ(tags(hashes[0]), expected);
}

TEST_F(HydrusCommand, ARemovedMarkerMeansTagAgain) {
  const auto hashes = add_pictures(1);
  tag();
  fake_.delete_tag(hashes[0], FakeHydrus::kAiTags, kMarker);
  EXPECT_TRUE(has(tag().err, "1 tagged (1 from the store), 0 tags added"));
  EXPECT_TRUE(tags(hashes[0]).contains(kMarker));
}

TEST_F(HydrusCommand, NamespacesAndSelection) {
  const auto hashes = add_pictures(1);
  write_text(folder_ / "tags.csv",
             "name,category\nred_fur,0\n>:3,7\n:3,0\nopen_:3,0\ndigital_media_(artwork),7\n");
  const Outcome outcome =
      tag({"--namespaces", "--only", "red_fur,>:3", "--replace", "red_fur=fur", "--marker", "done"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(tags(hashes[0]), (Tags{"done", "fur", "meta:>:3"}));
}

TEST_F(HydrusCommand, ADryRunPrintsAndNeedsNoEditPermission) {
  const auto hashes = add_pictures(2);
  fake_.set_permissions({3});
  const Outcome outcome = tag({"--dry-run", "--only", "red_fur", "--max-files", "1"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, hashes[0] + ": red fur\n");
  EXPECT_EQ(fake_.count("/add_tags/add_tags"), 0);
}

TEST_F(HydrusCommand, PermissionsAreCheckedFirst) {
  add_pictures(1);
  fake_.set_permissions({3, 4});
  const Outcome outcome = tag();
  EXPECT_EQ(outcome.code, 2);
  EXPECT_TRUE(has(outcome.err, "the key 'autotagger' lacks the permission to edit file tags")) << outcome.err;
  fake_.set_permissions({});
  EXPECT_TRUE(has(tag().err, "search for and fetch files, and to edit file tags"));
  EXPECT_EQ(fake_.count("/get_files/search_files"), 0);
}

TEST_F(HydrusCommand, AServiceIsChosenByNameOrKeyAndNeverGuessed) {
  const auto hashes = add_pictures(1);
  const Outcome none = run();
  EXPECT_EQ(none.code, 2);
  EXPECT_TRUE(has(none.err, "'my tags' (6c6f63616c2074616773)")) << none.err;
  EXPECT_FALSE(has(none.err, "public tags"));
  EXPECT_TRUE(has(run({"--service", "public tags"}).err, "not a local tag service; choose one of"));
  fake_.set_service_name(FakeHydrus::kMyTags, "ai tags");
  EXPECT_TRUE(has(tag().err, "several services have this name"));
  EXPECT_EQ(run({"--service", FakeHydrus::kAiTags}).code, 0);
  EXPECT_EQ(tags(hashes[0]), with_marker(all_tags()));
}

TEST_F(HydrusCommand, AWrongKeyIsNeitherUsedNorPrinted) {
  const std::string key(64, 'e');
  const Outcome outcome = run_jtp(arguments({"--service", "ai tags"}), {{"JTP_HYDRUS_KEY", key}});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_TRUE(has(outcome.err, "Did not find an entry for that access key")) << outcome.err;
  EXPECT_FALSE(has(outcome.err, key));
  const Outcome none = run_jtp(arguments({"--service", "ai tags"}));
  EXPECT_TRUE(has(none.err, "no access key: set JTP_HYDRUS_KEY")) << none.err;
  EXPECT_TRUE(has(tag({"--marker", "-x"}).err, "Hydrus does not accept this tag"));
}

TEST_F(HydrusCommand, MoreFilesThanABatch) {
  const auto hashes = add_pictures(300);
  const Outcome outcome = tag({"--quiet"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(fake_.count("/get_files/file_metadata"), 2);
  EXPECT_TRUE(std::all_of(hashes.begin(), hashes.end(),
                          [&](const std::string& hash) { return tags(hash) == with_marker(all_tags()); }));
}

TEST_F(HydrusCommand, AFileThatIsMissingOrNotAPictureDoesNotEndTheRun) {
  const auto hashes = add_pictures(2);
  fake_.add_file("no picture at all", "image/png");
  fake_.set_script([&](const ServerRequest& request) {
    ServerReply gone;
    gone.status = 404;
    gone.body = "gone";
    return has(request.target, "file_id=1001") ? std::optional(gone) : std::nullopt;
  });
  const Outcome outcome = tag();
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(has(outcome.err, "failed: " + hashes[1])) << outcome.err;
  EXPECT_TRUE(has(outcome.err, "1 tagged, 5 tags added, 2 failed")) << outcome.err;
  EXPECT_EQ(tags(hashes[1]), Tags());
}

TEST_F(HydrusCommand, ALostConnectionEndsTheRunAndTheNextRunContinues) {
  const auto hashes = add_pictures(8);
  std::atomic<int> posts = 0;
  fake_.set_script([&](const ServerRequest& request) {
    ServerReply gone;
    gone.cut_after = 0;
    gone.body = "x";
    return request.method == "POST" && ++posts > 3 ? std::optional(gone) : std::nullopt;
  });
  const Outcome outcome = tag();
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(has(outcome.err, "the connection to the Hydrus client broke")) << outcome.err;
  EXPECT_EQ(tags(hashes[2]), all_tags());
  fake_.set_script(nullptr);
  const Outcome next = tag();
  EXPECT_EQ(next.code, 0);
  EXPECT_TRUE(has(next.err, "from the store")) << next.err;
  for (const std::string& hash : hashes) EXPECT_EQ(tags(hash), with_marker(all_tags()));

  fake_.quit();
  const Outcome nobody = run_jtp({"hydrus", "--url", "http://127.0.0.1:1", "--search", "a"}, kVariables);
  EXPECT_EQ(nobody.code, 1);
  EXPECT_TRUE(has(nobody.err, "no Hydrus client answers")) << nobody.err;
}

TEST_F(HydrusCommand, AnInterruptedRunMarksFinishedFiles) {
  const auto hashes = add_pictures(60);
  std::atomic<int> posts = 0;
  std::atomic<Program*> program = nullptr;
  fake_.set_script([&](const ServerRequest& request) -> std::optional<ServerReply> {
    if (request.method == "POST" && ++posts == 5) program.load()->signal(SIGINT);
    return std::nullopt;
  });
  Program running(arguments({"--service", "ai tags"}), {.variables = kVariables});
  program = &running;
  const Outcome outcome = running.finish();
  EXPECT_EQ(outcome.code, 130) << outcome.err;
  const auto is_done = [&](const std::string& hash) { return tags(hash) == with_marker(all_tags()); };
  const auto done = std::count_if(hashes.begin(), hashes.end(), is_done);
  EXPECT_GE(done, 5);
  EXPECT_LT(done, 60);
  EXPECT_TRUE(std::all_of(hashes.begin(), hashes.end(),
                          [&](const std::string& hash) { return tags(hash).empty() || is_done(hash); }));
  fake_.set_script(nullptr);
  EXPECT_EQ(tag().code, 0);
  EXPECT_TRUE(std::all_of(hashes.begin(), hashes.end(), is_done));
}

}  // namespace
}  // namespace jtp::test
