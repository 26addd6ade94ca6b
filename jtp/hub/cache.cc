// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/cache.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <system_error>
#include <utility>
#include <vector>

#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

// https://bford.info/cachedir/: backup programs skip such a folder.
constexpr std::string_view kCacheTag =
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder holds downloads that can be made again.\n";

std::string folder_name(const std::string& repo) {
  std::string name = "models--" + repo;
  if (const std::size_t slash = name.find('/'); slash != std::string::npos) name.replace(slash, 1, "--");
  return name;
}

void make_folders(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) fail(ErrorKind::kIo, "{}: cannot make the folder: {}", folder.string(), error.message());
}

// For an entry two folders below the repository's folder: "../../../blobs/<etag>".
fs::path link_target(const std::string& path, const std::string& etag) {
  const auto depth = 2 + std::count(path.begin(), path.end(), '/');
  fs::path target;
  for (std::ptrdiff_t i = 0; i < depth; ++i) target /= "..";
  return target / "blobs" / etag;
}

// Replaces whatever is at `entry` by a link. False if the file system does not support links.
bool replace_by_link(const fs::path& entry, const fs::path& target) {
  const fs::path temporary = entry.string() + ".link-" + std::to_string(::getpid());
  std::error_code error;
  fs::remove(temporary, error);
  fs::create_symlink(target, temporary, error);
  if (error) return false;
  fs::rename(temporary, entry, error);
  if (!error) return true;
  std::error_code ignored;
  fs::remove(temporary, ignored);
  fail(ErrorKind::kIo, "{}: cannot replace: {}", entry.string(), error.message());
}

std::string read_ref(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(41, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

// Whether the cached `file` can have the pinned content: the size must match and, if a link leads to a blob
// that is named by a SHA-256, that name too.
bool fits_pin(const fs::path& file, const Pin& pin) {
  std::error_code error;
  if (fs::file_size(file, error) != pin.size || error) return false;
  const fs::path target = fs::read_symlink(file, error);
  const std::string name = error ? std::string() : target.filename().string();
  return name.size() != pin.sha256.size() || name == pin.sha256;
}

bool must_match(const HubFile& file) { return file.pin && file.pin->policy == PinPolicy::kMustMatch; }

// Whether the snapshot of `commit` has every file that `spec` requires. With kCertain, it must also be known
// for each optional file whether it exists.
bool is_complete(const HubCache& cache, const ModelSpec& spec, const std::string& commit,
                 SnapshotTrust trust) {
  return std::all_of(spec.files.begin(), spec.files.end(), [&](const HubFile& file) {
    std::error_code ignored;
    const fs::path entry = cache.entry(commit, file.path);
    if (fs::is_regular_file(entry, ignored)) return !must_match(file) || fits_pin(entry, *file.pin);
    return file.need == FileNeed::kOptional &&
           (trust == SnapshotTrust::kAny || cache.known_absent(commit, file.path));
  });
}

// The commits whose snapshots may be used, best first.
std::vector<std::string> candidates(const HubCache& cache, const ModelSpec& spec, SnapshotTrust trust) {
  std::vector<std::string> commits;
  if (trust == SnapshotTrust::kAny || is_commit(spec.revision) || must_match(spec.weights())) {
    if (auto commit = cache.commit_of(spec.revision)) commits.push_back(*commit);
  }
  if (!must_match(spec.weights()) || is_commit(spec.revision)) return commits;
  std::vector<std::string> others;
  std::error_code error;
  for (fs::directory_iterator it(cache.repo_folder() / "snapshots", error), end; !error && it != end;
       it.increment(error)) {
    others.push_back(it->path().filename().string());
  }
  std::sort(others.begin(), others.end());
  commits.insert(commits.end(), others.begin(), others.end());
  return commits;
}

}  // namespace

HubCache::HubCache(fs::path cache_dir, const std::string& repo)
    : cache_dir_(std::move(cache_dir)), repo_folder_(cache_dir_ / folder_name(repo)) {}

fs::path HubCache::blob(const std::string& etag) const { return repo_folder_ / "blobs" / etag; }
fs::path HubCache::partial(const std::string& etag) const { return blob(etag + ".incomplete"); }
fs::path HubCache::lock(const std::string& etag) const {
  return cache_dir_ / ".locks" / repo_folder_.filename() / (etag + ".lock");
}
fs::path HubCache::entry(const std::string& commit, const std::string& path) const {
  return repo_folder_ / "snapshots" / commit / path;
}

std::optional<std::string> HubCache::commit_of(const std::string& revision) const {
  if (is_commit(revision)) return revision;
  const std::string commit = read_ref(repo_folder_ / "refs" / revision);
  return is_commit(commit) ? std::optional(commit) : std::nullopt;
}

bool HubCache::known_absent(const std::string& commit, const std::string& path) const {
  std::error_code ignored;
  return fs::exists(repo_folder_ / ".no_exist" / commit / path, ignored);
}

void HubCache::prepare(const std::string& etag) const {
  make_folders(blob(etag).parent_path());
  make_folders(lock(etag).parent_path());
  std::error_code ignored;
  const fs::path tag = cache_dir_ / "CACHEDIR.TAG";
  if (!fs::exists(tag, ignored)) write_file_atomically(tag, kCacheTag);
}

void HubCache::add_entry(const std::string& commit, const std::string& path, const std::string& etag,
                         SnapshotLinks links) const {
  const fs::path name = entry(commit, path);
  make_folders(name.parent_path());
  if (links == SnapshotLinks::kSymbolic && replace_by_link(name, link_target(path, etag))) return;
  std::error_code error;
  fs::rename(blob(etag), name, error);
  if (error) fail(ErrorKind::kIo, "{}: cannot make the file: {}", name.string(), error.message());
}

void HubCache::set_commit(const std::string& revision, const std::string& commit) const {
  if (is_commit(revision) || commit_of(revision) == commit) return;
  const fs::path ref = repo_folder_ / "refs" / revision;
  make_folders(ref.parent_path());
  write_file_atomically(ref, commit);
}

void HubCache::mark_absent(const std::string& commit, const std::string& path) const {
  if (known_absent(commit, path)) return;
  const fs::path mark = repo_folder_ / ".no_exist" / commit / path;
  make_folders(mark.parent_path());
  write_file_atomically(mark, "");
}

std::optional<fs::path> find_cached(const ModelSpec& spec, const fs::path& cache_dir, SnapshotTrust trust) {
  const HubCache cache(cache_dir, spec.repo);
  for (const std::string& commit : candidates(cache, spec, trust)) {
    if (is_complete(cache, spec, commit, trust)) return cache.entry(commit, spec.weights().path);
  }
  return std::nullopt;
}

}  // namespace jtp
