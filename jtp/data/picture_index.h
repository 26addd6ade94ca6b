// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jtp/data/manifest.h"

namespace jtp {

// The pictures in a folder, indexed by MD5 or by number of the post: files named MD5.EXT or ID.EXT at any
// depth (flat, ab/MD5.EXT, ab/cd/MD5.EXT), and such members of tar archives (*.tar; as in WebDataset, only
// the part of the name before its first dot counts). Only names are read, never contents.
class PictureIndex {
 public:
  // Throws Error kNotFound, kIo, and what read_tar_index() throws.
  explicit PictureIndex(const std::filesystem::path& folder);

  std::optional<PictureLocation> find(const Md5& md5, std::int64_t post_id) const;

  // See ManifestHeader.
  const std::vector<std::string>& places() const { return places_; }
  std::size_t size() const { return by_md5_.size() + by_id_.size(); }

 private:
  void add_archive(const std::filesystem::path& folder, const std::filesystem::path& path);
  void add_file(const std::filesystem::path& relative);
  std::int32_t place(const std::string& pattern);

  std::vector<std::string> places_;
  std::map<std::string, std::int32_t> place_numbers_;
  std::vector<std::pair<Md5, PictureLocation>> by_md5_;  // sorted
  std::vector<std::pair<std::int64_t, PictureLocation>> by_id_;
};

}  // namespace jtp
