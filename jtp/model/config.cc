// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/config.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"
#include "jtp/base/regular_file.h"
#include "jtp/files/safetensors.h"

namespace jtp {
namespace {

using Json = nlohmann::json;
constexpr std::size_t kMaxConfigBytes = 1U << 20;
constexpr std::int64_t kMaxSize = 1 << 20;  // of one dimension; keeps products of three within 64 bits

// Limits on the memory and time that a small file can request. The published networks have 384 pixels, 27
// blocks and 5.7 million activations at once.
constexpr int kMaxImageSize = 4096;
constexpr int kMaxDepth = 1000;
constexpr std::int64_t kMaxActivations = 1 << 28;  // T (3 D + F): 1 GiB in f32

// The number of heads of timm's vit_*_siglip models, which shapes do not tell.
struct TimmWidth {
  int width;
  int heads;
};
constexpr std::array<TimmWidth, 4> kTimmWidths = {{{768, 12}, {1024, 16}, {1152, 16}, {1536, 16}}};

// vit_so400m_patch14_siglip_384: 27 patches of 14 pixels cover 378 of its 384. Elsewhere grid * patch_size is
// exact.
int timm_image_size(int patch_size, int grid) {
  return patch_size == 14 && grid == 27 ? 384 : patch_size * grid;
}

class ConfigReader {
 public:
  ConfigReader(const SafetensorsFile& weights, const std::optional<std::filesystem::path>& config_json)
      : weights_(weights) {
    if (config_json) parse(*config_json);
  }

  VitConfig read() {
    VitConfig c;
    const Shape proj = shape("patch_embed.proj.weight", 4);
    c.width = size(proj[0]);
    c.patch_size = size(proj[2]);
    if (proj[1] != 3 || proj[2] != proj[3]) refuse("patch_embed.proj.weight", proj, "[D, 3, p, p]");
    const Shape positions = shape("pos_embed", 3);
    c.tokens = size(positions[1]);
    c.grid = static_cast<int>(std::lround(std::sqrt(static_cast<double>(c.tokens))));
    if (c.grid * c.grid != c.tokens) refuse("pos_embed", positions, "[1, grid * grid, D]");
    while (weights_.contains("blocks." + std::to_string(c.depth) + ".norm1.weight")) ++c.depth;
    if (c.depth == 0) fail(ErrorKind::kModel, "{}: no blocks.0.norm1.weight: this is not a timm ViT", name());
    c.mlp_width = size(shape("blocks.0.mlp.fc1.weight", 2)[0]);
    read_head(c);
    read_unshaped(c);
    check_config_json(c);
    check_extent(c);
    return c;
  }

 private:
  void parse(const std::filesystem::path& path) {
    path_ = path;
    const auto bytes = read_file(path, kMaxConfigBytes, ErrorKind::kModel);
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    json_ = Json::parse(text, nullptr, false);
    if (!json_.is_object()) fail(ErrorKind::kModel, "{}: not a JSON object", path.string());
  }

  std::string name() const { return weights_.path().string(); }

  // The source of numbers that shapes do not tell: config.json or, without one, the metadata of the weights.
  std::string source() const { return path_.empty() ? name() : path_.string(); }

  Shape shape(const std::string& tensor, std::size_t rank) const {
    const Shape& shape = weights_.at(tensor).shape;
    if (shape.size() != rank) refuse(tensor, shape, std::to_string(rank) + " dimensions");
    return shape;
  }

  int size(std::int64_t n) const {
    if (n < 1 || n > kMaxSize) fail(ErrorKind::kModel, "{}: a dimension of {} is not supported", name(), n);
    return static_cast<int>(n);
  }

  [[noreturn]] void refuse(const std::string& tensor, const Shape& shape, const std::string& expected) const {
    fail(ErrorKind::kModel, "{}: tensor {} has shape {}, expected {}", name(), tensor, to_string(shape),
         expected);
  }

  void read_head(VitConfig& c) const {
    if (weights_.contains("head.linear.weight")) {
      const Shape head = shape("head.linear.weight", 2);
      if (head[0] % 2 != 0) refuse("head.linear.weight", head, "[2 K, D]");
      c.head = HeadKind::kGated;
      c.num_tags = size(head[0] / 2);
    } else {
      c.num_tags = size(shape("head.weight", 2)[0]);
    }
  }

