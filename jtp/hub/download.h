// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

#include "jtp/hub/cache.h"
#include "jtp/hub/client.h"
#include "jtp/hub/options.h"

namespace jtp {

// What a download works with; all of it must outlive the download.
struct DownloadContext {
  HubClient& client;
  const HubCache& cache;
  const HubOptions& options;
  const PullEvents& events;
  const std::atomic<bool>& cancelled;
};

// Provides the snapshot entry of `address` (whose revision is remote.commit) with the content that the hub
// described, and downloads it if it is not in the cache. A download resumes a part that an interrupted run
// left, checks size and hash on the disk, and only then gives the file its final name. Among all processes
// that share the cache, only one downloads a file; the others wait and then find it complete.
//
// Throws Error: kNetwork (retries used up, refused), kModel (wrong hash, a Git-LFS pointer, an HTML page),
// kIo (disk full, no permission), kCancelled. The part that arrived is kept for the next call unless it is
// wrong.
void download(const DownloadContext& context, const FileAddress& address, const RemoteFile& remote);

}  // namespace jtp
