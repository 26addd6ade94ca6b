// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/saved_evaluation.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/files/safetensors.h"

namespace jtp {
namespace {

constexpr const char* kFormat = "jtp-evaluation-1";

template <typename T>
std::span<const std::byte> bytes_of(const std::vector<T>& values) {
  return std::as_bytes(std::span(values));
}

std::string json_of(const std::vector<std::string>& texts) {
  return nlohmann::json(texts).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

// Reads the columns of a file and checks their types and sizes.
class Reader {
 public:
  explicit Reader(const std::filesystem::path& path) : file_(path) {}

  const std::string& text(const char* key) const {
    const auto found = file_.metadata().find(key);
    if (found == file_.metadata().end())
      fail(ErrorKind::kInvalidInput, "{}: not a saved evaluation: {:?} is missing", name(), key);
    return found->second;
  }

  std::vector<std::string> texts(const char* key) const {
    const auto json = nlohmann::json::parse(text(key), nullptr, false);
    std::vector<std::string> texts;
    bool fits = json.is_array();
    for (std::size_t i = 0; fits && i < json.size(); ++i) {
      fits = json[i].is_string();
      if (fits) texts.push_back(json[i].get<std::string>());
    }
    if (!fits) fail(ErrorKind::kInvalidInput, "{}: {} must be a list of strings", name(), key);
    return texts;
  }

  template <typename T>
  std::vector<T> column(const char* key, DType dtype) const {
    const TensorView& tensor = file_.at(key);
    if (tensor.dtype != dtype)
      fail(ErrorKind::kInvalidInput, "{}: {} is {}, expected {}", name(), key, to_string(tensor.dtype),
           to_string(dtype));
    std::vector<T> values(static_cast<std::size_t>(tensor.elements()));
    if (!values.empty()) std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
    return values;
  }

  std::string name() const { return file_.path().string(); }

 private:
  SafetensorsFile file_;
};

Vocabulary read_vocabulary(const Reader& reader) {
  std::vector<std::string> names = reader.texts("tags");
  std::vector<TagCategory> categories;
  for (const std::string& text : reader.texts("categories")) {
    const auto category = parse_category(text);
    if (!category) fail(ErrorKind::kInvalidInput, "{}: unknown category {:?}", reader.name(), text);
    categories.push_back(*category);
  }
  if (categories.size() != names.size())
    fail(ErrorKind::kInvalidInput, "{}: the numbers of tags ({}) and categories ({}) differ", reader.name(),
         names.size(), categories.size());
  return {std::move(names), std::move(categories)};
}

SavedEvaluation read_checked(const std::filesystem::path& path) {
  const Reader reader(path);
  if (reader.text("format") != kFormat)
    fail(ErrorKind::kInvalidInput, "{}: not a saved evaluation of the format {}", reader.name(), kFormat);
  Vocabulary vocabulary = read_vocabulary(reader);
  auto thresholds = reader.column<double>("thresholds", DType::kF64);
  if (thresholds.size() != static_cast<std::size_t>(vocabulary.size()))
    fail(ErrorKind::kInvalidInput, "{}: the numbers of tags ({}) and thresholds ({}) differ", reader.name(),
         vocabulary.size(), thresholds.size());
  std::vector<int> tags;
  for (const std::int32_t tag : reader.column<std::int32_t>("labelled", DType::kI32)) {
    if (tag < 0 || tag >= vocabulary.size() || (!tags.empty() && tag <= tags.back()))
      fail(ErrorKind::kInvalidInput, "{}: labelled tag {} is out of range or out of order", reader.name(),
           tag);
    tags.push_back(tag);
  }
  const auto digest = reader.column<std::uint64_t>("pictures_digest", DType::kI64);
  if (digest.size() != 1)
    fail(ErrorKind::kInvalidInput, "{}: {} digests, expected 1", reader.name(), digest.size());
  BlockCounts::Tables tables{.pictures = reader.column<std::uint32_t>("pictures", DType::kI32),
                             .positives = reader.column<std::uint32_t>("positives", DType::kI32),
                             .hits = reader.column<std::uint32_t>("hits", DType::kI32),
                             .predicted = reader.column<std::uint32_t>("predicted", DType::kI32),
                             .pictures_digest = digest.front()};
  return {.vocabulary = std::move(vocabulary),
          .tags = std::move(tags),
          .blocks = BlockCounts(std::move(thresholds), std::move(tables)),
          .model = reader.text("model"),
          .labels = reader.text("labels")};
}

}  // namespace

void write_evaluation(const std::filesystem::path& path, const SavedEvaluation& evaluation) {
  const BlockCounts::Tables& tables = evaluation.blocks.tables();
  const std::vector<double> thresholds(evaluation.blocks.thresholds().begin(),
                                       evaluation.blocks.thresholds().end());
  const std::vector<std::int32_t> labelled(evaluation.tags.begin(), evaluation.tags.end());
  const std::vector<std::uint64_t> digest = {tables.pictures_digest};
  std::vector<std::string> names, categories;
  for (int tag = 0; tag < evaluation.vocabulary.size(); ++tag) {
    names.push_back(evaluation.vocabulary.name(tag));
    categories.emplace_back(to_string(evaluation.vocabulary.category(tag)));
  }
  const auto tags = static_cast<std::int64_t>(thresholds.size());
  const std::int64_t blocks = BlockCounts::kBlocks;
  const std::vector<NamedTensor> tensors = {
      {"thresholds", DType::kF64, {tags}, bytes_of(thresholds)},
      {"pictures_digest", DType::kI64, {1}, bytes_of(digest)},
      {"labelled", DType::kI32, {static_cast<std::int64_t>(labelled.size())}, bytes_of(labelled)},
      {"pictures", DType::kI32, {blocks}, bytes_of(tables.pictures)},
      {"positives", DType::kI32, {blocks, tags}, bytes_of(tables.positives)},
      {"hits", DType::kI32, {blocks, tags}, bytes_of(tables.hits)},
      {"predicted", DType::kI32, {blocks, tags}, bytes_of(tables.predicted)}};
  write_safetensors(path, tensors,
                    {{"format", kFormat},
                     {"model", evaluation.model},
                     {"labels", evaluation.labels},
                     {"tags", json_of(names)},
                     {"categories", json_of(categories)}});
}

SavedEvaluation read_evaluation(const std::filesystem::path& path) try {
  return read_checked(path);
} catch (const Error& error) {
  if (error.kind() != ErrorKind::kModel && error.kind() != ErrorKind::kInvalidInput) throw;
  const std::string message = error.what(), name = path.string();
  throw Error(ErrorKind::kInvalidInput, message.starts_with(name) ? message : name + ": " + message);
}

}  // namespace jtp
