// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "jtp/image/decode.h"
#include "jtp/image/image.h"
#include "jtp/tagger/tagger.h"

namespace jtp {

struct HeatMapOptions {
  std::vector<std::string> tags;  // named as in the vocabulary, or with spaces for underscores
  DecodeOptions decode{};
};

// The file of a tag's heat map, beside the picture: "a/b.png" -> "a/b.png.red_fur.heatmap.png". Characters
// that are unsafe in file names become '_'.
std::filesystem::path heat_map_path(const std::filesystem::path& picture, const std::string& tag);

// Writes pictures that show where the network saw a tag: the original, at most 1024 pixels a side, under the
// colours of heat_map(). Reads and decodes the picture again.
class HeatMapWriter {
 public:
  // The tagger must outlive the writer. Throws Error kUsage naming a tag that the model does not have.
  HeatMapWriter(HeatMapOptions options, const Tagger& tagger);

  // Writes one file per tag. `features`: [T, D], from the picture's TagResult. Throws what decode_image() and
  // write_file_atomically() throw, with the file's name.
  void write(const std::filesystem::path& picture, std::span<const float> features);

  std::int64_t written() const { return written_; }

 private:
  void write(const std::filesystem::path& picture, const Image& image, std::span<const float> features);

  const HeatMapOptions options_;
  const Tagger& tagger_;
  std::vector<int> tags_;
  std::int64_t written_ = 0;
};

}  // namespace jtp