  // A number from config.json (jtp's, or timm's with model_args) or from the weights' metadata.
  std::optional<double> number(const std::string& key) const {
    for (const Json* object :
         {&json_, json_.is_object() && json_.contains("model_args") ? &json_["model_args"] : nullptr}) {
      if (object == nullptr || !object->is_object() || !object->contains(key)) continue;
      const Json& value = object->at(key);
      if (!value.is_number()) fail(ErrorKind::kModel, "{}: {} is not a number", path_.string(), key);
      return value.get<double>();
    }
    if (const auto it = weights_.metadata().find(key); it != weights_.metadata().end()) {
      return parse_number<double>(it->second);
    }
    return std::nullopt;
  }

  // The same for a size of the network.
  std::optional<int> whole_number(const std::string& key) const {
    const auto value = number(key);
    if (!value) return std::nullopt;
    if (*value != std::floor(*value))
      fail(ErrorKind::kModel, "{}: {} is {}, expected a whole number", name(), key, *value);
    return size(std::llround(std::clamp(*value, -1.0, static_cast<double>(kMaxSize) + 1)));
  }

  void read_unshaped(VitConfig& c) const {
    c.image_size = timm_image_size(c.patch_size, c.grid);
    if (const auto value = whole_number("img_size")) c.image_size = *value;
    if (c.image_size / c.patch_size != c.grid) {
      fail(ErrorKind::kModel,
           "{}: an input of {} pixels has {} patches of {} pixels per side, but pos_embed has {}", name(),
           c.image_size, c.image_size / c.patch_size, c.patch_size, c.grid);
    }
    if (const auto value = whole_number("num_heads")) {
      c.heads = *value;
    } else {
      for (const TimmWidth& known : kTimmWidths) {
        if (known.width == c.width) c.heads = known.heads;
      }
    }
    if (c.heads == 0) {
      fail(ErrorKind::kModel,
           "{}: the number of attention heads is unknown for width {}; put a config.json with num_heads "
           "beside it",
           name(), c.width);
    }
    if (c.width % c.heads != 0) {
      fail(ErrorKind::kModel, "{}: a width of {} cannot be divided into {} heads", name(), c.width, c.heads);
    }
    if (const auto eps = number("layer_norm_eps")) c.layer_norm_eps = epsilon(*eps);
  }

  float epsilon(double value) const {
    if (!(value > 0 && value < 1)) {
      fail(ErrorKind::kModel, "{}: layer_norm_eps is {}, expected a small positive number", source(), value);
    }
    return static_cast<float>(value);
  }

  void check_extent(const VitConfig& c) const {
    const std::int64_t activations = std::int64_t{c.tokens} * (3LL * c.width + c.mlp_width);
    if (c.image_size <= kMaxImageSize && c.depth <= kMaxDepth && activations <= kMaxActivations) return;
    fail(ErrorKind::kModel,
         "{}: the network is too large: {} pixels, {} blocks and {} activations at once; at most {}, {} and "
         "{} are supported",
         name(), c.image_size, c.depth, activations, kMaxImageSize, kMaxDepth, kMaxActivations);
  }

  // Sizes that config.json repeats must agree with the tensors.
  void check_config_json(const VitConfig& c) const {
    const std::array<std::pair<const char*, int>, 6> sizes = {{{"patch_size", c.patch_size},
                                                               {"embed_dim", c.width},
                                                               {"depth", c.depth},
                                                               {"tokens", c.tokens},
                                                               {"mlp_dim", c.mlp_width},
                                                               {"num_classes", c.num_tags}}};
    for (const auto& [key, expected] : sizes) {
      const auto value = number(key);
      if (value && *value != expected) {
        fail(ErrorKind::kModel, "{}: {} is {}, but the weights have {}", source(), key, *value, expected);
      }
    }
    if (json_.is_object() && json_.contains("gelu") && json_["gelu"] != "erf") {
      fail(ErrorKind::kModel, "{}: gelu is {}; only \"erf\" is supported", path_.string(),
           json_["gelu"].dump());
    }
  }

  const SafetensorsFile& weights_;
  std::filesystem::path path_;
  Json json_;
};

}  // namespace

std::int64_t VitConfig::multiply_adds() const {
  const std::int64_t t = tokens, d = width, f = mlp_width;
  const std::int64_t patches = t * d * 3 * patch_size * patch_size;
  const std::int64_t block = t * (4 * d * d + 2 * d * f) + 2 * t * t * d;
  const std::int64_t pool = t * 2 * d * d + 2 * t * d + 2 * d * d + 2 * d * f;
  return patches + depth * block + pool + static_cast<std::int64_t>(logits()) * d;
}

VitConfig read_vit_config(const SafetensorsFile& weights,
                          const std::optional<std::filesystem::path>& config_json) {
  return ConfigReader(weights, config_json).read();
}

}  // namespace jtp
