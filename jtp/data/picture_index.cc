// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/picture_index.h"

#include <algorithm>
#include <array>
#include <string>

#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"
#include "jtp/data/tar_index.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

// Formats that the decoders read; archives may contain other files.
constexpr std::array<std::string_view, 10> kExtensions = {"png", "jpg", "jpeg", "webp", "gif",
                                                          "bmp", "tif", "tiff", "avif", "jxl"};

// The part of a name before its first dot.
std::string_view stem_of(std::string_view name) { return name.substr(0, name.find('.')); }

bool is_picture(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return false;
  const std::string_view extension = name.substr(dot + 1);
  return std::any_of(kExtensions.begin(), kExtensions.end(), [&](std::string_view known) {
    return std::equal(known.begin(), known.end(), extension.begin(), extension.end(),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
  });
}

// File names are rebuilt from these numbers, so only the usual spelling is accepted: no leading zeros, lower
// case.
std::optional<std::int64_t> id_of(std::string_view stem) {
  const auto id = parse_number<std::int64_t>(stem);
  return id && *id >= 0 && std::to_string(*id) == stem ? id : std::nullopt;
}

std::optional<Md5> md5_of(std::string_view stem) {
  const auto md5 = parse_md5(stem);
  return md5 && to_string(*md5) == stem ? md5 : std::nullopt;
}

template <typename Key>
std::optional<PictureLocation> look_up(const std::vector<std::pair<Key, PictureLocation>>& entries,
                                       const Key& key) {
  const auto found =
      std::lower_bound(entries.begin(), entries.end(), key,
                       [](const auto& entry, const Key& wanted) { return entry.first < wanted; });
  if (found == entries.end() || found->first != key) return std::nullopt;
  return found->second;
}

template <typename Key>
void sort_entries(std::vector<std::pair<Key, PictureLocation>>& entries) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
}

}  // namespace

PictureIndex::PictureIndex(const fs::path& folder) {
  std::vector<fs::path> files;
  try {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file()) files.push_back(entry.path().lexically_relative(folder));
    }
  } catch (const fs::filesystem_error& error) {
    fail(fs::exists(folder) ? ErrorKind::kIo : ErrorKind::kNotFound, "{}: cannot be listed: {}",
         folder.string(), error.code().message());
  }
  std::sort(files.begin(), files.end());  // the order of folder entries varies
  for (const fs::path& file : files) {
    if (file.extension() == ".tar") {
      add_archive(folder, file);
    } else if (is_picture(file.filename().string())) {
      add_file(file);
    }
  }
  sort_entries(by_md5_);
  sort_entries(by_id_);
}

std::int32_t PictureIndex::place(const std::string& pattern) {
  const auto [entry, is_new] = place_numbers_.emplace(pattern, static_cast<std::int32_t>(places_.size()));
  if (is_new) places_.push_back(pattern);
  return entry->second;
}

void PictureIndex::add_archive(const fs::path& folder, const fs::path& path) {
  const std::int32_t archive = place(path.generic_string());
  for (const TarMember& member : read_tar_index(folder / path)) {
    const std::string name = fs::path(member.name).filename().string();
    if (!is_picture(name)) continue;
    const PictureLocation location{archive, member.offset, member.length};
    const std::string_view stem = stem_of(name);
    if (const auto md5 = md5_of(stem)) {
      by_md5_.emplace_back(*md5, location);
    } else if (const auto id = id_of(stem)) {
      by_id_.emplace_back(*id, location);
    }
  }
}

void PictureIndex::add_file(const fs::path& relative) {
  const std::string name = relative.filename().string();
  const std::string_view stem = stem_of(name);
  const auto md5 = md5_of(stem);
  const auto id = id_of(stem);
  if (!md5 && !id) return;
  std::string pattern;
  for (const fs::path& part : relative.parent_path()) {
    const std::string text = part.string();
    const bool is_first = md5 && text == stem.substr(0, 2);
    const bool is_second = md5 && text == stem.substr(2, 2);
    pattern += (is_first ? "{md5:2}" : is_second ? "{md5:2:4}" : text) + "/";
  }
  pattern += (md5 ? "{md5}" : "{id}") + name.substr(stem.size());
  const PictureLocation location{place(pattern), 0, -1};
  if (md5) {
    by_md5_.emplace_back(*md5, location);
  } else {
    by_id_.emplace_back(*id, location);
  }
}

std::optional<PictureLocation> PictureIndex::find(const Md5& md5, std::int64_t post_id) const {
  const auto found = look_up(by_md5_, md5);
  return found ? found : look_up(by_id_, post_id);
}

}  // namespace jtp
