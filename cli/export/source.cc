// SPDX-License-Identifier: Apache-2.0
#include "cli/export/source.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "cli/terminal/signals.h"
#include "jtp/base/digest.h"
#include "jtp/base/error.h"
#include "jtp/store/file_stamp.h"
#include "jtp/tagger/inputs.h"
#include "jtp/tagger/prepare.h"

namespace jtp {
namespace {

Error without_scores(const std::string& path) {
  return {ErrorKind::kNotFound, path + ": the store has no scores for it; 'jtp tag' computes them"};
}

bool is_folder(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

}  // namespace

SourceCounts ExportSource::for_each(const Visit& visit, const Report& report) {
  counts_ = {};
  visit_ = &visit;
  report_ = &report;
  if (options_.paths.empty()) {
    store_.for_each_file(scorer_, "", [this](const ScoredFile& file) { take_known(file); });
  }
  for (const auto& path : options_.paths) take_path(stored_path(path));
  return counts_;
}

// Takes the pictures that the store knows by path and those that it knows only by content, merged in the
// order of their paths.
void ExportSource::take_path(const std::string& path) {
  if (!is_folder(path)) {
    if (!is_known(path)) return take_by_content(path);
    auto picture = store_.find(scorer_, *store_.find_content_of_path(path));
    return take_known({path, std::move(*picture)});
  }
  const auto seen = [this] { return counts_.taken + counts_.gone; };
  const std::int64_t seen_before = seen();
  const std::vector<std::string> others = unknown_pictures(path);
  auto next = others.begin();
  store_.for_each_file(scorer_, path, [&](const ScoredFile& file) {
    for (; next != others.end() && *next < file.path; ++next) take_by_content(*next);
    take_known(file);
  });
  for (; next != others.end(); ++next) take_by_content(*next);
  if (seen() == seen_before) (*report_)(without_scores(path));
}

void ExportSource::take_known(const ScoredFile& file) {
  if (interrupted()) return;
  const auto stamp = stamp_file(file.path);
  if (!stamp) {
    ++counts_.gone;
    return;
  }
  try {
    const auto noted = store_.find_content(*stamp);
    if ((noted ? *noted : content_of(file.path)) != file.picture.sha256) return take_by_content(file.path);
  } catch (const Error& error) {
    return (*report_)(error);
  }
  ++counts_.taken;
  (*visit_)(file);
}

void ExportSource::take_by_content(const std::string& path) {
  if (interrupted()) return;
  std::optional<ScoredPicture> picture;
  try {
    picture = store_.find(scorer_, content_of(path));
  } catch (const Error& error) {
    return (*report_)(error);
  }
  if (picture) {
    ++counts_.taken;
    return (*visit_)({path, std::move(*picture)});
  }
  if (is_known(path)) {
    return (*report_)(
        Error(ErrorKind::kInvalidInput, path + ": has changed since it was tagged; run 'jtp tag' again"));
  }
  const bool was_named = std::any_of(options_.paths.begin(), options_.paths.end(),
                                     [&](const auto& named) { return stored_path(named) == path; });
  if (was_named) return (*report_)(without_scores(path));
  ++counts_.unscored;
}

// The pictures in a folder and its subfolders whose paths the store does not know, sorted.
std::vector<std::string> ExportSource::unknown_pictures(const std::string& folder) const {
  InputList pictures(InputRequest{
      .paths = {folder}, .recursion = Recursion::kIntoFolders, .next_name = {}, .standard_input = {}});
  std::vector<std::string> unknown;
  while (const auto picture = pictures.next()) {
    if (interrupted()) break;
    if (picture->error) {
      (*report_)(*picture->error);
      continue;
    }
    std::string path = stored_path(picture->path);
    if (!is_known(path)) unknown.push_back(std::move(path));
  }
  std::sort(unknown.begin(), unknown.end());
  return unknown;
}

bool ExportSource::is_known(const std::string& path) const {
  const auto content = store_.find_content_of_path(path);
  return content && store_.find(scorer_, *content);
}

const std::string& ExportSource::content_of(const std::string& path) {
  std::string& content = contents_[path];
  if (content.empty()) content = sha256_hex(read_picture_file(path));
  return content;
}

}  // namespace jtp
