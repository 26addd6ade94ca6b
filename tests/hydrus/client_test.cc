// SPDX-License-Identifier: Apache-2.0
#include "jtp/hydrus/client.h"

#include <gtest/gtest.h>

#include "tests/hydrus/fake_hydrus.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

using test::expect_error;
using test::FakeHydrus;
using test::ServerReply;
using test::ServerRequest;
using Tags = std::set<std::string>;

class Hydrus : public ::testing::Test {
 protected:
  HydrusClient connect(const std::string& key = FakeHydrus::kKey) {
    return {{fake_.url() + "/", key}, {}, cancelled_};
  }

  FakeHydrus fake_;
  std::atomic<bool> cancelled_{false};
};

TEST_F(Hydrus, RefusesAnInvalidKeyBeforeSendingIt) {
  expect_error(ErrorKind::kUsage, "64 hexadecimal digits; this one has 3 characters",
               [&] { connect("abc"); });
  EXPECT_EQ(fake_.count("/verify_access_key"), 0);
}

TEST_F(Hydrus, AWrongKeyIsAUsageError) {
  HydrusClient client = connect(std::string(64, 'f'));
  expect_error(ErrorKind::kUsage, "HTTP status 403): Did not find an entry for that access key",
               [&] { client.access(); });
}

TEST_F(Hydrus, SearchesWithAlternatives) {
  const std::string wolf = fake_.add_file("1", "image/png");
  const std::string fox = fake_.add_file("2", "image/png");
  fake_.add_file("3", "image/png");
  fake_.add_tag(wolf, FakeHydrus::kMyTags, "wolf");
  fake_.add_tag(fox, FakeHydrus::kMyTags, "fox & hound, \"quoted\" ü");
  HydrusClient client = connect();
  EXPECT_EQ(client.search({{"system:everything"}}), (std::vector<std::int64_t>{1000, 1001, 1002}));
  EXPECT_EQ(client.search({{"wolf", "fox & hound, \"quoted\" ü"}}), (std::vector<std::int64_t>{1000, 1001}));
  EXPECT_EQ(client.search({{"system:inbox"}, {"-wolf"}}), (std::vector<std::int64_t>{1001, 1002}));
  expect_error(ErrorKind::kUsage, "could not parse the predicate system:nonsense",
               [&] { client.search({{"system:nonsense"}}); });
}

TEST_F(Hydrus, DescribesAndFetches) {
  const std::string hash = fake_.add_file("some bytes", "image/png");
  fake_.add_tag(hash, FakeHydrus::kMyTags, "wolf");
  fake_.delete_tag(hash, FakeHydrus::kMyTags, "solo");
  HydrusClient client = connect();
  const std::vector<std::int64_t> ids = {1000, 5};
  const auto files = client.describe(ids, FakeHydrus::kMyTags);
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].sha256, hash);
  EXPECT_EQ(files[0].deleted_tags, Tags{"solo"});
  EXPECT_EQ(client.fetch(files[0]).size(), 10U);
  HydrusFile gone = files[0];
  gone.id = 5;
  expect_error(ErrorKind::kNotFound, "That file does not exist", [&] { client.fetch(gone); });
  HydrusFile lying = files[0];
  lying.size = 3;
  expect_error(ErrorKind::kNetwork, "sends more than the 3 bytes of file 1000", [&] { client.fetch(lying); });
}

TEST_F(Hydrus, SkipsDeletedTagsUnlessAskedTo) {
  const std::vector<std::string> hashes = {fake_.add_file("1", "image/png")};
  fake_.delete_tag(hashes[0], FakeHydrus::kMyTags, "solo");
  HydrusClient client = connect();
  const std::vector<std::string> tags = {"solo", ":>:3", "::3"};
  client.add_tags(hashes, FakeHydrus::kMyTags, tags, DeletedTags::kLeaveOut);
  EXPECT_EQ(fake_.tags(hashes[0], FakeHydrus::kMyTags), (Tags{":>:3", "::3"}));
  client.add_tags(hashes, FakeHydrus::kMyTags, tags, DeletedTags::kAddAgain);
  EXPECT_EQ(fake_.tags(hashes[0], FakeHydrus::kMyTags), (Tags{":>:3", "::3", "solo"}));
  expect_error(ErrorKind::kUsage, "no tag service",
               [&] { client.add_tags(hashes, FakeHydrus::kRepository, tags, DeletedTags::kLeaveOut); });
}

TEST_F(Hydrus, ReportsThatNoClientAnswers) {
  HydrusClient client = connect();
  fake_.set_script([](const ServerRequest&) {
    ServerReply reply;
    reply.body = "{\"version\": 81}";
    reply.cut_after = 3;
    return std::optional(reply);
  });
  expect_error(ErrorKind::kNetwork, "the connection to the Hydrus client broke", [&] { client.access(); });
  fake_.set_script([](const ServerRequest&) {
    ServerReply reply;
    reply.status = 302;
    reply.headers["Location"] = "http://127.0.0.2/";
    return std::optional(reply);
  });
  expect_error(ErrorKind::kNetwork, "refuses (HTTP status 302)", [&] { client.access(); });
  fake_.quit();
  expect_error(ErrorKind::kNetwork, "no Hydrus client answers", [&] { client.access(); });
}

TEST_F(Hydrus, StopsWhenItIsCancelled) {
  HydrusClient client = connect();
  cancelled_ = true;
  expect_error(ErrorKind::kCancelled, "stopped", [&] { client.access(); });
}

}  // namespace
}  // namespace jtp
