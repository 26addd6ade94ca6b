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

// How a snapshot refers to its files.
enum class SnapshotLinks {
  kSymbolic,   // relative links into blobs/; real files if the file system does not support links
  kRealFiles,  // always real files
};

// How to treat a file that is already in the cache.
enum class CachedFiles {
  kTrust,   // accept it if its size is right
  kVerify,  // read it again, compare the hash, and replace it if it is damaged
};

// Where and how to download. The command line fills this from the environment (docs/hub.md).
struct HubOptions {
  std::string endpoint = "https://huggingface.co";
  std::string token;                // empty: anonymous
  std::filesystem::path cache_dir;  // contains models--OWNER--NAME/
  bool offline = false;             // send no request at all
  SnapshotLinks links = SnapshotLinks::kSymbolic;
  CachedFiles cached = CachedFiles::kTrust;
  HttpSettings http;
  int retries = 5;                                // retries in a row without progress; 0: give up at once
  std::chrono::milliseconds backoff{1'000};       // before the first retry; doubles up to max_backoff
  std::chrono::milliseconds max_backoff{60'000};  // also the longest Retry-After to wait for
};

// What a download reports, in the thread that called it. Either function may be empty.
struct PullEvents {
  // `done` of `total` bytes of `file` are on the disk, including those of an earlier, interrupted run.
  std::function<void(std::string_view file, std::uint64_t done, std::uint64_t total)> progress;
  std::function<void(const std::string& line)> notice;  // a retry, a wait, an unexpected content
};

}  // namespace jtp
