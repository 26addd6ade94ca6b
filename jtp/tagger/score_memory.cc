// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/score_memory.h"

#include <utility>

#include "jtp/store/features.h"
#include "jtp/tagger/tagger.h"

namespace jtp {
namespace {

// The decoding options that affect scores, as spelled in ScorerKey.
std::string decoding_of(const DecodeOptions& decode) {
  std::string text;
  if (decode.exif_rotate) text = "exif-rotate";
  if (decode.fast_decode) text += text.empty() ? "fast-decode" : ",fast-decode";
  return text;
}

}  // namespace

KeptScores kept_scores(float lowest_threshold) {
  return lowest_threshold < kScoreFloor ? KeptScores::kAll : KeptScores::kFromFloor;
}

ScorerKey scorer_key(const Tagger& tagger) {
  return {.model_hash = tagger.hash(),
          .precision = std::string(to_string(tagger.precision())),
          .decoding = decoding_of(tagger.decode())};
}

ScoreMemory::ScoreMemory(ScoreStore store, const Tagger& tagger, const MemoryOptions& options)
    : store_(std::move(store)),
      scorer_(store_.add_scorer(scorer_key(tagger), tagger.files().name, tagger.vocabulary())),
      num_tags_(store_.num_tags(scorer_)),
      options_(options) {}

ScoreMemory::ScoreMemory(ScoreStore store, ScorerId scorer, const MemoryOptions& options)
    : store_(std::move(store)), scorer_(scorer), num_tags_(store_.num_tags(scorer)), options_(options) {}

std::optional<TagResult> ScoreMemory::find(const FileStamp& stamp) {
  if (options_.reuse == Reuse::kNothing) return std::nullopt;
  const std::lock_guard turn(mutex_);
  const auto sha256 = store_.find_content(stamp);
  return sha256 ? find_locked(*sha256) : std::nullopt;
}

std::optional<TagResult> ScoreMemory::find(const std::string& sha256) {
  if (options_.reuse == Reuse::kNothing) return std::nullopt;
  const std::lock_guard turn(mutex_);
  return find_locked(sha256);
}

std::optional<TagResult> ScoreMemory::find_locked(const std::string& sha256) {
  auto stored = store_.find(scorer_, sha256);
  if (!stored) return std::nullopt;
  if (options_.scores == KeptScores::kAll && stored->all_scores.empty()) return std::nullopt;
  const PictureFacts& facts = *stored;
  TagResult result{
      facts,
      stored->all_scores.empty() ? to_dense(stored->scores, num_tags_) : std::move(stored->all_scores),
      {}};
  if (options_.pooled == KeptPooled::kYes) {
    result.pooled = Features(store_).find(scorer_, sha256);
    if (result.pooled.empty()) return std::nullopt;
  }
  return result;
}

void ScoreMemory::keep(const TagResult& result) {
  const std::lock_guard turn(mutex_);
  store_.transaction([&] {
    store_.put(scorer_, result, result.scores, options_.scores);
    if (!result.pooled.empty()) Features(store_).put(scorer_, result.sha256, result.pooled);
  });
}

void ScoreMemory::note(const FileStamp& stamp, const std::string& sha256) {
  const std::lock_guard turn(mutex_);
  store_.put_file(stamp, sha256);
}

}  // namespace jtp
