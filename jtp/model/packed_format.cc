// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/packed_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"

namespace jtp {
namespace {

constexpr const char* kVersionKey = "jtp.packed";
constexpr const char* kModelKey = "jtp.model_sha256";
constexpr const char* kPrecisionKey = "jtp.precision";
constexpr const char* kBetweenKey = "jtp.between";
constexpr const char* kPanelKey = "jtp.panel";
constexpr const char* kHeadKey = "jtp.head";
constexpr const char* kEpsilonKey = "jtp.layer_norm_eps";

// Limits that keep products of three sizes within 64 bits.
struct SizeField {
  const char* key;
  int VitConfig::*member;
  int most;
};
constexpr std::array<SizeField, 9> kSizeFields = {{{"jtp.image_size", &VitConfig::image_size, 1 << 20},
                                                   {"jtp.patch_size", &VitConfig::patch_size, 1 << 10},
                                                   {"jtp.grid", &VitConfig::grid, 1 << 10},
                                                   {"jtp.tokens", &VitConfig::tokens, 1 << 20},
                                                   {"jtp.width", &VitConfig::width, 1 << 20},
                                                   {"jtp.depth", &VitConfig::depth, 1 << 20},
                                                   {"jtp.heads", &VitConfig::heads, 1 << 20},
                                                   {"jtp.mlp_width", &VitConfig::mlp_width, 1 << 20},
                                                   {"jtp.num_tags", &VitConfig::num_tags, 1 << 20}}};
constexpr std::int64_t kMaxPanel = 1 << 10;

// Reads what to_metadata() writes.
class FormatReader {
 public:
  explicit FormatReader(const SafetensorsFile& file) : file_(file) {}

  PackedFormat read() const {
    if (const std::string& version = text(kVersionKey); version != std::to_string(kPackedVersion)) {
      fail(ErrorKind::kModel,
           "{}: packed weights of version {}, but this program reads version {}; convert them again", name(),
           version, kPackedVersion);
    }
    PackedFormat format;
    format.model_sha256 = text(kModelKey);
    format.precision = choice<Precision>(kPrecisionKey, {Precision::kF32, Precision::kBf16, Precision::kInt8},
                                         [](Precision precision) { return to_string(precision); });
    format.types = {
        linear_type(format.precision),
        choice<ElementType>(kBetweenKey, {ElementType::kF32, ElementType::kBf16},
                            [](ElementType type) { return type == ElementType::kF32 ? "f32" : "bf16"; })};
    format.panel = number<std::int64_t>(kPanelKey, kMaxPanel);
    read_config(format.config);
    return format;
  }

 private:
  void read_config(VitConfig& c) const {
    for (const SizeField& field : kSizeFields) c.*field.member = number(field.key, field.most);
    c.head = choice<HeadKind>(kHeadKey, {HeadKind::kPlain, HeadKind::kGated},
                              [](HeadKind head) { return head == HeadKind::kGated ? "gated" : "plain"; });
    c.layer_norm_eps = number(kEpsilonKey, 1.0F);
    const bool fits = c.grid == c.image_size / c.patch_size && c.tokens == c.grid * c.grid &&
                      c.width % c.heads == 0 && static_cast<std::size_t>(c.depth) < file_.tensors().size() &&
                      static_cast<std::size_t>(c.heads) < file_.tensors().size();
    if (!fits) fail(ErrorKind::kModel, "{}: the sizes in the header are inconsistent", name());
  }

  std::string name() const { return file_.path().string(); }

  const std::string& text(const char* key) const {
    const auto it = file_.metadata().find(key);
    if (it == file_.metadata().end()) fail(ErrorKind::kModel, "{}: the header has no {}", name(), key);
    return it->second;
  }

  // In (0, most].
  template <typename Number>
  Number number(const char* key, Number most) const {
    const std::string& value = text(key);
    const auto result = parse_number<Number>(value);
    if (!result || !(*result > 0 && *result <= most)) refuse(key, value);
    return *result;
  }

  template <typename Enum, typename Spell>
  Enum choice(const char* key, std::initializer_list<Enum> choices, Spell spell) const {
    const std::string& value = text(key);
    const auto found =
        std::find_if(choices.begin(), choices.end(), [&](Enum e) { return spell(e) == value; });
    if (found == choices.end()) refuse(key, value);
    return *found;
  }

  [[noreturn]] void refuse(const char* key, const std::string& value) const {
    fail(ErrorKind::kModel, "{}: header entry {} has the invalid value '{}'", name(), key, value);
  }

  const SafetensorsFile& file_;
};

}  // namespace

ElementType linear_type(Precision precision) {
  switch (precision) {
    case Precision::kF32:
      return ElementType::kF32;
    case Precision::kBf16:
      return ElementType::kBf16;
    case Precision::kInt8:
      return ElementType::kInt8;
  }
  return ElementType::kF32;
}

std::map<std::string, std::string> to_metadata(const PackedFormat& format) {
  std::map<std::string, std::string> metadata = {
      {kVersionKey, std::to_string(kPackedVersion)},
      {kModelKey, format.model_sha256},
      {kPrecisionKey, std::string(to_string(format.precision))},
      {kBetweenKey, format.types.between == ElementType::kBf16 ? "bf16" : "f32"},
      {kPanelKey, std::to_string(format.panel)},
      {kHeadKey, format.config.head == HeadKind::kGated ? "gated" : "plain"},
      {kEpsilonKey, fmt::format("{}", format.config.layer_norm_eps)}};
  for (const SizeField& field : kSizeFields)
    metadata[field.key] = std::to_string(format.config.*field.member);
  return metadata;
}

bool is_packed(const SafetensorsFile& file) { return file.metadata().contains(kVersionKey); }

PackedFormat read_packed_format(const SafetensorsFile& file) { return FormatReader(file).read(); }

}  // namespace jtp
