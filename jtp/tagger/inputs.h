// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>
#include <vector>

#include "jtp/tagger/path_pattern.h"
#include "jtp/tagger/pipeline.h"

namespace jtp {

enum class Recursion { kTopOnly, kIntoFolders };

// What the user named.
struct InputRequest {
  // Files, folders, and patterns (PathPattern) where nothing of that name exists.
  std::vector<std::string> paths;
  Recursion recursion = Recursion::kTopOnly;
  // More files and folders, after `paths` and taken literally; nothing at the end.
  std::function<std::optional<std::string>()> next_name;
  // What "-" among `paths` means: the bytes of one picture.
  std::function<std::vector<std::byte>()> standard_input;
};

// What the names of heat maps that the program made end with: they are no pictures to be tagged.
inline constexpr std::string_view kHeatMapSuffix = ".heatmap.png";

// Whether a folder's file is listed: a known extension of a picture in any case, not hidden (a leading dot)
// and no heat map.
bool is_listed_picture(std::string_view file_name);

// Walks a request picture by picture, always in the same order: as named, and inside a folder sorted by the
// bytes of the names. Files that were named are taken whatever they are called; folders and patterns give
// listed pictures only. Each file is taken once; folders are entered once per named path (and state of its
// pattern), through symbolic links too, so loops end. What cannot be read (a missing file, a folder without
// rights, a pattern without a match or with too many names, standard input) is a PictureInput with its error.
// Only next_name ends the walk with what it throws, and standard_input with kCancelled. Holds the names in
// the folders on the way down, and about 50 bytes per picture seen.
class InputList {
 public:
  explicit InputList(InputRequest request) : request_(std::move(request)) {}

  // The next picture, or nothing at the end.
  std::optional<PictureInput> next();

  // Pictures that were named or found again after they had been taken.
  std::int64_t repeated() const { return repeated_; }

 private:
  enum class Kind { kFile, kFolder };
  struct Pending {
    std::string path;  // a filesystem::path takes four times as much, and a folder may hold a million
    Kind kind = Kind::kFile;
    std::optional<PathPattern::State> state;  // of pattern_, where it decides what is taken below this folder
  };
  using FolderVisit = std::tuple<std::uint64_t, std::uint64_t, PathPattern::State>;
  using FileId = std::pair<std::uint64_t, std::uint64_t>;
  struct HashFileId {
    std::size_t operator()(const FileId& id) const { return static_cast<std::size_t>(id.first); }
  };

  std::optional<PictureInput> read_standard_input();
  std::optional<PictureInput> start_name(const std::string& name);
  std::optional<PictureInput> start_path(const std::string& text);
  std::optional<PictureInput> end_pattern();
  std::optional<PictureInput> visit(const Pending& pending);
  std::optional<PictureInput> visit_folder(const Pending& folder);
  std::optional<Pending> keep(const Pending& folder, const std::filesystem::directory_entry& entry) const;
  bool first_sight(const std::filesystem::path& file);

  InputRequest request_;
  std::size_t next_path_ = 0;
  bool standard_input_taken_ = false;
  std::vector<Pending> pending_;  // a stack

  std::optional<PathPattern> pattern_;  // of the path being walked
  std::string pattern_text_;
  bool pattern_matched_ = false;

  std::set<FolderVisit> folders_;                 // entered for the path being walked: device, inode, state
  std::unordered_set<FileId, HashFileId> files_;  // seen: two hashes of the folder's identity and the name
  std::int64_t repeated_ = 0;
};

// How many pictures `paths` name, counting to `limit` at most; neither the list nor standard input is read.
std::int64_t count_pictures(InputRequest request, std::int64_t limit, const std::atomic<bool>& cancelled);

}  // namespace jtp
