// SPDX-License-Identifier: Apache-2.0
// The prior on the emoji set of the shared data: the required quality on held-out posts.
#include <gtest/gtest.h>

#include "jtp/data/manifest_builder.h"
#include "jtp/prior/context_fit.h"
#include "jtp/prior/evaluate.h"
#include "jtp/prior/naive_bayes.h"
#include "jtp/prior/prevalence.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

const PostProgress kSilent = [](std::uint64_t) {};

TEST(EmojiPrior, PredictsHeldOutTagsBetterThanItsBaselines) {
  const auto shared = test::shared_dir();
  if (!shared || !std::filesystem::exists(*shared / "emoji"))
    GTEST_SKIP() << "the shared emoji set is absent";
  const test::TemporaryFolder folder;
  const DumpFiles files = find_dump(*shared / "emoji");
  std::vector<std::string> names;
  std::vector<TagCategory> categories;
  for (const VocabularyTag& tag :
       build_vocabulary(files, {.min_count = 20}, BrokenRecords::kStop, kSilent).tags) {
    names.push_back(tag.name);
    categories.push_back(tag.category);
  }
  const Vocabulary vocabulary(names, categories);
  ManifestRules rules;
  rules.shares = {.validation = 0.15, .test = 0.15};
  build_manifest({files, std::nullopt, std::nullopt}, vocabulary, rules, BrokenRecords::kStop, folder.path(),
                 kSilent);
  const Manifest manifest(folder / "manifest.safetensors");
  TagGraph graph;
  graph.load_implications(folder / "implications.csv");
  const ImpliedPairs implied(vocabulary, graph);

  const LabelSets train = gather_labels(manifest, Split::kTrain, 1);
  const auto pi = prevalence(count_labels(train), train.size(), vocabulary);
  ThreadPool pool(2);
  FitJournal journal;
  ContextModel ising = fit_context(train, pi, implied, {.passes = 60}, {pool, journal, [](int, int) {}});
  calibrate_by_tag(ising, gather_labels(manifest, Split::kValidation, 1), pool);

  const LabelSets held_out = gather_labels(manifest, Split::kTest, 1);
  const std::vector<float> omission(pi.size(), 0.3F);
  const EvaluationInput input{held_out, implied, omission, {}};
  const PriorQuality marginal = evaluate_prior(marginal_model(pi), input, pool);
  const PriorQuality bayes = evaluate_prior(naive_bayes_model(train, pi, implied, pool), input, pool);
  const PriorQuality quality = evaluate_prior(ising, input, pool);
  EXPECT_LE(quality.log_loss, 0.80 * marginal.log_loss);
  EXPECT_LT(quality.log_loss, bayes.log_loss);
  // The ten most frequent tags contain 59 % of the hidden ones, so twice that is impossible.
  EXPECT_GT(quality.recall_10, 1.25 * marginal.recall_10);
  EXPECT_LE(quality.calibration_error, 0.02);
}

}  // namespace
}  // namespace jtp
