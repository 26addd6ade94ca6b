// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "jtp/http/client.h"

namespace jtp {

// How a snapshot names its files.
enum class SnapshotLinks {
  kSymbolic,   // relative links into blobs/, real files where the file system has no links
  kRealFiles,  // always real files
};

// What to think of a file that is in the cache already.
enum class CachedFiles {
  kTrust,   // its size is enough
  kVerify,  // read it again, compare the hash, replace it if it is damaged
};

// Where and how to download. The command line fills it from the environment (docs/hub.md).
struct HubOptions {
  std::string endpoint = "https://huggingface.co";
  std::string token;                // empty: anonymous
  std::filesystem::path cache_dir;  // holds models--OWNER--NAME/
  bool offline = false;             // not a single request
  SnapshotLinks links = SnapshotLinks::kSymbolic;
  CachedFiles cached = CachedFiles::kTrust;
  HttpSettings http;
  int retries = 5;                                // in a row without progress; 0: give up at once
  std::chrono::milliseconds backoff{1'000};       // before the first retry; doubles up to max_backoff
  std::chrono::milliseconds max_backoff{60'000};  // also the longest Retry-After that is waited for
};

// What a download tells while it runs, from the thread that called it; either may be empty.
struct PullEvents {
  // `done` of `total` bytes of `file` are on the disk, those of an earlier, interrupted run included.
  std::function<void(std::string_view file, std::uint64_t done, std::uint64_t total)> progress;
  std::function<void(const std::string& line)> notice;  // a retry, a wait, a surprise
};

}  // namespace jtp
