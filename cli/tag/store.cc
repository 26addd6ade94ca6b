// SPDX-License-Identifier: Apache-2.0
#include "cli/tag/store.h"

#include <string>
#include <utility>

#include "jtp/base/error.h"

namespace jtp {
namespace {

// What of the decoding moves scores, as ScorerKey spells it.
std::string decoding_of(const DecodeOptions& decode) {
  std::string text;
  if (decode.exif_rotate) text = "exif-rotate";
  if (decode.fast_decode) text += text.empty() ? "fast-decode" : ",fast-decode";
  return text;
}

}  // namespace

std::optional<std::filesystem::path> tag_store_file(const TagOptions& options) {
  if (!uses_store(options)) return std::nullopt;
  return shard_file(store_file(options.store), options.shard.value_or(Shard{}));
}

ScoreStore open_tag_store(const std::filesystem::path& file) {
  try {
    return ScoreStore(file);
  } catch (const Error& error) {
    throw Error(error.kind(),
                std::string("the score store ") + error.what() + "; --no-store goes on without it");
  }
}

KeptScores kept_scores(float lowest_threshold) {
  return lowest_threshold < kScoreFloor ? KeptScores::kAll : KeptScores::kFromFloor;
}

std::unique_ptr<TagStore> make_tag_store(const TagStoreRequest& request, const Tagger& tagger) {
  ScoreStore store = open_tag_store(request.file);
  const ScorerKey key{.model_hash = tagger.hash(),
                      .precision = std::string(to_string(tagger.precision())),
                      .decoding = decoding_of(request.decode)};
  const ScorerId scorer = store.add_scorer(key, tagger.files().name, tagger.vocabulary());
  return std::make_unique<TagStore>(std::move(store), scorer, request.memory);
}

std::unique_ptr<TagStore> make_tag_store(const TagOptions& options, const Tagger& tagger,
                                         const TagSelection& selection) {
  const auto file = tag_store_file(options);
  if (!file) return nullptr;
  const float lowest = options.scores == ScoreRange::kAll ? 0.0F : selection.lowest_threshold();
  const MemoryOptions memory{.reuse = options.reuse, .scores = kept_scores(lowest), .pooled = options.pooled};
  return make_tag_store({*file, options.inputs.decode, memory}, tagger);
}

}  // namespace jtp
