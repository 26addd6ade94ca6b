// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/options/number_range.h"
#include "cli/options/parse.h"
#include "cli/prior/commands.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/terminal.h"
#include "cli/train/training_set.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/prior/tag_prior.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

using Json = nlohmann::ordered_json;

struct PriorShowOptions {
  std::string prior;
  std::vector<std::string> tags;
  int limit = 20;
  bool json = false;
};

void add_options(CLI::App& app, PriorShowOptions& options) {
  app.add_option("--prior", options.prior, "folder that 'jtp prior fit' wrote")->type_name("DIR")->required();
  app.add_option("TAG", options.tags, "tags, in any spelling")->required();
  app.add_option("--limit", options.limit, "show at most N tags that speak for it, and at most N against it")
      ->check(whole_number(0, 32767))
      ->type_name("N")
      ->capture_default_str();
  app.add_flag("--json", options.json, "print a JSON array");
  app.footer("\nExample:\n  jtp prior show --prior prior/ wolf\n");
}

// The inputs of one output, strongest positive evidence first.
std::vector<ContextWeight> evidence_of(const ContextModel& model, int tag) {
  std::vector<ContextWeight> evidence;
  for (const ContextWeight& weight : model.weights()) {
    if (weight.output == tag) evidence.push_back(weight);
  }
  std::stable_sort(evidence.begin(), evidence.end(),
                   [](const ContextWeight& a, const ContextWeight& b) { return a.value > b.value; });
  return evidence;
}

Json show(const TagPrior& prior, const Vocabulary& vocabulary, int tag, int limit) {
  const auto i = static_cast<std::size_t>(tag);
  const std::vector<ContextWeight> evidence = evidence_of(prior.context, tag);
  const auto entry = [&](const ContextWeight& weight) {
    return Json{{"tag", vocabulary.name(weight.input)}, {"log_odds", weight.value}};
  };
  Json evidence_for = Json::array(), against = Json::array();
  for (std::size_t k = 0; k < evidence.size() && k < static_cast<std::size_t>(limit); ++k) {
    if (evidence[k].value > 0) evidence_for.push_back(entry(evidence[k]));
    const ContextWeight& last = evidence[evidence.size() - 1 - k];
    if (last.value < 0) against.push_back(entry(last));
  }
  return {{"tag", vocabulary.name(tag)},    {"category", to_string(vocabulary.category(tag))},
          {"posts", prior.counts[i]},       {"prevalence", prior.prevalence[i]},
          {"omission", prior.omission[i]},  {"true_prevalence", prior.true_prevalence()[i]},
          {"for", std::move(evidence_for)}, {"against", std::move(against)}};
}

std::string text(const Json& shown) {
  std::string out = fmt::format(
      "{}  {}\ngiven     {}, {:.4f} %\nomitted   {:.1f} % of the posts that show it, so the true share is "
      "{:.4f} %\n",
      printable(shown["tag"].get<std::string>()), shown["category"].get<std::string>(),
      counted(shown["posts"].get<std::int64_t>(), "post"), 100 * shown["prevalence"].get<double>(),
      100 * shown["omission"].get<double>(), 100 * shown["true_prevalence"].get<double>());
  for (const char* side : {"for", "against"}) {
    for (const Json& one : shown[side])
      out += fmt::format("{:<8} {:+7.3f}  {}\n", side, one["log_odds"].get<double>(),
                         printable(one["tag"].get<std::string>()));
  }
  return out;
}

}  // namespace

int run_prior_show(int argc, char** argv) {
  CLI::App app(
      "Shows what a prior knows about a tag: how often it is given and omitted, and which tags speak for and "
      "against it.");
  PriorShowOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  const TagPrior prior = read_tag_prior(fs::path(options.prior) / "prior.safetensors");
  const Vocabulary vocabulary = load_vocabulary_of(options.prior, prior.tag_list_sha256, "prior.safetensors");
  Json all = Json::array();
  std::string lines;
  for (const std::string& name : options.tags) {
    const auto tag = vocabulary.find(name);
    if (!tag) fail(ErrorKind::kNotFound, "the vocabulary has no tag {:?}", name.substr(0, 80));
    all.push_back(show(prior, vocabulary, *tag, options.limit));
    lines += (lines.empty() ? "" : "\n") + text(all.back());
  }
  ResultStream().write(options.json ? all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n" : lines);
  return kExitAllDone;
}

}  // namespace jtp
