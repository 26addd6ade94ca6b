// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "jtp/data/manifest.h"

namespace jtp {

// The samples of one split of a manifest that have a picture, numbered from 0 in the order of the manifest,
// which must outlive the set. Safe to use from any number of threads.
class PictureSet {
 public:
  // `folder`: the folder of the pictures; the manifest's places are relative to it.
  PictureSet(const Manifest& manifest, std::filesystem::path folder, Split split);

  const Manifest& manifest() const { return manifest_; }
  std::int64_t size() const { return static_cast<std::int64_t>(samples_.size()); }

  // The index of sample i in the manifest.
  std::int64_t sample(std::int64_t i) const { return samples_[static_cast<std::size_t>(i)]; }
  std::filesystem::path path(std::int64_t i) const;

  // The number of samples with each of `tags` tags.
  std::vector<std::int64_t> label_counts(int tags) const;

  // The bytes of the picture; throws what read_sample_picture() throws.
  std::vector<std::byte> read(std::int64_t i) const;

 private:
  const Manifest& manifest_;
  std::filesystem::path folder_;
  std::vector<std::int64_t> samples_;
};

}  // namespace jtp
