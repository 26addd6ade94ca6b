// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/manifest.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"

namespace jtp {
namespace {

constexpr const char* kFormat = "jtp-manifest-1";
constexpr std::array<std::string_view, kSplits> kSplitNames = {"train", "validation", "test"};

template <typename T>
std::span<const std::byte> bytes_of(const std::vector<T>& values) {
  return std::as_bytes(std::span(values));
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

std::string_view to_string(Split split) { return kSplitNames[static_cast<std::size_t>(split)]; }

std::optional<Split> parse_split(std::string_view text) {
  for (std::size_t i = 0; i < kSplits; ++i) {
    if (kSplitNames[i] == text) return static_cast<Split>(i);
  }
  return std::nullopt;
}

void ManifestTables::add(const Sample& sample) {
  post_id.push_back(sample.post_id);
  md5.push_back(sample.md5);
  rating.push_back(sample.rating);
  split.push_back(sample.split);
  place.push_back(sample.picture.place);
  offset.push_back(sample.picture.offset);
  length.push_back(sample.picture.length);
  labels.insert(labels.end(), sample.labels.begin(), sample.labels.end());
  label_begin.push_back(static_cast<std::int64_t>(labels.size()));
  known_negative.insert(known_negative.end(), sample.known_negative.begin(), sample.known_negative.end());
  negative_begin.push_back(static_cast<std::int64_t>(known_negative.size()));
}

void write_manifest(const std::filesystem::path& path, const ManifestTables& tables,
                    const ManifestHeader& header) {
  const auto n = static_cast<std::int64_t>(tables.size());
  std::vector<NamedTensor> tensors = {
      {"post_id", DType::kI64, {n}, bytes_of(tables.post_id)},
      {"offset", DType::kI64, {n}, bytes_of(tables.offset)},
      {"length", DType::kI64, {n}, bytes_of(tables.length)},
      {"label_begin", DType::kI64, {n + 1}, bytes_of(tables.label_begin)},
      {"place", DType::kI32, {n}, bytes_of(tables.place)},
      {"labels", DType::kI16, {static_cast<std::int64_t>(tables.labels.size())}, bytes_of(tables.labels)},
      {"md5", DType::kU8, {n, 16}, bytes_of(tables.md5)},
      {"rating", DType::kU8, {n}, bytes_of(tables.rating)},
      {"split", DType::kU8, {n}, bytes_of(tables.split)}};
  if (!tables.known_negative.empty()) {
    tensors.push_back({"negative_begin", DType::kI64, {n + 1}, bytes_of(tables.negative_begin)});
    tensors.push_back({"known_negative",
                       DType::kI16,
                       {static_cast<std::int64_t>(tables.known_negative.size())},
                       bytes_of(tables.known_negative)});
  }
  // Columns are used directly in the mapped file, so the widest come first to keep each one aligned.
  std::stable_sort(tensors.begin(), tensors.end(), [](const NamedTensor& a, const NamedTensor& b) {
    return size_of(a.dtype) > size_of(b.dtype);
  });
  write_safetensors(
      path, tensors,
      {{"format", kFormat},
       {"tag_list_sha256", header.tag_list_sha256},
       {"tags", std::to_string(header.tags)},
       {"places",
        nlohmann::json(header.places).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace)}});
}

Manifest::Manifest(const std::filesystem::path& path) try : file_(path) {
  read_header();
  size_ = file_.at("post_id").elements();
  post_ids_ = column<std::int64_t>("post_id", DType::kI64, 1);
  offsets_ = column<std::int64_t>("offset", DType::kI64, 1);
  lengths_ = column<std::int64_t>("length", DType::kI64, 1);
  label_begins_ = column<std::int64_t>("label_begin", DType::kI64, 1, 1);
  places_ = column<std::int32_t>("place", DType::kI32, 1);
  md5s_ = column<Md5>("md5", DType::kU8, 16);
  ratings_ = column<Rating>("rating", DType::kU8, 1);
  splits_ = column<Split>("split", DType::kU8, 1);
  const TensorView& labels = file_.at("labels");
  if (labels.dtype != DType::kI16)
    fail(ErrorKind::kInvalidInput, "{}: labels must have 16 bits each", path.string());
  labels_ = {reinterpret_cast<const std::int16_t*>(labels.bytes.data()),
             static_cast<std::size_t>(labels.elements())};
  read_known();
  check();
} catch (const Error& error) {
  throw error.kind() == ErrorKind::kModel ? Error(ErrorKind::kInvalidInput, error.what()) : error;
}

template <typename T>
std::span<const T> Manifest::column(const std::string& name, DType dtype, std::int64_t per_sample,
                                    std::int64_t extra) const {
  const TensorView& tensor = file_.at(name);
  const std::int64_t rows = size_ + extra;
  if (tensor.dtype != dtype || tensor.elements() / per_sample != rows ||
      tensor.elements() % per_sample != 0) {
    fail(ErrorKind::kInvalidInput, "{}: column {} has {} elements of type {}, expected {} x {} of type {}",
         file_.path().string(), name, tensor.elements(), to_string(tensor.dtype), rows, per_sample,
         to_string(dtype));
  }
  if (reinterpret_cast<std::uintptr_t>(tensor.bytes.data()) % alignof(T) != 0) {
    fail(ErrorKind::kInvalidInput, "{}: column {} is not aligned to {} bytes", file_.path().string(), name,
         alignof(T));
  }
  return {reinterpret_cast<const T*>(tensor.bytes.data()), static_cast<std::size_t>(rows)};
}

void Manifest::read_header() {
  const std::string name = file_.path().string();
  const auto text = [&](const char* key) -> const std::string& {
    const auto found = file_.metadata().find(key);
    if (found == file_.metadata().end())
      fail(ErrorKind::kInvalidInput, "{}: not a manifest: {:?} is missing", name, key);
    return found->second;
  };
  if (text("format") != kFormat)
    fail(ErrorKind::kInvalidInput, "{}: not a manifest of the format {}", name, kFormat);
  header_.tag_list_sha256 = text("tag_list_sha256");
  const std::string& tags = text("tags");
  header_.tags = parse_number<std::int64_t>(tags).value_or(-1);
  if (header_.tags < 0 || header_.tags > kMaxManifestTags)
    fail(ErrorKind::kInvalidInput, "{}: the number of tags must be 0 to {}, not {:?}", name, kMaxManifestTags,
         tags.substr(0, 40));
  const auto places = nlohmann::json::parse(text("places"), nullptr, false);
  if (!places.is_array()) fail(ErrorKind::kInvalidInput, "{}: places must be a JSON array", name);
  for (const auto& place : places) {
    if (!place.is_string()) fail(ErrorKind::kInvalidInput, "{}: every place must be a string", name);
    header_.places.push_back(place.get<std::string>());
  }
}

void Manifest::read_known() {
  if (!file_.contains("known_negative")) return;
  negative_begins_ = column<std::int64_t>("negative_begin", DType::kI64, 1, 1);
  const TensorView& known = file_.at("known_negative");
  if (known.dtype != DType::kI16)
    fail(ErrorKind::kInvalidInput, "{}: known_negative must have 16 bits each", file_.path().string());
  known_negative_ = {reinterpret_cast<const std::int16_t*>(known.bytes.data()),
                     static_cast<std::size_t>(known.elements())};
  std::int64_t before = 0;
  for (const std::int64_t begin : negative_begins_) {
    if (begin < before || begin > known.elements())
      fail(ErrorKind::kInvalidInput, "{}: negative_begin points outside known_negative",
           file_.path().string());
    before = begin;
  }
  if (negative_begins_.front() != 0 || negative_begins_.back() != known.elements())
    fail(ErrorKind::kInvalidInput, "{}: negative_begin must run from 0 to the end of known_negative",
         file_.path().string());
}

void Manifest::check_indices(std::int64_t sample, std::span<const std::int16_t> indices) const {
  std::int16_t least = 0;
  for (const std::int16_t label : indices) {
    if (label < least || label >= header_.tags) {
      fail(ErrorKind::kInvalidInput, "{}: sample {}: label {} is out of range or out of order",
           file_.path().string(), sample, label);
    }
    least = static_cast<std::int16_t>(label + 1);
  }
}

void Manifest::check() const {
  const std::string name = file_.path().string();
  const auto refuse = [&](std::int64_t sample, std::string_view what) {
    fail(ErrorKind::kInvalidInput, "{}: sample {}: {}", name, sample, what);
  };
  if (label_begins_.front() != 0 || label_begins_.back() != static_cast<std::int64_t>(labels_.size()))
    refuse(0, "label_begin must run from 0 to the end of the labels");
  for (std::size_t i = 0; i < static_cast<std::size_t>(size_); ++i) {
    const auto index = static_cast<std::int64_t>(i);
    if (label_begins_[i] > label_begins_[i + 1] || label_begins_[i + 1] > label_begins_.back())
      refuse(index, "label_begin points outside the labels");
    check_indices(index, labels(index));
    check_indices(index, known_negative(index));
    if (static_cast<std::size_t>(splits_[i]) >= kSplits || ratings_[i] > Rating::kExplicit)
      refuse(index, "unknown split or rating");
    if (places_[i] < -1 || places_[i] >= static_cast<std::int64_t>(header_.places.size()))
      refuse(index, "unknown place");
    if (offsets_[i] < 0 || lengths_[i] < -1) refuse(index, "a negative offset or length");
  }
}

std::span<const std::int16_t> Manifest::labels(std::int64_t index) const {
  const auto i = static_cast<std::size_t>(index);
  const auto begin = static_cast<std::size_t>(label_begins_[i]);
  return labels_.subspan(begin, static_cast<std::size_t>(label_begins_[i + 1]) - begin);
}

std::span<const std::int16_t> Manifest::known_negative(std::int64_t index) const {
  if (negative_begins_.empty()) return {};
  const auto i = static_cast<std::size_t>(index);
  const auto begin = static_cast<std::size_t>(negative_begins_[i]);
  return known_negative_.subspan(begin, static_cast<std::size_t>(negative_begins_[i + 1]) - begin);
}

Sample Manifest::sample(std::int64_t index) const {
  const auto i = static_cast<std::size_t>(index);
  return {post_ids_[i],
          md5s_[i],
          ratings_[i],
          splits_[i],
          {places_[i], offsets_[i], lengths_[i]},
          labels(index),
          known_negative(index)};
}

std::optional<std::filesystem::path> Manifest::picture_path(const Sample& sample) const {
  if (sample.picture.place < 0) return std::nullopt;
  std::string path = header_.places[static_cast<std::size_t>(sample.picture.place)];
  const std::string md5 = to_string(sample.md5);
  replace_all(path, "{md5}", md5);
  replace_all(path, "{md5:2}", md5.substr(0, 2));
  replace_all(path, "{md5:2:4}", md5.substr(2, 2));
  replace_all(path, "{id}", std::to_string(sample.post_id));
  return path;
}

}  // namespace jtp
