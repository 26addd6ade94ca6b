// SPDX-License-Identifier: Apache-2.0
#include "cli/review/scores.h"

#include <fmt/core.h>

#include "cli/options/open_model.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/standard_input.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/tagger/inputs.h"
#include "jtp/tagger/scoring.h"

namespace jtp {
namespace {

void score(const ReviewScoring& scoring, const Tagger& tagger) {
  const InputRequest request{.paths = scoring.paths,
                             .recursion = Recursion::kIntoFolders,
                             .next_name = {},
                             .standard_input = read_standard_input};
  ScoreMemory memory(ScoreStore(scoring.store), tagger, {.pooled = KeptPooled::kYes});
  InputList inputs(request);
  const PipelineStages stages{
      .next = [&] { return inputs.next(); },
      .write =
          [](const TaggedPicture& picture) {
            if (picture.error) print_message(printable(fmt::format("failed: {}", picture.error->what())));
          },
      .memory = &memory};
  const std::int64_t at_least = count_pictures(request, tagger.threads(), interrupted());
  const PipelineStats stats = score_pictures(tagger, stages, {.at_least = at_least}, interrupted());
  if (interrupted()) fail(ErrorKind::kCancelled, "stopped while scoring pictures");
  print_message(fmt::format("{} with scores, {} failed", counted(stats.tagged, "picture"), stats.failed));
}

}  // namespace

Scorer score_for_review(const ReviewScoring& scoring) {
  const Tagger tagger =
      open_model({.model = scoring.model, .precision = scoring.precision, .threads = scoring.threads});
  install_signal_handlers();
  score(scoring, tagger);
  for (Scorer& scorer : ScoreStore(scoring.store, {.access = StoreAccess::kReadOnly}).scorers()) {
    if (scorer.key == scorer_key(tagger)) return std::move(scorer);
  }
  fail(ErrorKind::kNotFound, "no picture has been scored");
}

}  // namespace jtp
