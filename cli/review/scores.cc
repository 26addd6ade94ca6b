// SPDX-License-Identifier: Apache-2.0
#include "cli/review/scores.h"

#include <fmt/core.h>

#include <algorithm>

#include "cli/options/engine_options.h"
#include "cli/options/model_option.h"
#include "cli/tag/store.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/tagger/inputs.h"
#include "jtp/tagger/pipeline.h"

namespace jtp {
namespace {

// The options of `jtp tag -r --features`.
TagOptions tag_options(const ReviewScoring& scoring) {
  TagOptions options;
  options.inputs.paths = scoring.paths;
  options.inputs.recursion = Recursion::kIntoFolders;
  options.store = {.wish = StoreWish::kWanted, .file = scoring.store};
  options.pooled = KeptPooled::kYes;
  options.format = ResultFormat::kNothing;
  return options;
}

void score(const TagOptions& options, const Tagger& tagger, int threads) {
  const InputRequest request = make_request(options.inputs);
  const TagSelection selection(tagger.vocabulary(), Thresholds(), {}, {});
  const auto store = make_tag_store(options, tagger, selection);
  InputList inputs(request);
  const PipelineStages stages{
      .next = [&] { return inputs.next(); },
      .make_engine = [&](int lane_threads) { return tagger.make_engine(lane_threads); },
      .write =
          [](const TaggedPicture& picture) {
            if (picture.error) print_message(printable(fmt::format("failed: {}", picture.error->what())));
          },
      .memory = &store->memory()};
  const std::int64_t pictures = count_pictures(request, threads, interrupted());
  const PipelineOptions pipeline{
      .plan = plan_lanes(threads, pictures), .decoders = threads, .decode = options.inputs.decode};
  const PipelineStats stats = run_pipeline(stages, pipeline, interrupted());
  if (interrupted()) fail(ErrorKind::kCancelled, "stopped while scoring pictures");
  print_message(fmt::format("{} with scores, {} failed", counted(stats.tagged, "picture"), stats.failed));
}

}  // namespace

Scorer score_for_review(const ReviewScoring& scoring) {
  const TagOptions options = tag_options(scoring);
  const ModelChoice model = choose_model(scoring.model);
  if (!model.note.empty()) print_message(model.note);
  const Tagger tagger = load_tagger(model.files, {.precision = scoring.precision,
                                                  .threads = scoring.threads,
                                                  .decode = options.inputs.decode,
                                                  .cache = {}});
  install_signal_handlers();
  score(options, tagger, threads_or_all(scoring.threads));
  for (Scorer& scorer : ScoreStore(scoring.store, {.access = StoreAccess::kReadOnly}).scorers()) {
    const bool is_it = scorer.key.model_hash == tagger.hash() && scorer.key.decoding.empty() &&
                       scorer.key.precision == to_string(tagger.precision());
    if (is_it) return std::move(scorer);
  }
  fail(ErrorKind::kNotFound, "no picture has been scored");
}

}  // namespace jtp
