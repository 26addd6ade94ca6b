// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/scoring.h"

namespace jtp {

PipelineStats score_pictures(const Tagger& tagger, const PipelineStages& stages,
                             const ScoringOptions& options, const std::atomic<bool>& cancelled) {
  const PipelineOptions pipeline{.plan = plan_lanes(tagger.threads(), options.at_least),
                                 .decoders = tagger.threads(),
                                 .decode = tagger.decode(),
                                 .features = options.features};
  const MakeEngine make_engine = [&](int threads) { return tagger.make_engine(threads); };
  return run_pipeline(stages, make_engine, pipeline, cancelled);
}

}  // namespace jtp
