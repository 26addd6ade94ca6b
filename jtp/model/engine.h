// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/model/cache_options.h"
#include "jtp/model/config.h"
#include "jtp/model/stage.h"

namespace jtp {

enum class Precision {
  kF32,
  kBf16,
  kInt8,  // the blocks' four Linears; attention stays bf16, or f32 where bf16 is not multiplied natively
};

// "f32", "bf16", "int8".
std::string_view to_string(Precision precision);

// bf16 where the processor multiplies bf16 natively, else f32.
Precision default_precision();

struct Kernels;
struct PackedFormat;
struct VitWeights;

// The weights of one network, packed for the machine's kernels; immutable, shared by any number of engines.
class Model {
 public:
  // Reads and packs `weights`, or maps the file in `cache` where they were packed before; the scores are the
  // same. No `precision`: default_precision(). Throws Error kModel / kNotFound / kIo naming the file and the
  // tensor: missing tensors, shapes that do not fit, a NaN or an infinity.
  //
  // `weights` may also be a file that save_packed() wrote. Its precision is fixed: another one is an Error
  // kUsage. One that was packed for other kernels is an Error kModel.
  static std::shared_ptr<const Model> load(const std::filesystem::path& weights,
                                           const std::optional<std::filesystem::path>& config_json,
                                           std::optional<Precision> precision, int threads,
                                           const std::optional<CacheOptions>& cache = {});
  // Without a cache, for another table than that of active_isa(); the processor must support it.
  static std::shared_ptr<const Model> load(const std::filesystem::path& weights,
                                           const std::optional<std::filesystem::path>& config_json,
                                           Precision precision, int threads, const Kernels& kernels);
  ~Model();

  const VitConfig& config() const { return config_; }
  Precision precision() const { return precision_; }
  const VitWeights& weights() const { return *weights_; }
  // The table that the weights were packed for.
  const Kernels& kernels() const { return kernels_; }
  // SHA-256 of the original weights where load() came to know it, from its cache or from a packed file; else
  // empty.
  const std::string& source_hash() const { return source_hash_; }

  // Writes the packed weights to a file that load() maps (docs/formats.md). `source_hash`: see above. Throws
  // Error kIo, kNotFound.
  void save_packed(const std::filesystem::path& path, const std::string& source_hash, int threads) const;

 private:
  explicit Model(const Kernels& kernels);
  void set(const PackedFormat& format, VitWeights weights);

  const Kernels& kernels_;
  VitConfig config_;
  Precision precision_ = Precision::kF32;
  std::string source_hash_;
  std::unique_ptr<const VitWeights> weights_;
};

// Where a forward pass puts its results for one picture. What an empty span stands for is not wanted.
struct ForwardOutputs {
  std::span<float> scores{};    // [K] probabilities; always wanted
  std::span<float> pooled{};    // [D], of the attention pool: the input of the classifier head
  std::span<float> features{};  // [T, D], of the final norm: what heat_map() takes
};

// For debugging and tests. Sees named intermediate results of one picture: "embed" [T, D], "block.0" ... [T,
// D], "norm" [T, D], "pooled" [D], "logits" [K or 2K], "probs" [K]. The span is valid during the call only.
using Probe = std::function<void(std::string_view name, std::span<const float> values,
                                 std::span<const std::int64_t> shape)>;

// Who looks on during a forward pass; both may be empty, and cost nothing then.
struct Observer {
  Probe probe{};
  StageEnded stage_ended{};
};

// One forward pass at a time. The scores of a picture depend on its pixels and on the model only: not on the
// number of threads, nor on what ran before.
class Engine {
 public:
  virtual ~Engine() = default;
  virtual const VitConfig& config() const = 0;

  // pixels: [3, S, S] as Preprocessor makes them. Not to be called from two threads at once. Throws Error
  // kInternal for sizes that do not fit.
  virtual void forward(std::span<const float> pixels, const ForwardOutputs& outputs,
                       const Observer& observer = {}) = 0;
};

// An engine with `threads` threads and scratch memory of its own, on shared weights.
std::unique_ptr<Engine> make_engine(std::shared_ptr<const Model> model, int threads);

}  // namespace jtp
