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
  std::vector<std::string> tags;  // under their names in the vocabulary, or with spaces for underscores
  DecodeOptions decode{};
};

// Where the picture's heat map of a tag belongs: beside it, "a/b.png" -> "a/b.png.red_fur.heatmap.png";
// characters that file names should not have are '_'.
std::filesystem::path heat_map_path(const std::filesystem::path& picture, const std::string& tag);

// Writes where the network saw tags in a picture: the picture, at most 1024 pixels a side, under heat_map()'s
// colours. Reads the picture once more; the network has seen it already.
class HeatMapWriter {
 public:
  // Outlived by the tagger. Throws Error kUsage naming a tag that the model does not have.
  HeatMapWriter(HeatMapOptions options, const Tagger& tagger);

  // One file per tag. `features`: [T, D], of the picture's TagResult. Throws Error naming the file: what
  // decode_image() and write_file_atomically() throw.
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
