// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/picture_set.h"

#include <utility>

#include "jtp/loader/sample_picture.h"

namespace jtp {

PictureSet::PictureSet(const Manifest& manifest, std::filesystem::path folder, Split split)
    : manifest_(manifest), folder_(std::move(folder)) {
  for (std::int64_t i = 0; i < manifest.size(); ++i) {
    if (manifest.split(i) == split && manifest.sample(i).picture.place >= 0) samples_.push_back(i);
  }
}

std::filesystem::path PictureSet::path(std::int64_t i) const {
  return folder_ / manifest_.picture_path(manifest_.sample(sample(i))).value();
}

std::vector<std::int64_t> PictureSet::label_counts(int tags) const {
  std::vector<std::int64_t> counts(static_cast<std::size_t>(tags));
  for (const std::int64_t sample : samples_) {
    for (const std::int16_t label : manifest_.labels(sample)) ++counts[static_cast<std::size_t>(label)];
  }
  return counts;
}

std::vector<std::byte> PictureSet::read(std::int64_t i) const {
  return read_sample_picture(path(i), manifest_.sample(sample(i)).picture);
}

}  // namespace jtp
