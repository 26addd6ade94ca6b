// SPDX-License-Identifier: Apache-2.0
#include "cli/export/source.h"

#include <optional>
#include <utility>
#include <vector>

#include "cli/terminal/signals.h"
#include "jtp/base/digest.h"
#include "jtp/base/error.h"
#include "jtp/base/regular_file.h"
#include "jtp/store/file_stamp.h"

namespace jtp {
namespace {

// Whether the file still has the content that was scored.
bool is_current(const ScoreStore& store, const FileStamp& stamp, const std::string& sha256) {
  if (const auto content = store.find_content(stamp)) return *content == sha256;
  const auto size = static_cast<std::uint64_t>(stamp.size);
  return sha256_hex(read_file(stamp.path, size, ErrorKind::kInvalidInput)) == sha256;
}

}  // namespace

SourceCounts ExportSource::for_each(const std::function<void(const ScoredFile&)>& visit,
                                    const std::function<void(const Error&)>& report) const {
  SourceCounts counts;
  std::int64_t seen = 0;
  const auto take = [&](const ScoredFile& file) {
    ++seen;
    const auto stamp = interrupted() ? std::nullopt : stamp_file(file.path);
    if (!stamp) {
      ++counts.gone;
      return;
    }
    try {
      if (!is_current(store_, *stamp, file.picture.sha256)) {
        fail(ErrorKind::kInvalidInput, "{}: has changed since it was tagged; 'jtp tag' looks at it again",
             file.path);
      }
    } catch (const Error& error) {
      return report(error);
    }
    ++counts.taken;
    visit(file);
  };
  const auto take_path = [&](const std::string& path) {
    const auto content = store_.find_content_of_path(path);
    auto picture = content ? store_.find(scorer_, *content) : std::nullopt;
    if (picture) return take({path, std::move(*picture)});
    const std::int64_t seen_before = seen;
    store_.for_each_file(scorer_, path, take);
    if (seen == seen_before)
      report(Error(ErrorKind::kNotFound, path + ": the store has no scores of it; 'jtp tag' makes them"));
  };
  if (options_.paths.empty()) store_.for_each_file(scorer_, "", take);
  for (const auto& path : options_.paths) take_path(stored_path(path));
  return counts;
}

}  // namespace jtp
