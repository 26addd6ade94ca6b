// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "jtp/hub/models.h"
#include "jtp/hub/options.h"

namespace jtp {

// The folder of one repository in the cache that all Hugging Face tools of a user share:
//
//   <cache_dir>/CACHEDIR.TAG
//   <cache_dir>/.locks/models--OWNER--NAME/<etag>.lock
//   <cache_dir>/models--OWNER--NAME/
//     blobs/<etag>                       a file's bytes; <etag>.incomplete while they arrive
//     refs/<revision>                    the commit it stood for when last asked, 40 digits, no newline
//     snapshots/<commit>/<path>          relative link to ../…/blobs/<etag>, or the file itself
//     .no_exist/<commit>/<path>          empty: the commit has no such file
//
// Reading needs no rights but to read. Paths and revisions are those of a checked ModelSpec.
class HubCache {
 public:
  HubCache(std::filesystem::path cache_dir, const std::string& repo);

  const std::filesystem::path& repo_folder() const { return repo_folder_; }
  std::filesystem::path blob(const std::string& etag) const;
  std::filesystem::path partial(const std::string& etag) const;
  std::filesystem::path lock(const std::string& etag) const;
  std::filesystem::path entry(const std::string& commit, const std::string& path) const;

  // The commit that `revision` stands for: itself if it is one, else what refs/ says.
  std::optional<std::string> commit_of(const std::string& revision) const;
  bool known_absent(const std::string& commit, const std::string& path) const;

  // The writers make the folders they need. Each throws Error kIo naming the path.
  void prepare(const std::string& etag) const;  // for blob(), partial() and lock(); CACHEDIR.TAG
  void add_entry(const std::string& commit, const std::string& path, const std::string& etag,
                 SnapshotLinks links) const;  // blob(etag) is there; with real files it is moved
  void set_commit(const std::string& revision, const std::string& commit) const;
  void mark_absent(const std::string& commit, const std::string& path) const;

 private:
  std::filesystem::path cache_dir_;
  std::filesystem::path repo_folder_;
};

// How much a snapshot has to prove before it is used.
enum class SnapshotTrust {
  kAny,     // what the cache holds for the revision, or any snapshot that holds the pinned content
  kCertain  // only what no request could change: a commit as revision, or pinned weights
};

// The weights of `spec` in the cache, with every required file beside them; nothing where they are not
// complete. Sends no request and writes nothing, so that a read-only cache of another tool serves as well.
std::optional<std::filesystem::path> find_cached(const ModelSpec& spec,
                                                 const std::filesystem::path& cache_dir,
                                                 SnapshotTrust trust = SnapshotTrust::kAny);

}  // namespace jtp
