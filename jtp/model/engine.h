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
  kInt8,  // the blocks' four Linears; attention stays bf16, or f32 on processors without native bf16
};

// "f32", "bf16", "int8".
std::string_view to_string(Precision precision);

// bf16 if the processor multiplies bf16 natively, else f32.
Precision default_precision();

struct Kernels;
struct PackedFormat;
struct VitWeights;

// The weights of one network, packed for the machine's kernels. Immutable; any number of engines may share
// it.
class Model {
 public:
  // Reads and packs `weights`, or maps a packed copy from `cache`; the scores are the same. Without
  // `precision`: default_precision(). Throws Error kModel, kNotFound or kIo naming the file, and the tensor
  // if one is missing, has the wrong shape or contains a NaN or an infinity.
  //
  // `weights` may also be a file that save_packed() wrote. Its precision is fixed: another `precision` throws
  // Error kUsage. A file that was packed for other kernels throws Error kModel.
  static std::shared_ptr<const Model> load(const std::filesystem::path& weights,
                                           const std::optional<std::filesystem::path>& config_json,
                                           std::optional<Precision> precision, int threads,
                                           const std::optional<CacheOptions>& cache = {});
  // Uses `kernels` instead of those of active_isa(), and no cache. The processor must support them.
  static std::shared_ptr<const Model> load(const std::filesystem::path& weights,
                                           const std::optional<std::filesystem::path>& config_json,
                                           Precision precision, int threads, const Kernels& kernels);
  ~Model();

  const VitConfig& config() const { return config_; }
  Precision precision() const { return precision_; }
  const VitWeights& weights() const { return *weights_; }
  // The kernels that the weights were packed for.
  const Kernels& kernels() const { return kernels_; }
  // SHA-256 of the original weights if load() found it in its cache or in a packed file; else empty.
  const std::string& source_hash() const { return source_hash_; }

  // Writes the packed weights to a file that load() can map (docs/formats.md). `source_hash`: as
  // source_hash() returns it after loading. Throws Error kIo, kNotFound.
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

// Where a forward pass puts its results for one picture. Results with an empty span are not stored.
struct ForwardOutputs {
  std::span<float> scores{};    // [K] probabilities; required
  std::span<float> pooled{};    // [D], output of the attention pool: the input of the classifier head
  std::span<float> features{};  // [T, D], output of the final norm: the input of heat_map()
};

// For debugging and tests. Receives named intermediate results of one picture: "embed" [T, D], "block.0" ...
// [T, D], "norm" [T, D], "pooled" [D], "logits" [K or 2K], "probs" [K]. The span is valid during the call
// only.
using Probe = std::function<void(std::string_view name, std::span<const float> values,
                                 std::span<const std::int64_t> shape)>;

// Callbacks during a forward pass. Each may be empty, which costs nothing.
struct Observer {
  Probe probe{};
  StageEnded stage_ended{};
};

// Runs one forward pass at a time. The scores of a picture depend only on its pixels and the model, not on
// the number of threads or on earlier passes.
class Engine {
 public:
  virtual ~Engine() = default;
  virtual const VitConfig& config() const = 0;

  // pixels: [3, S, S] as Preprocessor makes them. Must not be called from two threads at once. Throws Error
  // kInternal if a span has the wrong size.
  virtual void forward(std::span<const float> pixels, const ForwardOutputs& outputs,
                       const Observer& observer = {}) = 0;
};

// An engine with `threads` threads and its own scratch memory, on shared weights.
std::unique_ptr<Engine> make_engine(std::shared_ptr<const Model> model, int threads);

}  // namespace jtp
