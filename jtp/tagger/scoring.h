// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

#include "jtp/tagger/pipeline.h"
#include "jtp/tagger/tagger.h"

namespace jtp {

struct ScoringOptions {
  // The number of pictures, as far as it is known; counting up to tagger.threads() is enough. With fewer
  // pictures than threads, all threads work on one picture (plan_lanes()).
  std::int64_t at_least = 0;
  KeptFeatures features = KeptFeatures::kNo;  // for heat maps
};

// Scores many pictures: run_pipeline() with the tagger's network, threads and decoding options. A memory in
// `stages` must belong to this tagger.
//
//   jtp::InputList inputs({.paths = {"pictures"}});
//   jtp::ScoreMemory memory(jtp::ScoreStore("scores.sqlite"), tagger, {});
//   jtp::score_pictures(tagger,
//                       {.next = [&] { return inputs.next(); },
//                        .write = [](const jtp::TaggedPicture& picture) { ... },
//                        .memory = &memory},
//                       {}, cancelled);
PipelineStats score_pictures(const Tagger& tagger, const PipelineStages& stages,
                             const ScoringOptions& options, const std::atomic<bool>& cancelled);

}  // namespace jtp
