// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/prepare.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "jtp/base/digest.h"
#include "jtp/base/error.h"
#include "jtp/base/regular_file.h"

namespace jtp {

std::vector<std::byte> read_picture_file(const std::filesystem::path& path) {
  return read_file(path, static_cast<std::uint64_t>(kMaxPictureBytes), ErrorKind::kUnsupported);
}

PreparedPicture prepare_picture(std::span<const std::byte> bytes, const Preprocessor& preprocess,
                                const DecodeOptions& options) {
  return prepare_picture(bytes, sha256_hex(bytes), preprocess, options);
}

PreparedPicture prepare_picture(std::span<const std::byte> bytes, std::string sha256,
                                const Preprocessor& preprocess, const DecodeOptions& options) {
  const RowSource rows = open_image(bytes, options);
  const FullSize full = rows.full_size();
  PreparedPicture picture{{.sha256 = std::move(sha256), .width = full.width, .height = full.height}, {}};
  const auto side = static_cast<std::size_t>(preprocess.side());
  picture.pixels.resize(3 * side * side);
  preprocess(rows, picture.pixels);
  return picture;
}

TagResult infer(Engine& engine, const PreparedPicture& picture, const KeptOutputs& kept) {
  const VitConfig& config = engine.config();
  const auto tags = static_cast<std::size_t>(config.num_tags);
  const auto width = static_cast<std::size_t>(config.width), tokens = static_cast<std::size_t>(config.tokens);
  TagResult result{picture, std::vector<float>(tags),
                   std::vector<float>(kept.pooled == KeptPooled::kYes ? width : 0),
                   std::vector<float>(kept.features == KeptFeatures::kYes ? tokens * width : 0)};
  engine.forward(picture.pixels,
                 {.scores = result.scores, .pooled = result.pooled, .features = result.features});
  const auto bad = std::find_if_not(result.scores.begin(), result.scores.end(),
                                    [](float score) { return std::isfinite(score); });
  if (bad != result.scores.end()) {
    fail(ErrorKind::kModel, "the network's score for tag {} is not a number", bad - result.scores.begin());
  }
  return result;
}

}  // namespace jtp
