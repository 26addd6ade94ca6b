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

// The inputs that the user named.
struct InputRequest {
  // Files and folders, or patterns (PathPattern) if no file or folder has that name.
  std::vector<std::string> paths;
  Recursion recursion = Recursion::kTopOnly;
  // Returns further files and folders, which follow `paths` and are taken literally; nothing at the end.
  std::function<std::optional<std::string>()> next_name;
  // Returns the bytes of the picture that "-" in `paths` stands for.
  std::function<std::vector<std::byte>()> standard_input;
};

// The end of the names of heat maps that jtp writes; they are not tagged.
inline constexpr std::string_view kHeatMapSuffix = ".heatmap.png";

// Whether a file in a folder is listed: it has the extension of a picture format in any case, is not hidden
// (no leading dot) and is not a heat map.
bool is_listed_picture(std::string_view file_name);

// Walks a request picture by picture, always in the same order: as named, and inside a folder sorted by the
// bytes of the names. Named files are taken regardless of their names; folders and patterns give listed
// pictures only. Each file is taken once. Folders, including those behind symbolic links, are entered once
// per named path (and state of its pattern), so loops end. An input that cannot be read (a missing file, a
// folder without permission, a pattern without a match or with too many names, standard input) is a
// PictureInput with its error. Only exceptions of next_name, and kCancelled of standard_input, end the walk.
// Memory: the names in the folders from the top to the current one, and about 50 bytes per picture seen.
class InputList {
 public:
  explicit InputList(InputRequest request) : request_(std::move(request)) {}

  // The next picture, or nothing at the end.
  std::optional<PictureInput> next();

  // How often a picture was named or found again after it had been taken.
  std::int64_t repeated() const { return repeated_; }

 private:
  enum class Kind { kFile, kFolder };
  struct Pending {
    std::string path;  // a filesystem::path takes four times as much, and a folder may hold a million
    Kind kind = Kind::kFile;
    std::optional<PathPattern::State> state;  // of pattern_, if it determines what is taken below this folder
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

// The number of pictures that `paths` name, counted up to `limit`. Neither next_name nor standard input is
// read.
std::int64_t count_pictures(InputRequest request, std::int64_t limit, const std::atomic<bool>& cancelled);

}  // namespace jtp
