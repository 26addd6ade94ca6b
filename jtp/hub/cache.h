// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "jtp/hub/models.h"
#include "jtp/hub/options.h"

namespace jtp {

// The folder of one repository in the cache that a user's Hugging Face tools share:
//
//   <cache_dir>/CACHEDIR.TAG
//   <cache_dir>/.locks/models--OWNER--NAME/<etag>.lock
//   <cache_dir>/models--OWNER--NAME/
//     blobs/<etag>                       a file's bytes; <etag>.incomplete while they arrive
//     refs/<revision>                    the commit it stood for when last asked, 40 digits, no newline
//     snapshots/<commit>/<path>          relative link to ../…/blobs/<etag>, or the file itself
//     .no_exist/<commit>/<path>          empty: the commit has no such file
//
// Reading needs only read permission. Paths and revisions must come from a checked ModelSpec.
class HubCache {
 public:
  HubCache(std::filesystem::path cache_dir, const std::string& repo);

  const std::filesystem::path& repo_folder() const { return repo_folder_; }
  std::filesystem::path blob(const std::string& etag) const;
  std::filesystem::path partial(const std::string& etag) const;
  std::filesystem::path lock(const std::string& etag) const;
  std::filesystem::path entry(const std::string& commit, const std::string& path) const;

  // The commit of `revision`: itself if it is a commit, otherwise what refs/ says.
  std::optional<std::string> commit_of(const std::string& revision) const;
  bool known_absent(const std::string& commit, const std::string& path) const;

  // The writers create the folders that they need. They throw Error kIo naming the path.
  void prepare(const std::string& etag) const;  // for blob(), partial() and lock(); CACHEDIR.TAG
  void add_entry(const std::string& commit, const std::string& path, const std::string& etag,
                 SnapshotLinks links) const;  // needs an existing blob(etag); with real files the blob is
                                              // moved
  void set_commit(const std::string& revision, const std::string& commit) const;
  void mark_absent(const std::string& commit, const std::string& path) const;

 private:
  std::filesystem::path cache_dir_;
  std::filesystem::path repo_folder_;
};

// How reliable a snapshot must be to be used.
enum class SnapshotTrust {
  kAny,     // the cached snapshot of the revision, or any snapshot with the pinned content
  kCertain  // only what no request could change: a commit as revision, or pinned weights
};

// The cached weights of `spec` with every required file beside them, or nothing if they are incomplete. Sends
// no request and writes nothing, so a read-only cache of another tool can be used too.
std::optional<std::filesystem::path> find_cached(const ModelSpec& spec,
                                                 const std::filesystem::path& cache_dir,
                                                 SnapshotTrust trust = SnapshotTrust::kAny);

}  // namespace jtp
