// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/pull.h"

#include <algorithm>

#include "jtp/hub/cache.h"
#include "tests/hub/hub_fixture.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;
using test::contains;
using test::FakeHub;
using test::git_id_of;
using test::plain_reply;
using test::read_text;
using test::ServerRequest;
using test::sha256_of;
using test::Storage;

class Pull : public test::HubFixture {};

constexpr const char* kOtherCommit = "89abcdef0123456789abcdef0123456789abcdef";

TEST_F(Pull, WritesTheStandardCacheLayout) {
  EXPECT_EQ(pull(), snapshot() / "weights.safetensors");
  EXPECT_EQ(read_text(snapshot() / "weights.safetensors"), weights_);
  EXPECT_EQ(read_text(snapshot() / "tags.json"), tags_);
  EXPECT_EQ(fs::read_symlink(snapshot() / "weights.safetensors"), "../../../blobs/" + sha256_of(weights_));
  EXPECT_EQ(fs::read_symlink(snapshot() / "tags.json"), "../../../blobs/" + git_id_of(tags_));
  EXPECT_EQ(read_text(repo() / "refs/main"), FakeHub::kCommit);
  EXPECT_EQ(read_text(repo() / ".no_exist" / FakeHub::kCommit / "folder/tags.csv"), "");
  EXPECT_TRUE(fs::exists(folder_ / ".locks/models--owner--model" / (sha256_of(weights_) + ".lock")));
  EXPECT_TRUE(
      read_text(folder_ / "CACHEDIR.TAG").starts_with("Signature: 8a477f597d28d172789f06886806bc55\n"));
  const auto blobs = std::distance(fs::directory_iterator(repo() / "blobs"), fs::directory_iterator());
  EXPECT_EQ(blobs, 3);
}

TEST_F(Pull, SendsTheTokenOnlyToTheHub) {
  options_.token = "hf_secret";
  pull();
  for (const ServerRequest& request : hub_.hub_requests()) {
    EXPECT_EQ(request.header("authorization"), "Bearer hf_secret") << request.target;
    EXPECT_EQ(request.header("accept-encoding"), "identity");
  }
  ASSERT_EQ(hub_.cdn_requests().size(), 1U);
  EXPECT_EQ(hub_.cdn_requests()[0].header("authorization"), "");
}

TEST_F(Pull, SendsNoTokenWhenThereIsNone) {
  pull();
  EXPECT_EQ(hub_.hub_requests()[0].header("authorization"), "");
}

TEST_F(Pull, TakesAllFilesFromTheCommitOfTheWeights) {
  pull();
  const auto requests = hub_.hub_requests();
  EXPECT_EQ(requests[0].method, "HEAD");
  EXPECT_EQ(requests[0].target, "/owner/model/resolve/main/folder/weights.safetensors");
  for (std::size_t i = 1; i < requests.size(); ++i) {
    EXPECT_TRUE(contains(requests[i].target, std::string("/resolve/") + FakeHub::kCommit))
        << requests[i].target;
  }
}

TEST_F(Pull, EncodesTheRevisionInTheAddress) {
  pull(std::string(kSpec) + "@refs/pr/1");
  EXPECT_TRUE(contains(hub_.hub_requests()[0].target, "/resolve/refs%2Fpr%2F1/folder/"));
  EXPECT_EQ(read_text(repo() / "refs/refs/pr/1"), FakeHub::kCommit);
}

TEST_F(Pull, ReportsProgressUpToTheFullSize) {
  std::uint64_t last = 0;
  events_.progress = [&](std::string_view file, std::uint64_t done, std::uint64_t total) {
    if (file != "folder/weights.safetensors") return;
    EXPECT_GE(done, last);
    EXPECT_EQ(total, weights_.size());
    last = done;
  };
  pull();
  EXPECT_EQ(last, weights_.size());
}

TEST_F(Pull, AsksAgainForABranchButDownloadsNothingTwice) {
  pull();
  const auto gets = [this] {
    const auto requests = hub_.hub_requests();
    return std::count_if(requests.begin(), requests.end(), [](const auto& r) { return r.method == "GET"; });
  };
  const auto before = gets();
  pull();
  EXPECT_EQ(gets(), before);
  EXPECT_EQ(hub_.cdn_requests().size(), 1U);
}

TEST_F(Pull, SendsNoRequestForACommitThatIsComplete) {
  pull();
  const std::size_t before = hub_.request_count();
  EXPECT_EQ(pull(std::string(kSpec) + "@" + FakeHub::kCommit), snapshot() / "weights.safetensors");
  EXPECT_EQ(hub_.request_count(), before);
}

TEST_F(Pull, FollowsABranchThatMoved) {
  pull();
  const std::string changed = R"({"wolf": 0, "solo": 1})";
  hub_.add("folder/tags.json", changed, Storage::kGit);
  hub_.set_commit(kOtherCommit);
  const fs::path weights = pull();
  EXPECT_EQ(weights, repo() / "snapshots" / kOtherCommit / "folder/weights.safetensors");
  EXPECT_EQ(read_text(weights.parent_path() / "tags.json"), changed);
  EXPECT_EQ(read_text(repo() / "refs/main"), kOtherCommit);
  EXPECT_EQ(hub_.cdn_requests().size(), 1U) << "the weights did not change";
}

