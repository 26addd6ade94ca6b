// SPDX-License-Identifier: Apache-2.0
// Answers other than the file that a hub, or something in front of it, may give, each with the message that a
// user needs.
#include "tests/hub/hub_fixture.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;
using test::contains;
using test::plain_reply;
using test::read_text;
using test::ServerReply;
using test::ServerRequest;
using test::Storage;

class Refusal : public test::HubFixture {
 protected:
  void hub_answers(const ServerReply& reply) {
    hub_.script_hub([reply](const ServerRequest&, int) { return reply; });
  }
  void hub_answers_first(int count, const ServerReply& reply) {
    hub_.script_hub([reply, count](const ServerRequest&, int nth) -> std::optional<ServerReply> {
      if (nth < count) return reply;
      return std::nullopt;
    });
  }
  void cdn_answers(const ServerReply& reply) {
    hub_.script_cdn([reply](const ServerRequest&, int) { return reply; });
  }
};

TEST_F(Refusal, Status401WithoutATokenMentionsHfToken) {
  hub_answers(plain_reply(401));
  const Error error = failure();
  EXPECT_EQ(error.kind(), ErrorKind::kNetwork);
  EXPECT_TRUE(contains(error.what(), "HF_TOKEN is not set")) << error.what();
  EXPECT_EQ(hub_.request_count(), 1U) << "not worth a retry";
}

TEST_F(Refusal, Status403WithATokenBlamesTheTokenWithoutShowingIt) {
  options_.token = "hf_secret";
  hub_answers(plain_reply(403));
  const Error error = failure();
  EXPECT_TRUE(contains(error.what(), "the token in HF_TOKEN may not read it")) << error.what();
  EXPECT_FALSE(contains(error.what(), "hf_secret"));
}

TEST_F(Refusal, AGatedRepositorySaysWhereToAcceptItsConditions) {
  ServerReply reply = plain_reply(403);
  reply.headers["X-Error-Code"] = "GatedRepo";
  hub_answers(reply);
  EXPECT_TRUE(contains(failure().what(), hub_.url() + "/owner/model"));
}

TEST_F(Refusal, AMissingFileIsNamed) {
  const Error error = failure("owner/model/folder/other.safetensors");
  EXPECT_EQ(error.kind(), ErrorKind::kModel);
  EXPECT_TRUE(contains(error.what(), "folder/other.safetensors")) << error.what();
}

TEST_F(Refusal, AMissingRevisionIsNamed) {
  ServerReply reply = plain_reply(404);
  reply.headers["X-Error-Code"] = "RevisionNotFound";
  hub_answers(reply);
  const Error error = failure(std::string(kSpec) + "@v9");
  EXPECT_EQ(error.kind(), ErrorKind::kModel);
  EXPECT_TRUE(contains(error.what(), "revision \"v9\"")) << error.what();
}

TEST_F(Refusal, AMissingRepositoryIsNamed) {
  ServerReply reply = plain_reply(404);
  reply.headers["X-Error-Code"] = "RepoNotFound";
  hub_answers(reply);
  EXPECT_TRUE(contains(failure().what(), "owner/model"));
}

TEST_F(Refusal, Status429WaitsAsLongAsTheHubAsks) {
  ServerReply reply = plain_reply(429);
  reply.headers["Retry-After"] = "1";
  hub_.script_hub([reply](const ServerRequest& request, int nth) -> std::optional<ServerReply> {
    if (nth == 0 && contains(request.target, "/main/")) return reply;
    return std::nullopt;
  });
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(read_text(pull()), weights_);
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(990));
}

TEST_F(Refusal, Status429ForAnHourIsNotWaitedFor) {
  ServerReply reply = plain_reply(429);
  reply.headers["Retry-After"] = "3600";
  hub_answers(reply);
  EXPECT_TRUE(contains(failure().what(), "3600 s"));
}

TEST_F(Refusal, RetriesServerErrorsAndThenGivesUp) {
  hub_answers_first(2, plain_reply(503));
  EXPECT_EQ(read_text(pull()), weights_);
  hub_answers(plain_reply(500));
  const std::size_t before = hub_.request_count();
  const Error error = failure();
  EXPECT_EQ(error.kind(), ErrorKind::kNetwork);
  EXPECT_TRUE(contains(error.what(), "HTTP status 500; gave up after 6 attempts")) << error.what();
  EXPECT_EQ(hub_.request_count() - before, 6U);
}

TEST_F(Refusal, RetriesAServerErrorOfTheSecondHost) {
  hub_.script_cdn([](const ServerRequest&, int nth) -> std::optional<ServerReply> {
    if (nth == 0) return plain_reply(502, "bad gateway");
    return std::nullopt;
  });
  EXPECT_EQ(read_text(pull()), weights_);
}

