// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/tags/tag_score.h"

namespace jtp {

// Scores of at least this are stored; a tag without a stored score has a score in [0, kScoreFloor).
inline constexpr float kScoreFloor = 0.005F;

// An entry of the encoding cannot name more tags.
inline constexpr int kMaxStoredTags = 65536;

// The encoding of a picture's scores (docs/formats.md): 6 bytes per stored tag, by index, big-endian: the
// index in 2 bytes, then score * 2^31 in 4. Every float32 in [2^-8, 1] is a multiple of 2^-31, so stored
// scores are exact.

// Encodes the tags of `scores` [K], K <= kMaxStoredTags, with score >= kScoreFloor. Throws Error kInternal
// for a score outside 0...1.
std::string encode_scores(std::span<const float> scores);

// The scores by index. Throws Error kIo if `bytes` is not a valid encoding: a length that is not a multiple
// of 6, indices that do not ascend or are not below `num_tags`, a score above 1.
std::vector<TagScore> decode_scores(std::string_view bytes, int num_tags);

// The score of one tag in an encoding, found by bisection; 0 if it is not stored.
float find_score(std::string_view bytes, int tag);

// [K]; scores that are not stored are 0.
std::vector<float> to_dense(std::span<const TagScore> scores, int num_tags);

}  // namespace jtp