TEST_F(Pull, OfflineUsesTheCacheWithoutARequest) {
  pull();
  const std::size_t before = hub_.request_count();
  options_.offline = true;
  EXPECT_EQ(pull(), snapshot() / "weights.safetensors");
  EXPECT_EQ(hub_.request_count(), before);
}

TEST_F(Pull, OfflineWithoutTheModelSaysSo) {
  options_.offline = true;
  const Error error = failure();
  EXPECT_EQ(error.kind(), ErrorKind::kModel);
  EXPECT_TRUE(contains(error.what(), "HF_HUB_OFFLINE")) << error.what();
  EXPECT_EQ(hub_.request_count(), 0U);
}

TEST_F(Pull, WritesRealFilesIfLinksAreNotWanted) {
  options_.links = SnapshotLinks::kRealFiles;
  pull();
  EXPECT_FALSE(fs::is_symlink(snapshot() / "weights.safetensors"));
  EXPECT_EQ(read_text(snapshot() / "weights.safetensors"), weights_);
  EXPECT_FALSE(fs::exists(weights_blob()));
  pull();
  EXPECT_EQ(hub_.cdn_requests().size(), 1U) << "the real file counts as cached";
}

TEST_F(Pull, VerifyReplacesADamagedFile) {
  pull();
  std::string damaged = weights_;
  damaged[1000] ^= 1;
  test::write_text(weights_blob(), damaged);
  pull();
  EXPECT_EQ(read_text(weights_blob()), damaged) << "the size alone is trusted";
  options_.cached = CachedFiles::kVerify;
  pull();
  EXPECT_EQ(read_text(weights_blob()), weights_);
}

TEST_F(Pull, RefusesAModelWithoutTagsBeforeTheLargeDownload) {
  hub_.add("bare/weights.safetensors", weights_, Storage::kLargeFile);
  const Error error = failure("owner/model/bare/weights.safetensors");
  EXPECT_EQ(error.kind(), ErrorKind::kModel);
  EXPECT_TRUE(contains(error.what(), "bare/tags.json")) << error.what();
  EXPECT_TRUE(hub_.cdn_requests().empty());
}

TEST_F(Pull, ABackboneNeedsNoTags) {
  hub_.add("model.safetensors", weights_, Storage::kLargeFile);
  ModelSpec spec = parse_model_spec("siglip-so400m");
  spec.repo = "owner/model";  // which exists on this hub
  const fs::path weights = pull_model(spec, options_, events_, cancelled_);
  EXPECT_EQ(read_text(weights), weights_);
  EXPECT_FALSE(fs::exists(weights.parent_path() / "tags.json"));
}

TEST_F(Pull, RefusesUnpinnedContentBeforeDownloadingIt) {
  ModelSpec spec = parse_model_spec(kSpec);
  spec.files[0].pin = Pin{std::string(64, 'a'), weights_.size(), PinPolicy::kMustMatch};
  try {
    pull_model(spec, options_, events_, cancelled_);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kModel);
    EXPECT_TRUE(contains(error.what(), sha256_of(weights_))) << error.what();
  }
  EXPECT_TRUE(hub_.cdn_requests().empty());
}

TEST_F(Pull, ChecksThePinOfAFileWithAnUninformativeEtag) {
  hub_.script_hub([this](const ServerRequest& request, int) -> std::optional<test::ServerReply> {
    test::ServerReply reply = hub_.answer(request);
    if (contains(request.target, "weights")) reply.headers["X-Linked-Etag"] = "\"opaque-1\"";
    return reply;
  });
  ModelSpec spec = parse_model_spec(kSpec);
  spec.files[0].pin = Pin{std::string(64, 'a'), weights_.size(), PinPolicy::kMustMatch};
  EXPECT_THROW(pull_model(spec, options_, events_, cancelled_), Error);
  EXPECT_FALSE(fs::exists(snapshot() / "weights.safetensors"));
  EXPECT_FALSE(fs::exists(blob("opaque-1")));
  spec.files[0].pin->sha256 = sha256_of(weights_);
  EXPECT_EQ(read_text(pull_model(spec, options_, events_, cancelled_)), weights_);
}

TEST_F(Pull, AcceptsAndReportsAnUnexpectedTagList) {
  ModelSpec spec = parse_model_spec(kSpec);
  spec.files[1].pin = Pin{std::string(64, 'a'), tags_.size(), PinPolicy::kExpected};
  pull_model(spec, options_, events_, cancelled_);
  ASSERT_EQ(notices_.size(), 1U);
  EXPECT_TRUE(contains(notices_[0], "folder/tags.json")) << notices_[0];
}

TEST_F(Pull, SendsNoRequestForCachedPinnedWeights) {
  ModelSpec spec = parse_model_spec(kSpec);
  spec.files.resize(2);
  spec.files[0].pin = Pin{sha256_of(weights_), weights_.size(), PinPolicy::kMustMatch};
  const fs::path first = pull_model(spec, options_, events_, cancelled_);
  const std::size_t before = hub_.request_count();
  EXPECT_EQ(pull_model(spec, options_, events_, cancelled_), first);
  EXPECT_EQ(hub_.request_count(), before);
}

}  // namespace
}  // namespace jtp