TEST_F(Refusal, AWrongHashLeavesNothingBehind) {
  std::string wrong = weights_;
  wrong[5] ^= 1;
  cdn_answers(plain_reply(200, wrong));
  const Error error = failure();
  EXPECT_EQ(error.kind(), ErrorKind::kModel);
  EXPECT_TRUE(contains(error.what(), "sha256 " + test::sha256_of(wrong))) << error.what();
  EXPECT_FALSE(fs::exists(weights_blob()));
  EXPECT_FALSE(fs::exists(weights_partial()));
  EXPECT_FALSE(fs::exists(snapshot() / "weights.safetensors"));
}

TEST_F(Refusal, AWrongGitIdOfTheTagsIsNoticed) {
  hub_.script_hub([this](const ServerRequest& request, int) -> std::optional<ServerReply> {
    ServerReply reply = hub_.answer(request);
    if (request.method == "GET" && contains(request.target, "tags.json")) reply.body[2] ^= 1;
    return reply;
  });
  const Error error = failure();
  EXPECT_EQ(error.kind(), ErrorKind::kModel);
  EXPECT_TRUE(contains(error.what(), "git id")) << error.what();
}

TEST_F(Refusal, AnIncompleteFileIsReportedWithBothSizes) {
  options_.retries = 1;
  cdn_answers(plain_reply(200, weights_.substr(0, 1000)));
  const Error error = failure();
  EXPECT_EQ(error.kind(), ErrorKind::kNetwork);
  EXPECT_TRUE(contains(error.what(), "incomplete: 1000 of 300000 bytes")) << error.what();
}

TEST_F(Refusal, AbortsAFileThatIsTooLong) {
  cdn_answers(plain_reply(200, weights_ + "more"));
  EXPECT_TRUE(contains(failure().what(), "more than the 300000 bytes"));
  EXPECT_EQ(fs::file_size(weights_partial()), 0U);
}

TEST_F(Refusal, AGitLfsPointerIsRecognised) {
  const std::string pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n";
  hub_.add("folder/weights.safetensors", pointer, Storage::kGit);
  const Error error = failure();
  EXPECT_EQ(error.kind(), ErrorKind::kModel);
  EXPECT_TRUE(contains(error.what(), "Git-LFS pointer")) << error.what();
  EXPECT_FALSE(fs::exists(snapshot() / "weights.safetensors"));
}

TEST_F(Refusal, AnHtmlPageInPlaceOfTheHubIsRecognised) {
  ServerReply reply = plain_reply(200, "<html>please log in</html>");
  reply.headers["Content-Type"] = "text/html; charset=utf-8";
  hub_answers(reply);
  const Error error = failure();
  EXPECT_EQ(error.kind(), ErrorKind::kNetwork);
  EXPECT_TRUE(contains(error.what(), "captive portal")) << error.what();
}

TEST_F(Refusal, AnHtmlPageInPlaceOfTheFileIsRecognised) {
  ServerReply reply = plain_reply(200, "<html>please log in</html>");
  reply.headers["Content-Type"] = "text/html";
  cdn_answers(reply);
  EXPECT_TRUE(contains(failure().what(), "HTML page"));
  hub_.script_cdn(nullptr);
  hub_.add("folder/weights.safetensors", "\n<!DOCTYPE html><p>hello", Storage::kLargeFile);
  EXPECT_TRUE(contains(failure().what(), "HTML page")) << "without the content type";
}

TEST_F(Refusal, AnswersWithoutACommitAreNotAHub) {
  ServerReply reply = plain_reply(200, "x");
  reply.headers["ETag"] = "\"abc\"";
  hub_answers(reply);
  EXPECT_TRUE(contains(failure().what(), "X-Repo-Commit"));
}

TEST_F(Refusal, AnEtagThatWouldLeadOutOfTheCacheIsRefused) {
  hub_.script_hub([this](const ServerRequest& request, int) -> std::optional<ServerReply> {
    ServerReply reply = hub_.answer(request);
    reply.headers["X-Linked-Etag"] = "\"../../etc\"";
    return reply;
  });
  EXPECT_TRUE(contains(failure().what(), "etag"));
}

TEST_F(Refusal, AnUnknownSizeIsRefused) {
  hub_.script_hub([this](const ServerRequest& request, int) -> std::optional<ServerReply> {
    ServerReply reply = hub_.answer(request);
    reply.headers["X-Linked-Size"] = "12x";
    return reply;
  });
  EXPECT_TRUE(contains(failure().what(), "does not give its size"));
}

TEST_F(Refusal, AMissingNetworkIsReportedAtOnce) {
  options_.endpoint = "http://127.0.0.1:9";  // the discard port: nothing listens there
  options_.backoff = std::chrono::seconds(30);
  const Error error = failure();
  EXPECT_EQ(error.kind(), ErrorKind::kNetwork);
  EXPECT_TRUE(contains(error.what(), "cannot reach http://127.0.0.1:9")) << error.what();
}

TEST_F(Refusal, AnInvalidEndpointIsAUsageError) {
  options_.endpoint = "my hub";
  EXPECT_EQ(failure().kind(), ErrorKind::kUsage);
}

}  // namespace
}  // namespace jtp
