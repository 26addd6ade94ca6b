// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

#include "jtp/hub/cache.h"
#include "jtp/hub/client.h"
#include "jtp/hub/options.h"

namespace jtp {

// What a download works with; everything outlives it.
struct DownloadContext {
  HubClient& client;
  const HubCache& cache;
  const HubOptions& options;
  const PullEvents& events;
  const std::atomic<bool>& cancelled;
};

// Makes the snapshot entry of `address` (its revision is remote.commit) hold what the hub described,
// downloading it if the cache has it not: resumes what an interrupted run left, checks size and hash of what
// is on the disk, and only then gives it its name. One download of a file at a time among all processes that
// share the cache; the others wait and find it done.
//
// Throws Error: kNetwork (retries used up, refused), kModel (wrong hash, a Git-LFS pointer, an HTML page),
// kIo (disk full, no rights), kCancelled. The part that arrived stays for the next call unless it is wrong.
void download(const DownloadContext& context, const FileAddress& address, const RemoteFile& remote);

}  // namespace jtp
