// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/download.h"

#include <sys/mount.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "tests/hub/hub_fixture.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;
using test::contains;
using test::FakeHub;
using test::plain_reply;
using test::read_text;
using test::serve_range;
using test::ServerReply;
using test::ServerRequest;
using test::sha256_of;
using test::Storage;

class Downloading : public test::HubFixture {
 protected:
  // Breaks the first answer of the CDN after `bytes`.
  void cut_once(std::size_t bytes) {
    hub_.script_cdn([this, bytes](const ServerRequest& request, int nth) -> std::optional<ServerReply> {
      if (nth > 0) return std::nullopt;
      ServerReply reply = hub_.answer_cdn(request);
      reply.cut_after = bytes;
      return reply;
    });
  }
};

TEST_F(Downloading, ResumesWhereTheConnectionBroke) {
  cut_once(100'000);
  EXPECT_EQ(read_text(pull()), weights_);
  const auto requests = hub_.cdn_requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[0].header("range"), "");
  EXPECT_EQ(requests[1].header("range"), "bytes=100000-");
  EXPECT_EQ(notices_.size(), 1U);
  EXPECT_FALSE(fs::exists(weights_partial()));
}

TEST_F(Downloading, KeepsThePartForTheNextCall) {
  options_.retries = 0;
  cut_once(100'000);
  EXPECT_EQ(failure().kind(), ErrorKind::kNetwork);
  EXPECT_EQ(fs::file_size(weights_partial()), 100'000U);
  EXPECT_FALSE(fs::exists(weights_blob()));
  EXPECT_FALSE(fs::exists(snapshot() / "weights.safetensors"));
  EXPECT_FALSE(fs::exists(repo() / "refs/main"));
  EXPECT_EQ(read_text(pull()), weights_);
  EXPECT_EQ(hub_.cdn_requests().back().header("range"), "bytes=100000-");
}

TEST_F(Downloading, StartsAgainWhenTheServerIgnoresRanges) {
  hub_.script_cdn([this](const ServerRequest&, int nth) -> std::optional<ServerReply> {
    ServerReply reply = plain_reply(200, weights_);
    if (nth == 0) reply.cut_after = 100'000;
    return reply;
  });
  EXPECT_EQ(read_text(pull()), weights_);
  EXPECT_EQ(hub_.cdn_requests()[1].header("range"), "bytes=100000-");
}

TEST_F(Downloading, StartsAgainWhenTheContentChanged) {
  options_.retries = 0;
  cut_once(100'000);
  failure();
  hub_.script_cdn(nullptr);
  const std::string changed(200'000, 'x');
  hub_.add("folder/weights.safetensors", changed, Storage::kLargeFile);
  hub_.set_commit("89abcdef0123456789abcdef0123456789abcdef");
  EXPECT_EQ(read_text(pull()), changed);
  EXPECT_EQ(hub_.cdn_requests().back().header("range"), "");
}

TEST_F(Downloading, StartsAgainWhenTheRangeIsRefused) {
  cut_once(100'000);
  options_.retries = 0;
  failure();
  options_.retries = 2;
  hub_.script_cdn([](const ServerRequest&, int nth) -> std::optional<ServerReply> {
    if (nth == 0) return plain_reply(416);
    return std::nullopt;
  });
  EXPECT_EQ(read_text(pull()), weights_);
}

TEST_F(Downloading, StartsAgainWhenTheKeptPartIsDamaged) {
  fs::create_directories(repo() / "blobs");
  test::write_text(weights_partial(), std::string(100'000, '!'));
  EXPECT_EQ(read_text(pull()), weights_);
  ASSERT_FALSE(notices_.empty());
  EXPECT_TRUE(contains(notices_[0], "damaged")) << notices_[0];
}

TEST_F(Downloading, AcceptsACompletePartWithoutAnotherRequest) {
  fs::create_directories(repo() / "blobs");
  test::write_text(weights_partial(), weights_);
  EXPECT_EQ(read_text(pull()), weights_);
  EXPECT_TRUE(hub_.cdn_requests().empty());
}

TEST_F(Downloading, DiscardsAPartThatIsTooLong) {
  fs::create_directories(repo() / "blobs");
  test::write_text(weights_partial(), weights_ + "more");
  EXPECT_EQ(read_text(pull()), weights_);
}

TEST_F(Downloading, RefusesTheWrongRange) {
  cut_once(100'000);
  options_.retries = 0;
  failure();
  hub_.script_cdn([this](const ServerRequest&, int) -> std::optional<ServerReply> {
    ServerReply reply = plain_reply(206, weights_.substr(50));
    reply.headers["Content-Range"] = "bytes 50-299999/300000";
    return reply;
  });
  EXPECT_TRUE(contains(failure().what(), "bytes 50-299999/300000"));
  hub_.script_cdn(nullptr);
  EXPECT_EQ(read_text(pull()), weights_) << "the next call starts afresh";
}

TEST_F(Downloading, AbortsAStalledTransferAndResumes) {
  hub_.script_cdn([this](const ServerRequest& request, int nth) -> std::optional<ServerReply> {
    ServerReply reply = hub_.answer_cdn(request);
    if (nth == 0) reply.delay = std::chrono::seconds(10);
    return reply;
  });
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(read_text(pull()), weights_);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(8));
}

TEST_F(Downloading, AsksForANewAddressWhenTheSignedOneExpired) {
  hub_.script_cdn([](const ServerRequest&, int nth) -> std::optional<ServerReply> {
    if (nth == 0) return plain_reply(403);
    return std::nullopt;
  });
  EXPECT_EQ(read_text(pull()), weights_);
}

TEST_F(Downloading, CancelKeepsThePart) {
  events_.progress = [this](std::string_view, std::uint64_t done, std::uint64_t) {
    if (done > 0) cancelled_ = true;
  };
  EXPECT_EQ(failure().kind(), ErrorKind::kCancelled);
  EXPECT_GT(fs::file_size(weights_partial()), 0U);
  cancelled_ = false;
  events_.progress = nullptr;
  EXPECT_EQ(read_text(pull()), weights_);
}

TEST_F(Downloading, CancelEndsTheWaitForARetryAtOnce) {
  options_.backoff = std::chrono::seconds(30);
  cut_once(1000);
  events_.notice = [this](const std::string&) { cancelled_ = true; };
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(failure().kind(), ErrorKind::kCancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST_F(Downloading, TwoAtOnceDownloadOnlyOnceAndBothSucceed) {
  std::atomic<bool> started{false};
  hub_.script_cdn([&](const ServerRequest& request, int) -> std::optional<ServerReply> {
    started = true;
    ServerReply reply = hub_.answer_cdn(request);
    reply.delay = std::chrono::milliseconds(300);
    return reply;
  });
  fs::path first;
  std::thread other([&] { first = pull_model(parse_model_spec(kSpec), options_, {}, cancelled_); });
  while (!started) std::this_thread::yield();
  EXPECT_EQ(read_text(pull()), weights_);
  other.join();
  EXPECT_EQ(read_text(first), weights_);
  EXPECT_EQ(hub_.cdn_requests().size(), 1U);
  ASSERT_FALSE(notices_.empty());
  EXPECT_TRUE(contains(notices_[0], "waiting")) << notices_[0];
}

TEST_F(Downloading, SaysHowMuchSpaceIsMissing) {
  hub_.script_hub([this](const ServerRequest& request, int) -> std::optional<ServerReply> {
    ServerReply reply = hub_.answer(request);
    if (contains(request.target, "weights")) reply.headers["X-Linked-Size"] = "9000000000000000";
    return reply;
  });
  const Error error = failure();
  EXPECT_EQ(error.kind(), ErrorKind::kIo);
  EXPECT_TRUE(contains(error.what(), "9000000000000000 bytes are needed")) << error.what();
  EXPECT_TRUE(hub_.cdn_requests().empty());
}

TEST_F(Downloading, UsesAReadOnlyCacheThatIsComplete) {
  pull();
  const auto perms = [](const fs::path& root, fs::perms mode) {
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (!entry.is_symlink()) fs::permissions(entry.path(), mode, fs::perm_options::remove);
    }
  };
  perms(folder_.path(), fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write);
  EXPECT_EQ(read_text(pull()), weights_);
  for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
    if (entry.is_directory()) fs::permissions(entry.path(), fs::perms::owner_write, fs::perm_options::add);
  }
}

// A file system of 256 KiB, if the machine permits mounting one.
class SmallDisk {
 public:
  explicit SmallDisk(const fs::path& path) : path_(path) {
    fs::create_directories(path_);
    mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=256k") == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool mounted() const { return mounted_; }

 private:
  fs::path path_;
  bool mounted_ = false;
};

TEST_F(Downloading, AFullDiskLeavesNoWrongFileAndReportsTheSpaceNeeded) {
  const SmallDisk disk(folder_ / "disk");
  if (!disk.mounted()) GTEST_SKIP() << "no right to mount a small file system";
  options_.cache_dir = folder_ / "disk";
  bool filled = false;
  events_.progress = [&](std::string_view, std::uint64_t done, std::uint64_t) {
    if (done == 0 || filled) return;
    filled = true;  // another program uses the space that was free at the start
    std::ofstream(folder_ / "disk/other") << std::string(300'000, 'o');
  };
  weights_.resize(200'000);
  hub_.add("folder/weights.safetensors", weights_, Storage::kLargeFile);
  const Error error = failure();
  EXPECT_EQ(error.kind(), ErrorKind::kIo);
  EXPECT_TRUE(contains(error.what(), "disk is full")) << error.what();
  EXPECT_FALSE(fs::exists(options_.cache_dir / "models--owner--model/blobs" / sha256_of(weights_)));
  fs::remove(folder_ / "disk/other");
  EXPECT_EQ(read_text(pull()), weights_);
}

}  // namespace
}  // namespace jtp
