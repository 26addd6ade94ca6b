// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/access.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"

namespace jtp::test {
namespace {

WebRequest request_with(std::map<std::string, std::string> headers) {
  headers.emplace("host", "127.0.0.1:7860");
  return {.method = "POST", .path = "/api/v1/tag", .headers = std::move(headers)};
}

// The code of the refusal, or "".
std::string refused(const AccessPolicy& policy, std::map<std::string, std::string> headers,
                    Protection protection = Protection::kApi) {
  const auto refusal = policy.refuse(request_with(std::move(headers)), protection);
  return refusal ? refusal->code : "";
}

TEST(Access, AcceptsOnlyTheServersOwnNames) {
  const AccessPolicy policy({.hosts = {"tagger.example"}}, "127.0.0.1", 7860);
  for (const char* host :
       {"127.0.0.1:7860", "localhost:7860", "LOCALHOST:7860", "[::1]:7860", "tagger.example"}) {
    EXPECT_EQ(refused(policy, {{"host", host}}), "") << host;
  }
  for (const char* host :
       {"", "127.0.0.1", "127.0.0.1:80", "evil.test", "evil.test:7860", "localhost.evil.test:7860",
        "127.0.0.1:7860.evil.test", "tagger.example:7860", "8.8.8.8:7860", "localhost:7860 "}) {
    EXPECT_EQ(refused(policy, {{"host", host}}), "forbidden_host") << host;
    EXPECT_EQ(refused(policy, {{"host", host}}, Protection::kOpen), "forbidden_host") << host;
  }
}

TEST(Access, ListeningOnEveryAddressAcceptsAddressesButNotNames) {
  const AccessPolicy policy({.api_key = "key"}, "0.0.0.0", 7860);
  const std::string bearer = "Bearer key";
  EXPECT_EQ(refused(policy, {{"host", "192.168.1.5:7860"}, {"authorization", bearer}}), "");
  EXPECT_EQ(refused(policy, {{"host", "[fe80::1]:7860"}, {"authorization", bearer}}), "");
  EXPECT_EQ(refused(policy, {{"host", "evil.test:7860"}, {"authorization", bearer}}), "forbidden_host");
  EXPECT_EQ(refused(policy, {{"host", "192.168.1.5:80"}, {"authorization", bearer}}), "forbidden_host");
}

TEST(Access, PagesOfOtherOriginsMayNotUseTheApi) {
  const AccessPolicy policy({.origins = {"https://Friend.example"}}, "127.0.0.1", 7860);
  for (const char* origin : {"http://127.0.0.1:7860", "http://localhost:7860", "https://friend.example"}) {
    EXPECT_EQ(refused(policy, {{"origin", origin}, {"sec-fetch-site", "cross-site"}}), "") << origin;
  }
  for (const char* origin :
       {"null", "https://evil.test", "http://127.0.0.1:8080", "https://friend.example.evil.test",
        "http://friend.example", "http://127.0.0.1:7860.evil.test", "127.0.0.1:7860"}) {
    EXPECT_EQ(refused(policy, {{"origin", origin}}), "forbidden_origin") << origin;
  }
  EXPECT_EQ(refused(policy, {{"sec-fetch-site", "cross-site"}}), "forbidden_origin");
  EXPECT_EQ(refused(policy, {{"sec-fetch-site", "same-site"}}), "forbidden_origin");
  EXPECT_EQ(refused(policy, {{"sec-fetch-site", "same-origin"}}), "");
  EXPECT_EQ(refused(policy, {{"sec-fetch-site", "none"}}), "");
  EXPECT_EQ(refused(policy, {{"origin", "https://evil.test"}}, Protection::kOpen), "");
}

TEST(Access, TheKeyComesAsBearerOrAsThePasswordOfBasic) {
  const AccessPolicy policy({.api_key = "s3cret"}, "127.0.0.1", 7860);
  for (const char* value :
       {"Bearer s3cret", "bearer s3cret", "Basic dXNlcjpzM2NyZXQ=", "Basic OnMzY3JldA=="}) {
    EXPECT_EQ(refused(policy, {{"authorization", value}}), "") << value;
  }
  for (const char* value : {"", "Bearer", "Bearer ", "Bearer s3cre", "Bearer s3crets", "Bearer S3CRET",
                            "s3cret", "Basic s3cret", "Basic czNjcmV0", "Digest s3cret"}) {
    EXPECT_EQ(refused(policy, {{"authorization", value}}), "unauthorized") << value;
  }
  EXPECT_EQ(refused(policy, {}, Protection::kOpen), "");
  const auto refusal = policy.refuse(request_with({}), Protection::kApi);
  EXPECT_EQ(refusal->status, 401);
  EXPECT_TRUE(refusal->headers.contains("WWW-Authenticate"));
}

TEST(Access, AllowedOriginsMayReadAnswers) {
  const AccessPolicy policy({.origins = {"https://friend.example"}}, "127.0.0.1", 7860);
  const WebResponse preflight = policy.preflight(request_with({{"origin", "https://friend.example"}}));
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(preflight.headers.at("Access-Control-Allow-Origin"), "https://friend.example");
  EXPECT_FALSE(policy.preflight(request_with({{"origin", "https://evil.test"}}))
                   .headers.contains("Access-Control-Allow-Origin"));
}

TEST(Access, RefusesOptionsThatWouldOpenTheServer) {
  for (const char* host : {"0.0.0.0", "::", "192.168.1.5", "tagger.example", "127.evil.test"}) {
    expect_error(ErrorKind::kUsage, "an API key is required", [&] { AccessPolicy({}, host, 7860); });
  }
  for (const char* host : {"127.0.0.1", "127.0.0.2", "::1", "localhost"}) AccessPolicy({}, host, 7860);
  for (const char* origin :
       {"*", "example.net", "https://*.example.net", "https://example.net/", "https://"}) {
    expect_error(ErrorKind::kUsage, "is not an origin",
                 [&] { AccessPolicy({.origins = {origin}}, "localhost", 7860); });
  }
  expect_error(ErrorKind::kUsage, "visible ASCII",
               [] { AccessPolicy({.api_key = "a b"}, "localhost", 7860); });
}

}  // namespace
}  // namespace jtp::test
