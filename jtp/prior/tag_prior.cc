// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/tag_prior.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/float16.h"
#include "jtp/base/parse_number.h"
#include "jtp/data/manifest.h"
#include "jtp/files/safetensors.h"

namespace jtp {
namespace {

constexpr const char* kFormat = "jtp-tag-prior-1";
constexpr float kMaxMissing = 0.98F;

template <typename T>
std::span<const std::byte> bytes_of(const std::vector<T>& values) {
  return std::as_bytes(std::span(values));
}

// Reads the tensors of a prior file.
class PriorFile {
 public:
  explicit PriorFile(const std::filesystem::path& path) : file_(path) {
    if (text("format") != kFormat) refuse(fmt::format("not a tag prior of the format {}", kFormat));
  }

  TagPrior read() const {
    TagPrior prior;
    prior.tag_list_sha256 = text("tag_list_sha256");
    prior.posts = number("posts");
    prior.counts = column<std::int64_t>("counts", DType::kI64);
    const std::size_t tags = prior.counts.size();
    if (tags > static_cast<std::size_t>(kMaxManifestTags))
      refuse(fmt::format("too many tags ({}; at most {} are allowed)", tags, kMaxManifestTags));
    prior.prevalence = floats("prevalence", tags, {0, 1});
    prior.omission = floats("omission", tags, {0, 1});
    prior.context = ContextModel(floats("bias", tags, kAny), weights(tags));
    prior.context.calibrate(floats("slope", tags, kAny), floats("shift", tags, kAny));
    for (const auto& [key, value] : file_.metadata()) {
      if (key.starts_with("note.")) prior.notes[key.substr(5)] = value;
    }
    return prior;
  }

 private:
  struct Range {
    float low;
    float high;
  };
  static constexpr Range kAny = {-1e6F, 1e6F};

  [[noreturn]] void refuse(std::string_view what) const {
    fail(ErrorKind::kInvalidInput, "{}: {}", file_.path().string(), what);
  }

  const std::string& text(const char* key) const {
    const auto found = file_.metadata().find(key);
    if (found == file_.metadata().end()) refuse(fmt::format("not a tag prior: {:?} is missing", key));
    return found->second;
  }

  std::int64_t number(const char* key) const {
    const auto value = parse_number<std::int64_t>(text(key));
    if (!value || *value < 0) refuse(fmt::format("{} must be a count", key));
    return *value;
  }

  template <typename T>
  std::vector<T> column(const char* name, DType dtype) const {
    const TensorView& tensor = file_.at(name);
    if (tensor.dtype != dtype || tensor.shape.size() != 1)
      refuse(fmt::format("{} must be a list of type {}", name, to_string(dtype)));
    std::vector<T> values(static_cast<std::size_t>(tensor.elements()));
    std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
    return values;
  }

  std::vector<float> floats(const char* name, std::size_t size, Range range) const {
    std::vector<float> values = column<float>(name, DType::kF32);
    if (values.size() != size)
      refuse(fmt::format("{} has {} elements for {} tags", name, values.size(), size));
    for (const float value : values) {
      if (!(value >= range.low && value <= range.high))
        refuse(fmt::format("{}: {} is out of range", name, value));
    }
    return values;
  }

  std::vector<ContextWeight> weights(std::size_t tags) const {
    const auto inputs = column<std::int16_t>("weight_input", DType::kI16);
    const auto outputs = column<std::int16_t>("weight_output", DType::kI16);
    const auto values = column<std::uint16_t>("weight", DType::kF16);
    if (inputs.size() != values.size() || outputs.size() != values.size())
      refuse("the columns of the weights differ in length");
    std::vector<ContextWeight> result;
    result.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      const float value = to_float(static_cast<f16>(values[i]));
      const auto in_range = [&](std::int16_t tag) {
        return tag >= 0 && static_cast<std::size_t>(tag) < tags;
      };
      if (!in_range(inputs[i]) || !in_range(outputs[i]) || !std::isfinite(value))
        refuse(fmt::format("weight {} is out of range", i));
      result.push_back({inputs[i], outputs[i], value});
    }
    return result;
  }

  SafetensorsFile file_;
};

}  // namespace

float missing_probability(float logit, float omission) {
  return std::min(omission / (1 - omission) * std::exp(logit), kMaxMissing);
}

float true_prevalence(float prevalence, float omission) {
  return std::min(prevalence / (1 - omission), 1 - 1e-6F);
}

std::vector<float> TagPrior::true_prevalence() const {
  std::vector<float> result;
  for (std::size_t t = 0; t < prevalence.size(); ++t)
    result.push_back(jtp::true_prevalence(prevalence[t], omission[t]));
  return result;
}

std::vector<MissingTag> TagPrior::suggest(std::span<const std::int16_t> labels, int limit,
                                          float least) const {
  std::vector<float> logits(static_cast<std::size_t>(tags()));
  context.logits(labels, logits);
  std::vector<MissingTag> missing;
  for (int t = 0; t < tags(); ++t) {
    if (std::binary_search(labels.begin(), labels.end(), static_cast<std::int16_t>(t))) continue;
    const float probability =
        missing_probability(logits[static_cast<std::size_t>(t)], omission[static_cast<std::size_t>(t)]);
    if (probability >= least) missing.push_back({t, probability});
  }
  std::stable_sort(missing.begin(), missing.end(),
                   [](const MissingTag& a, const MissingTag& b) { return a.probability > b.probability; });
  if (missing.size() > static_cast<std::size_t>(std::max(limit, 0)))
    missing.resize(static_cast<std::size_t>(std::max(limit, 0)));
  return missing;
}

void write_tag_prior(const std::filesystem::path& path, const TagPrior& prior) {
  std::vector<std::int16_t> inputs, outputs;
  std::vector<std::uint16_t> values;
  for (const ContextWeight& weight : prior.context.weights()) {
    inputs.push_back(weight.input);
    outputs.push_back(weight.output);
    values.push_back(static_cast<std::uint16_t>(to_f16(weight.value)));
  }
  const auto k = static_cast<std::int64_t>(prior.tags());
  const auto w = static_cast<std::int64_t>(values.size());
  const std::vector<NamedTensor> tensors = {{"counts", DType::kI64, {k}, bytes_of(prior.counts)},
                                            {"prevalence", DType::kF32, {k}, bytes_of(prior.prevalence)},
                                            {"omission", DType::kF32, {k}, bytes_of(prior.omission)},
                                            {"bias", DType::kF32, {k}, std::as_bytes(prior.context.bias())},
                                            {"slope", DType::kF32, {k}, std::as_bytes(prior.context.slope())},
                                            {"shift", DType::kF32, {k}, std::as_bytes(prior.context.shift())},
                                            {"weight_input", DType::kI16, {w}, bytes_of(inputs)},
                                            {"weight_output", DType::kI16, {w}, bytes_of(outputs)},
                                            {"weight", DType::kF16, {w}, bytes_of(values)}};
  std::map<std::string, std::string> metadata = {{"format", kFormat},
                                                 {"tag_list_sha256", prior.tag_list_sha256},
                                                 {"posts", std::to_string(prior.posts)}};
  for (const auto& [key, value] : prior.notes) metadata["note." + key] = value;
  write_safetensors(path, tensors, metadata);
}

TagPrior read_tag_prior(const std::filesystem::path& path) {
  try {
    return PriorFile(path).read();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kModel) throw;
    throw Error(ErrorKind::kInvalidInput, error.what());
  }
}

}  // namespace jtp
