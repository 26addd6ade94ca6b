// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/exit_code.h"
#include "cli/options/number_range.h"
#include "cli/options/parse.h"
#include "cli/prior/commands.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/terminal.h"
#include "cli/train/training_set.h"
#include "jtp/base/text.h"
#include "jtp/prior/tag_prior.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

using Json = nlohmann::ordered_json;

struct PriorSuggestOptions {
  std::string prior;
  std::vector<std::string> tags;
  int limit = 20;
  float least = 0.05F;
  bool json = false;
};

void add_options(CLI::App& app, PriorSuggestOptions& options) {
  app.add_option("--prior", options.prior, "folder that 'jtp prior fit' wrote")->type_name("DIR")->required();
  app.add_option("TAG", options.tags, "tags of the post: separate words, or one text with commas")
      ->required();
  app.add_option("--limit", options.limit, "suggest at most N tags")
      ->check(whole_number(0, 32767))
      ->type_name("N")
      ->capture_default_str();
  app.add_option("--least", options.least, "suggest only tags of at least this probability")
      ->check(CLI::Range(0.0, 1.0).description(""))
      ->type_name("0...1")
      ->capture_default_str();
  app.add_flag("--json", options.json, "print one JSON object");
  app.footer(
      "\nThe prior has not seen the picture: check its suggestions before using them.\n\n"
      "Example:\n  jtp prior suggest --prior prior/ wolf red_fur solo\n");
}

// The tags in the arguments. An argument with a comma is split at commas, any other at white space.
std::vector<std::string> split_tags(const std::vector<std::string>& arguments) {
  std::vector<std::string> tags;
  for (const std::string& argument : arguments) {
    const std::string_view separators = argument.find(',') != std::string::npos ? "," : kWhiteSpace;
    std::string_view left = argument;
    while (!left.empty()) {
      const std::size_t end = std::min(left.find_first_of(separators), left.size());
      if (!trimmed(left.substr(0, end)).empty()) tags.emplace_back(trimmed(left.substr(0, end)));
      left.remove_prefix(std::min(end + 1, left.size()));
    }
  }
  return tags;
}

}  // namespace

int run_prior_suggest(int argc, char** argv) {
  CLI::App app("Suggests tags that a post with these tags probably lacks, from the prior alone.");
  PriorSuggestOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  const TagPrior prior = read_tag_prior(fs::path(options.prior) / "prior.safetensors");
  const Vocabulary vocabulary = load_vocabulary_of(options.prior, prior.tag_list_sha256, "prior.safetensors");
  std::vector<std::int16_t> labels;
  Json unknown = Json::array();
  for (const std::string& name : split_tags(options.tags)) {
    if (const auto tag = vocabulary.find(name)) {
      labels.push_back(static_cast<std::int16_t>(*tag));
    } else {
      unknown.push_back(name);
      print_message(
          printable(fmt::format("the vocabulary has no tag {:?}; it is ignored", name.substr(0, 80))));
    }
  }
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  Json suggestions = Json::array();
  std::string lines;
  for (const MissingTag& missing : prior.suggest(labels, options.limit, options.least)) {
    const std::string& name = vocabulary.name(missing.tag);
    suggestions.push_back({{"tag", name}, {"probability", missing.probability}});
    lines += fmt::format("{:.3f}  {}\n", missing.probability, printable(name));
  }
  const Json json = {{"suggestions", suggestions}, {"unknown", unknown}};
  ResultStream().write(options.json ? json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                                    : lines);
  return kExitAllDone;
}

}  // namespace jtp
