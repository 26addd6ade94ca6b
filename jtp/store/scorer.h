// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace jtp {

// What scores depend on apart from the picture: the network, its arithmetic, and how the picture was decoded.
// (The instruction set changes scores by less than the precision does, so it is not included.)
struct ScorerKey {
  std::string model_hash;  // SHA-256 of the original weights, lower-case hexadecimal
  std::string precision;   // "f32", "bf16", "int8"
  std::string decoding;    // "" like the reference; otherwise "exif-rotate", "fast-decode" or both, with a
                           // comma
  bool operator==(const ScorerKey&) const = default;
};

// The number of a scorer in one store.
enum class ScorerId : std::int64_t {};

struct Scorer {
  ScorerId id{};
  ScorerKey key;
  std::string model_name;     // "pilot"
  int num_tags = 0;           // K
  std::int64_t pictures = 0;  // number of pictures that it has scored
};

// "<name>@<first 12 digits of the hash>": how records name their origin, like Tagger::id().
std::string model_id(const Scorer& scorer);

}  // namespace jtp
