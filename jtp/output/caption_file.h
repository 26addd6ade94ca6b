// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "jtp/output/caption.h"

namespace jtp {

// The path of the caption of `picture`: next to it, with `extension` instead of its own ("a/b.png", ".txt" ->
// "a/b.txt"). Throws Error: kUsage unless the extension is a dot and a name, kInvalidInput if the caption
// would be the picture itself.
std::filesystem::path caption_path(const std::filesystem::path& picture, std::string_view extension);

enum class CaptionChange {
  kWritten,    // created, supplemented or replaced
  kUnchanged,  // it had all tags already, or there was nothing to write
  kSkipped,    // it exists and the policy is kSkip
};

// Updates the caption file with merge_caption() and write_file_atomically(). A file that does not change is
// not opened for writing. Throws Error naming `path`: kInvalidInput for an existing file that is not text or
// is larger than 1 MiB, kIo.
CaptionChange update_caption_file(const std::filesystem::path& path, std::span<const std::string> tags,
                                  const CaptionStyle& style, ExistingCaption policy);

// The caption files of one run; makes sure that no two pictures write the same one. Needs about 200 bytes per
// picture. Not thread-safe; it belongs to the writer.
class CaptionPaths {
 public:
  // Throws Error kInvalidInput naming both pictures if another one has claimed `caption` ("b.png and b.jpg
  // would both write b.txt"). A picture may claim its caption again.
  void claim(const std::filesystem::path& caption, const std::filesystem::path& picture);

 private:
  std::string normal_form(const std::filesystem::path& path);

  std::unordered_map<std::string, std::string> pictures_;  // by caption; both absolute, without . and ..
  std::filesystem::path folder_;                           // the last folder, and the same without links
  std::filesystem::path real_folder_;
};

}  // namespace jtp
