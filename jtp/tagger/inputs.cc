// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/inputs.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "jtp/base/error.h"
#include "jtp/base/hash.h"
#include "jtp/base/text.h"

namespace jtp {
namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 14> kExtensions = {
    "jpg", "jpeg", "jpe", "jfif", "png", "apng", "webp", "gif", "tif", "tiff", "bmp", "dib", "avif", "jxl"};

// Replaces the state of a pattern for folders that are listed as a whole; a pattern that continues never has
// state 0.
constexpr PathPattern::State kListed = 0;

PictureInput failed(const fs::path& path, ErrorKind kind, std::string_view why) {
  return {.path = path, .bytes = {}, .error = Error(kind, fmt::format("{}: {}", path.string(), why))};
}

PictureInput failed(const fs::path& path, const std::error_code& error) {
  const bool missing = error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory;
  return failed(path, missing ? ErrorKind::kNotFound : ErrorKind::kIo, error.message());
}

fs::path here_if_empty(const fs::path& folder) { return folder.empty() ? fs::path(".") : folder; }

}  // namespace

bool is_listed_picture(std::string_view file_name) {
  const auto dot = file_name.rfind('.');
  if (dot == std::string_view::npos || file_name.starts_with('.')) return false;
  if (file_name.ends_with(kHeatMapSuffix)) return false;
  const std::string extension = lower_case(file_name.substr(dot + 1));
  return std::find(kExtensions.begin(), kExtensions.end(), extension) != kExtensions.end();
}

std::optional<PictureInput> InputList::next() {
  while (true) {
    std::optional<PictureInput> input;
    if (!pending_.empty()) {
      const Pending pending = std::move(pending_.back());
      pending_.pop_back();
      input = visit(pending);
    } else if (pattern_) {
      input = end_pattern();
    } else if (next_path_ < request_.paths.size()) {
      input = start_path(request_.paths[next_path_++]);
    } else {
      const auto name = request_.next_name ? request_.next_name() : std::nullopt;
      if (!name) return std::nullopt;
      input = start_name(*name);
    }
    if (input) return input;
  }
}

std::optional<PictureInput> InputList::start_path(const std::string& text) {
  if (text == "-") return read_standard_input();
  std::error_code ignored;
  if (!PathPattern::has_wildcards(text) || fs::exists(fs::symlink_status(text, ignored)))
    return start_name(text);
  folders_.clear();
  try {
    pattern_.emplace(text);
  } catch (const Error& error) {
    return PictureInput{.path = text, .bytes = {}, .error = error};
  }
  pattern_text_ = text;
  pattern_matched_ = false;
  pending_.push_back({pattern_->base().string(), Kind::kFolder, pattern_->start()});
  return std::nullopt;
}

std::optional<PictureInput> InputList::read_standard_input() {
  if (std::exchange(standard_input_taken_, true)) {
    ++repeated_;
    return std::nullopt;
  }
  PictureInput input{.path = "-", .bytes = std::vector<std::byte>(), .error = {}};
  try {
    if (request_.standard_input) input.bytes = request_.standard_input();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::kCancelled) throw;
    input.error = error;
  }
  return input;
}

std::optional<PictureInput> InputList::start_name(const std::string& name) {
  folders_.clear();
  std::error_code error;
  const fs::file_status status = fs::status(name, error);
  if (status.type() == fs::file_type::not_found)
    return failed(name, ErrorKind::kNotFound, "no such file or folder");
  if (error) return failed(name, error);
  pending_.push_back({name, fs::is_directory(status) ? Kind::kFolder : Kind::kFile, {}});
  return std::nullopt;
}

std::optional<PictureInput> InputList::end_pattern() {
  pattern_.reset();
  if (pattern_matched_) return std::nullopt;
  return failed(pattern_text_, ErrorKind::kNotFound, "no picture matches this pattern");
}

std::optional<PictureInput> InputList::visit(const Pending& pending) {
  if (pending.kind == Kind::kFolder) return visit_folder(pending);
  pattern_matched_ = true;
  if (!first_sight(pending.path)) {
    ++repeated_;
    return std::nullopt;
  }
  return PictureInput{.path = pending.path, .bytes = {}, .error = {}};
}

// Lists one folder: pushes its pictures and the folders to enter onto the stack, with the first name on top.
std::optional<PictureInput> InputList::visit_folder(const Pending& folder) {
  const fs::path place = here_if_empty(folder.path);
  struct stat info {};
  const PathPattern::State state = folder.state.value_or(kListed);
  if (::stat(place.c_str(), &info) == 0 && !folders_.emplace(info.st_dev, info.st_ino, state).second)
    return std::nullopt;

  std::error_code error;
  std::vector<Pending> found;
  for (fs::directory_iterator entry(place, error), end; !error && entry != end; entry.increment(error)) {
    if (auto kept = keep(folder, *entry)) found.push_back(std::move(*kept));
  }
  std::sort(found.begin(), found.end(), [](const Pending& a, const Pending& b) {
    return b.path < a.path;  // they differ only in the last name
  });
  std::move(found.begin(), found.end(), std::back_inserter(pending_));
  if (error) {
    pattern_matched_ = true;  // the error is more helpful than "no match"
    return failed(place, error);
  }
  return std::nullopt;
}

// The next step for an entry of `folder`: a picture, a folder to enter, or nothing.
std::optional<InputList::Pending> InputList::keep(const Pending& folder,
                                                  const fs::directory_entry& entry) const {
  const std::string name = entry.path().filename().string();
  const std::string path =
      (fs::path(folder.path) / name).string();  // not entry.path(): "x.png" stays "x.png", not "./x.png"
  std::error_code ignored;
  const bool is_folder = entry.is_directory(ignored);
  // A folder that the whole pattern matches is listed, even if the pattern continues below it.
  const bool listed = !folder.state || pattern_->accepts(*folder.state);
  const PathPattern::State state = folder.state ? pattern_->advance(*folder.state, name) : kListed;
  const bool matched = folder.state && pattern_->accepts(state);
  if (!is_folder) {
    const bool taken = (listed || matched) && is_listed_picture(name);
    return taken ? std::optional(Pending{path, Kind::kFile, {}}) : std::nullopt;
  }
  if (listed && request_.recursion == Recursion::kIntoFolders && !name.starts_with('.'))
    return Pending{path, Kind::kFolder, {}};
  const bool enter = folder.state && (matched || pattern_->continues(state));
  return enter ? std::optional(Pending{path, Kind::kFolder, state}) : std::nullopt;
}

bool InputList::first_sight(const fs::path& file) {
  struct stat info {};
  const bool known = ::stat(here_if_empty(file.parent_path()).c_str(), &info) == 0;
  const std::string identity =
      known ? fmt::format("{}:{}/{}", info.st_dev, info.st_ino, file.filename().string()) : file.string();
  return files_.emplace(std::hash<std::string>{}(identity), fnv1a(identity)).second;
}

std::int64_t count_pictures(InputRequest request, std::int64_t limit, const std::atomic<bool>& cancelled) {
  request.next_name = {};
  request.standard_input = {};
  InputList list(std::move(request));
  std::int64_t count = 0;
  while (count < limit && !cancelled && list.next()) ++count;
  return count;
}

}  // namespace jtp
