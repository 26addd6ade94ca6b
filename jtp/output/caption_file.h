// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "jtp/output/caption.h"

namespace jtp {

// Where the caption of `picture` belongs: beside it, `extension` in place of its own ("a/b.png", ".txt" ->
// "a/b.txt"). Throws Error: kUsage unless the extension is a dot and a name, kInvalidInput where the caption
// would be the picture.
std::filesystem::path caption_path(const std::filesystem::path& picture, std::string_view extension);

enum class CaptionChange {
  kWritten,    // made, supplemented or replaced
  kUnchanged,  // it had every tag already, or there was nothing to write
  kSkipped,    // it was there and the policy is kSkip
};

// Brings the caption file up to date with merge_caption() and write_file_atomically(); a file that stays as
// it is is not opened for writing. Throws Error naming `path`: kInvalidInput for an existing file that is not
// text or is larger than 1 MiB, kIo.
CaptionChange update_caption_file(const std::filesystem::path& path, std::span<const std::string> tags,
                                  const CaptionStyle& style, ExistingCaption policy);

// The caption files of one run, so that two pictures never write the same one. Keeps about 200 bytes per
// picture. Not thread-safe: it belongs to the writer.
class CaptionPaths {
 public:
  // Throws Error kInvalidInput naming both pictures when another one has claimed `caption` ("b.png and b.jpg
  // both write b.txt"). One picture may claim its caption again.
  void claim(const std::filesystem::path& caption, const std::filesystem::path& picture);

 private:
  std::string normal_form(const std::filesystem::path& path);

  std::unordered_map<std::string, std::string> pictures_;  // by caption; both absolute, without . and ..
  std::filesystem::path folder_;                           // the last one seen, and the same without links
  std::filesystem::path real_folder_;
};

}  // namespace jtp
