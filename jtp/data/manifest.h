// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/data/post_reader.h"
#include "jtp/files/safetensors.h"

namespace jtp {

enum class Split : std::uint8_t { kTrain, kValidation, kTest };

inline constexpr std::size_t kSplits = 3;

std::string_view to_string(Split split);  // "train", ...
std::optional<Split> parse_split(std::string_view text);

// Where to find the bytes of a picture.
struct PictureLocation {
  std::int32_t place = -1;   // index into the manifest's places; -1: no picture, only tags
  std::int64_t offset = 0;   // of a member of an archive, in bytes
  std::int64_t length = -1;  // -1: the whole file
  bool operator==(const PictureLocation&) const = default;
};

struct Sample {
  std::int64_t post_id = 0;
  Md5 md5{};
  Rating rating = Rating::kExplicit;
  Split split = Split::kTrain;
  PictureLocation picture;
  std::span<const std::int16_t> labels;  // indices in the vocabulary, ascending, without duplicates
  std::span<const std::int16_t> known_negative =
      {};  // the same for tags that a person looked for and did not find
};

// The columns of a manifest: N samples with L labels in total.
struct ManifestTables {
  std::vector<std::int64_t> post_id;
  std::vector<Md5> md5;
  std::vector<Rating> rating;
  std::vector<Split> split;
  std::vector<std::int32_t> place;
  std::vector<std::int64_t> offset;
  std::vector<std::int64_t> length;
  std::vector<std::int64_t> label_begin = {0};  // [N + 1], into labels
  std::vector<std::int16_t> labels;
  std::vector<std::int64_t> negative_begin = {0};  // [N + 1], into known_negative
  std::vector<std::int16_t> known_negative;

  std::size_t size() const { return post_id.size(); }
  void add(const Sample& sample);
};

inline constexpr int kMaxManifestTags = 32767;  // labels are 16 bits wide

// The metadata of a manifest.
struct ManifestHeader {
  std::string tag_list_sha256;      // of the vocabulary (jtp/tags/published.h)
  int tags = 0;                     // K
  std::vector<std::string> places;  // path patterns relative to the folder of the pictures (docs/formats.md)
  bool operator==(const ManifestHeader&) const = default;
};

void write_manifest(const std::filesystem::path& path, const ManifestTables& tables,
                    const ManifestHeader& header);

// The samples of a training set: a memory-mapped table (docs/formats.md, "Manifest").
class Manifest {
 public:
  // Checks every size, index and label. Throws Error kInvalidInput naming the file, kNotFound, kIo.
  explicit Manifest(const std::filesystem::path& path);

  std::int64_t size() const { return size_; }
  const ManifestHeader& header() const { return header_; }
  Sample sample(std::int64_t index) const;

  Split split(std::int64_t index) const { return splits_[static_cast<std::size_t>(index)]; }
  std::span<const std::int16_t> labels(std::int64_t index) const;
  std::span<const std::int16_t> known_negative(std::int64_t index) const;  // empty if nobody looked

  // The path of a sample's picture relative to the folder of the pictures; nothing if it has no picture.
  std::optional<std::filesystem::path> picture_path(const Sample& sample) const;

 private:
  template <typename T>
  std::span<const T> column(const std::string& name, DType dtype, std::int64_t per_sample,
                            std::int64_t extra = 0) const;
  void read_header();
  void read_known();
  void check() const;
  void check_indices(std::int64_t sample, std::span<const std::int16_t> indices) const;

  SafetensorsFile file_;
  ManifestHeader header_;
  std::int64_t size_ = 0;
  std::span<const std::int64_t> post_ids_;
  std::span<const Md5> md5s_;
  std::span<const Rating> ratings_;
  std::span<const Split> splits_;
  std::span<const std::int32_t> places_;
  std::span<const std::int64_t> offsets_;
  std::span<const std::int64_t> lengths_;
  std::span<const std::int64_t> label_begins_;
  std::span<const std::int16_t> labels_;
  std::span<const std::int64_t> negative_begins_;  // both empty in a manifest without reviews
  std::span<const std::int16_t> known_negative_;
};

}  // namespace jtp
