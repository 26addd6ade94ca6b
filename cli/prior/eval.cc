// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "cli/eval/truth_table.h"
#include "cli/exit_code.h"
#include "cli/options/choice_option.h"
#include "cli/options/engine_options.h"
#include "cli/options/parse.h"
#include "cli/prior/commands.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/signals.h"
#include "cli/train/training_set.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/base/thread_pool.h"
#include "jtp/prior/evaluate.h"
#include "jtp/prior/naive_bayes.h"
#include "jtp/prior/tag_prior.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

using Json = nlohmann::ordered_json;

struct PriorEvalOptions {
  std::string prior;
  std::string set;
  std::string truth;
  Split split = Split::kTest;
  int threads = 0;
  bool json = false;
};

void add_options(CLI::App& app, PriorEvalOptions& options) {
  app.add_option("--prior", options.prior, "folder that 'jtp prior fit' wrote")->type_name("DIR")->required();
  app.add_option("--set", options.set, "folder that 'jtp data manifest' wrote")->type_name("DIR")->required();
  add_choice<Split>(app, "--split", {{"validation", Split::kValidation}, {"test", Split::kTest}},
                    [&](Split split) { options.split = split; })
      ->description("split of the set to evaluate (default: test; validation was used to calibrate)");
  app.add_option("--truth", options.truth, "true tags of some posts: table post_id,tags")
      ->type_name("FILE.csv[.gz]");
  add_threads_option(app, options.threads);
  app.add_flag("--json", options.json, "print one JSON object");
  app.footer("\nExample:\n  jtp prior eval --prior prior/ --set set/\n");
}

// The true labels of `posts`.
TrueLabels read_truth(const std::string& path, const TrainingSet& set, const LabelSets& posts) {
  if (path.empty()) return {};
  PostLabels labels = read_post_labels(path, set.vocabulary);
  TrueLabels truth;
  for (const std::int64_t sample : posts.sample) {
    const auto found = labels.find(set.manifest.sample(sample).post_id);
    if (found != labels.end()) truth[sample] = std::move(found->second);
  }
  return truth;
}

Json to_json(const PriorQuality& quality) {
  Json json = {{"posts", quality.posts},
               {"log_loss", quality.log_loss},
               {"auc", quality.auc},
               {"calibration_error", quality.calibration_error},
               {"hidden", quality.hidden},
               {"recall_5", quality.recall_5},
               {"recall_10", quality.recall_10},
               {"recall_20", quality.recall_20}};
  if (quality.missing) {
    json["missing"] = {{"cells", quality.missing->cells},
                       {"missing", quality.missing->missing},
                       {"auc", quality.missing->auc},
                       {"log_loss", quality.missing->log_loss},
                       {"calibration_error", quality.missing->calibration_error}};
  }
  return json;
}

std::string text(const std::vector<std::pair<std::string, PriorQuality>>& rows) {
  std::string out = fmt::format("{:<12} {:>9} {:>6} {:>6} {:>6} {:>6} {:>6}", "model", "log-loss", "AUC",
                                "ECE", "R@5", "R@10", "R@20");
  const bool has_truth = rows.front().second.missing.has_value();
  out += has_truth ? fmt::format("  {:>8} {:>9}\n", "miss AUC", "log-loss") : "\n";
  for (const auto& [name, q] : rows) {
    out += fmt::format("{:<12} {:>9.6f} {:>6.3f} {:>6.4f} {:>6.3f} {:>6.3f} {:>6.3f}", name, q.log_loss,
                       q.auc, q.calibration_error, q.recall_5, q.recall_10, q.recall_20);
    out += q.missing ? fmt::format("  {:>8.4f} {:>9.6f}\n", q.missing->auc, q.missing->log_loss) : "\n";
  }
  return out + fmt::format("{}, {} of them with a hidden tag\n", counted(rows.front().second.posts, "post"),
                           rows.front().second.hidden);
}

}  // namespace

int run_prior_eval(int argc, char** argv) {
  CLI::App app(
      "Shows how well a prior predicts each tag of held-out posts from their other tags, beside two "
      "baselines: the frequency of the tag and naive Bayes.");
  PriorEvalOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  const TrainingSet set(options.set);
  const TagPrior prior = read_tag_prior(fs::path(options.prior) / "prior.safetensors");
  if (prior.tag_list_sha256 != set.manifest.header().tag_list_sha256) {
    fail(ErrorKind::kUsage, "{} and {} have different vocabularies", options.prior, options.set);
  }
  const LabelSets train = gather_labels(set.manifest, Split::kTrain, 1);
  const LabelSets posts = gather_labels(set.manifest, options.split, 1);
  if (posts.size() == 0)
    fail(ErrorKind::kInvalidInput, "{}: no posts in the split {}", options.set, to_string(options.split));
  const TrueLabels truth = read_truth(options.truth, set, posts);
  ThreadPool pool(threads_or_all(options.threads));
  const EvaluationInput input{posts, set.implied, prior.omission, truth};
  std::vector<std::pair<std::string, PriorQuality>> rows;
  rows.emplace_back("marginal", evaluate_prior(marginal_model(prior.prevalence), input, pool));
  rows.emplace_back(
      "naive_bayes",
      evaluate_prior(naive_bayes_model(train, prior.prevalence, set.implied, pool), input, pool));
  rows.emplace_back("ising", evaluate_prior(prior.context, input, pool));
  Json json = {{"split", to_string(options.split)}};
  for (const auto& [name, quality] : rows) json[name] = to_json(quality);
  ResultStream().write(options.json ? json.dump(2) + "\n" : text(rows));
  return kExitAllDone;
}

}  // namespace jtp
