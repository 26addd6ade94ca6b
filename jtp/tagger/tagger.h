// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "jtp/image/decode.h"
#include "jtp/model/cache_options.h"
#include "jtp/model/config.h"
#include "jtp/model/engine.h"
#include "jtp/model/model_files.h"
#include "jtp/tagger/tag_result.h"
#include "jtp/tags/vocabulary.h"

namespace jtp {

struct TaggerOptions {
  std::optional<Precision> precision{};  // nothing: that of a packed file, or default_precision()
  int threads = 0;                       // of tag() and score_pictures(); 0: available_cpus()
  DecodeOptions decode{};
  std::optional<CacheOptions> cache{};  // of hashes and packed weights; nothing: no cache
};

// Pictures in, scored tags out.
//
//   const auto tagger = jtp::Tagger::load("models/mini");
//   const auto result = tagger.tag_file("picture.png");
//   result.scores[i] is the probability of tagger.vocabulary().name(i)
//
// A Tagger is one model, loaded and checked; it is immutable. Any number of threads may call tag(): they
// decode in parallel and take turns at the network. To tag many pictures, score_pictures()
// (jtp/tagger/scoring.h) is faster. The scores of a picture depend only on its bytes, the decoding options,
// the model, the precision and the instruction set, not on threads, order or other pictures.
class Tagger {
 public:
  // Loads a model, given its folder or its .safetensors file; tags.json, tags.csv and config.json are beside
  // it. Reads all weights. Throws as find_model_files() and Model::load() do, kModel if the tags do not fit
  // the network, and kDevice if the processor lacks the instruction set of JTP_ISA.
  static Tagger load(const std::filesystem::path& folder_or_weights, const TaggerOptions& options = {});
  static Tagger load(const ModelFiles& files, const TaggerOptions& options = {});

  ~Tagger();
  Tagger(Tagger&&) noexcept;
  Tagger& operator=(Tagger&&) noexcept;

  // `picture`: the bytes of a file in any format of ImageFormat. Throws as decode_image and Preprocessor do:
  // kInvalidInput, kUnsupported. The tagger stays usable after an error.
  TagResult tag(std::span<const std::byte> picture) const;

  // The same for a file; errors name it. Also throws kNotFound and kIo.
  TagResult tag_file(const std::filesystem::path& picture) const;

  const Vocabulary& vocabulary() const;
  const VitConfig& config() const;
  Precision precision() const;
  int threads() const;  // 1 or more
  const DecodeOptions& decode() const;
  const ModelFiles& files() const;
  // SHA-256 of the weights file, lower-case hexadecimal; of the original weights if the file is packed.
  const std::string& hash() const;
  std::string id() const;  // "<name>@<first 12 digits of the hash>": identifies the model in records

  // heat_map() (jtp/model/heat_map.h) for a tag and the features [T, D] of a picture.
  std::vector<float> heat_map(std::span<const float> features, int tag) const;

  // A new engine on this model's weights, for a lane of run_pipeline(). It may outlive the Tagger.
  std::unique_ptr<Engine> make_engine(int threads) const;

 private:
  struct State;
  explicit Tagger(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace jtp
