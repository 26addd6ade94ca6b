// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/hub/pull.h"
#include "tests/hub/fake_hub.h"
#include "tests/support/files.h"

namespace jtp::test {

// A hub with a model (large weights, tags.json and config.json), an empty cache, and short waits.
class HubFixture : public ::testing::Test {
 protected:
  static constexpr const char* kSpec = "owner/model/folder/weights.safetensors";

  HubFixture() {
    forget_proxies();
    for (std::size_t i = 0; i < 300'000; ++i) weights_ += static_cast<char>((i * 7 + i / 251) % 256);
    hub_.add("folder/weights.safetensors", weights_, Storage::kLargeFile);
    hub_.add("folder/tags.json", tags_, Storage::kGit);
    hub_.add("folder/config.json", "{}", Storage::kGit);
    options_.endpoint = hub_.url();
    options_.cache_dir = folder_.path();
    options_.backoff = std::chrono::milliseconds(2);
    options_.http.stall_timeout = std::chrono::seconds(1);
    events_.notice = [this](const std::string& line) { notices_.push_back(line); };
  }

  std::filesystem::path pull(const std::string& spec = kSpec) {
    return pull_model(parse_model_spec(spec), options_, events_, cancelled_);
  }

  // The error that pull() throws; kInternal if it throws none.
  Error failure(const std::string& spec = kSpec) {
    try {
      pull(spec);
    } catch (const Error& error) {
      return error;
    }
    return {ErrorKind::kInternal, "no error"};
  }

  std::filesystem::path repo() const { return folder_.path() / "models--owner--model"; }
  std::filesystem::path snapshot() const { return repo() / "snapshots" / FakeHub::kCommit / "folder"; }
  std::filesystem::path blob(const std::string& etag) const { return repo() / "blobs" / etag; }
  std::filesystem::path weights_blob() const { return blob(sha256_of(weights_)); }
  std::filesystem::path weights_partial() const { return weights_blob().string() + ".incomplete"; }

  std::string weights_;
  std::string tags_ = R"({"wolf": 0, "red_fur": 1})";
  TemporaryFolder folder_;
  FakeHub hub_;
  HubOptions options_;
  PullEvents events_;
  std::vector<std::string> notices_;
  std::atomic<bool> cancelled_{false};
};

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace jtp::test
