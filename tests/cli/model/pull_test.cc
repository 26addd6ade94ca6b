// SPDX-License-Identifier: Apache-2.0
// `jtp pull` as a program, against a hub that the test starts. JTP_PROGRAM is the path of jtp.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "tests/hub/fake_hub.h"
#include "tests/support/files.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;
using test::FakeHub;
using test::read_text;
using test::ServerReply;
using test::ServerRequest;
using test::Storage;

class PullCommand : public ::testing::Test {
 protected:
  static constexpr const char* kModel = "owner/model/m.safetensors";

  PullCommand() {
    hub_.add("m.safetensors", weights_, Storage::kLargeFile);
    hub_.add("tags.json", R"({"wolf": 0})", Storage::kGit);
  }

  // Starts jtp with a clean environment, its output in files.
  pid_t start(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {JTP_PROGRAM, "pull"});
    std::vector<std::string> variables = {"HF_ENDPOINT=" + hub_.url(),
                                          "HF_HUB_CACHE=" + (folder_ / "hub").string(),
                                          "HOME=" + folder_.path().string()};
    const std::string out = (folder_ / "out").string();
    const std::string err = (folder_ / "err").string();
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    pid_t pid = -1;
    ::posix_spawn(&pid, JTP_PROGRAM, &actions, nullptr, pointers(arguments).data(),
                  pointers(variables).data());
    ::posix_spawn_file_actions_destroy(&actions);
    return pid;
  }

  static std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (std::string& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
  }

  static int wait_for(pid_t pid) {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  // The CDN's first answer stops after 200,000 bytes; returns when the program has written them.
  pid_t start_and_stall() {
    hub_.script_cdn([this](const ServerRequest& request, int nth) -> std::optional<ServerReply> {
      if (nth > 0) return std::nullopt;
      ServerReply reply = hub_.answer_cdn(request);
      reply.hold_after = 200'000;
      return reply;
    });
    const pid_t pid = start({kModel});
    const fs::path part = blob_.string() + ".incomplete";
    while (!fs::exists(part) || fs::file_size(part) < 200'000)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return pid;
  }

  int run(const std::vector<std::string>& arguments) const { return wait_for(start(arguments)); }
  std::string out() const { return read_text(folder_ / "out"); }
  std::string err() const { return read_text(folder_ / "err"); }

  const std::string weights_ = std::string(500'000, 'w');  // half a MB
  test::TemporaryFolder folder_;
  const fs::path blob_ = folder_ / ("hub/models--owner--model/blobs/" + test::sha256_of(weights_));
  FakeHub hub_;
};

TEST_F(PullCommand, PrintsOnlyThePathOnStdout) {
  EXPECT_EQ(run({kModel}), 0) << err();
  const fs::path path = folder_ / "hub/models--owner--model/snapshots" / FakeHub::kCommit / "m.safetensors";
  EXPECT_EQ(out(), path.string() + "\n");
  EXPECT_EQ(read_text(path), weights_);
  EXPECT_NE(err().find("100 %  500 of 500 kB"), std::string::npos) << err();
  EXPECT_NE(err().find("  m.safetensors\n"), std::string::npos) << err();
  EXPECT_EQ(err().find('\r'), std::string::npos) << "plain lines where stderr is no terminal";
}

TEST_F(PullCommand, ExitCodesIdentifyTheError) {
  EXPECT_EQ(run({}), 2);
  EXPECT_EQ(run({"nonsense"}), 2);
  EXPECT_EQ(run({"owner/model/other.safetensors"}), 3);
  hub_.script_cdn(
      [](const ServerRequest&, int) { return test::plain_reply(200, std::string(500'000, 'x')); });
  EXPECT_EQ(run({kModel}), 3);
  EXPECT_NE(err().find("sha256"), std::string::npos) << err();
  hub_.script_hub([](const ServerRequest&, int) { return test::plain_reply(403); });
  EXPECT_EQ(run({kModel}), 1);
  EXPECT_EQ(out(), "");
}

TEST_F(PullCommand, HelpShowsAnExample) {
  EXPECT_EQ(run({"--help"}), 0);
  EXPECT_NE(out().find("jtp pull pilot"), std::string::npos);
}

TEST_F(PullCommand, CtrlCKeepsThePartAndTheNextCallContinues) {
  const pid_t pid = start_and_stall();
  ::kill(pid, SIGINT);
  EXPECT_EQ(wait_for(pid), 130);
  EXPECT_NE(err().find("the same command continues it"), std::string::npos) << err();
  EXPECT_EQ(out(), "");
  EXPECT_EQ(run({kModel}), 0) << err();
  EXPECT_EQ(hub_.cdn_requests().back().header("range"), "bytes=200000-");
}

TEST_F(PullCommand, TwoProcessesAtOnceDownloadTheFileOnce) {
  hub_.script_cdn([&](const ServerRequest& request, int) -> std::optional<ServerReply> {
    ServerReply reply = hub_.answer_cdn(request);
    reply.delay = std::chrono::milliseconds(300);
    return reply;
  });
  const pid_t first = start({kModel});
  const pid_t second = start({kModel});
  EXPECT_EQ(wait_for(first), 0);
  EXPECT_EQ(wait_for(second), 0);
  EXPECT_EQ(hub_.cdn_requests().size(), 1U);
}

TEST_F(PullCommand, AKilledProcessLeavesNoFileUnderTheFinalName) {
  const pid_t pid = start_and_stall();
  ::kill(pid, SIGKILL);
  wait_for(pid);
  EXPECT_FALSE(fs::exists(blob_));
  EXPECT_FALSE(fs::exists(folder_ / "hub/models--owner--model/snapshots"));
  EXPECT_EQ(run({kModel}), 0) << err();
  EXPECT_EQ(read_text(blob_), weights_);
}

}  // namespace
}  // namespace jtp
