// SPDX-License-Identifier: Apache-2.0
#include "cli/hydrus/options.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string_view>
#include <vector>

#include "cli/options/engine_options.h"
#include "cli/options/number_range.h"
#include "cli/options/parse.h"
#include "jtp/base/error.h"

namespace jtp {
namespace {

constexpr const char* kFooter =
    "\nExamples:\n"
    "  jtp hydrus --search system:inbox --service 'ai tags' --dry-run   what would be added\n"
    "  jtp hydrus --search system:inbox --service 'ai tags'             add it\n"
    "  jtp hydrus --search 'wolf OR fox' --search '-sketch' --service 'my tags' --limit 20\n\n"
    "Create the key in Hydrus: services > review services > client api > add > manually. It must permit\n"
    "editing file tags and searching for files. Keep it in JTP_HYDRUS_KEY: other users can see arguments.\n";

constexpr std::string_view kOr = " OR ";

void add_client(CLI::App& app, HydrusOptions& options) {
  const std::string group = "Hydrus";
  app.add_option("--url", options.address.url, "address of the Client API")
      ->type_name("URL")
      ->capture_default_str()
      ->envname("JTP_HYDRUS_URL")
      ->group(group);
  app.add_option("--access-key", options.address.access_key,
                 "access key, 64 hexadecimal digits; better set JTP_HYDRUS_KEY instead")
      ->type_name("KEY")
      ->envname("JTP_HYDRUS_KEY")
      ->group(group);
  app.add_option("--service", options.service, "name or key of the local tag service that gets the tags")
      ->type_name("NAME")
      ->group(group);
}

// "wolf OR fox" -> wolf, fox.
std::vector<std::string> parse_alternatives(std::string_view text) {
  std::vector<std::string> alternatives;
  while (true) {
    const std::size_t end = text.find(kOr);
    alternatives.emplace_back(text.substr(0, end));
    if (alternatives.back().empty()) throw CLI::ValidationError("--search", "a term is empty");
    if (end == std::string_view::npos) return alternatives;
    text.remove_prefix(end + kOr.size());
  }
}

void add_files(CLI::App& app, HydrusOptions& options) {
  const std::string group = "Files";
  app.add_option_function<std::vector<std::string>>(
         "--search",
         [&](const std::vector<std::string>& terms) {
           for (const std::string& term : terms) options.search.push_back(parse_alternatives(term));
         },
         "a tag, -tag, system:... predicate, or several with OR between them; files must match every "
         "--search")
      ->type_name("TERM")
      ->allow_extra_args(false)
      ->group(group);
  auto* marker = app.add_option("--marker", options.marker,
                                "tag for finished files; files that already have it are skipped")
                     ->type_name("TAG")
                     ->capture_default_str()
                     ->group(group);
  app.add_flag_callback(
         "--no-marker", [&] { options.marker.clear(); }, "do not mark files, and tag marked files again")
      ->excludes(marker)
      ->group(group);
  app.add_option("--max-files", options.max_files, "tag at most N files, those imported first")
      ->check(whole_number(1))
      ->type_name("N")
      ->group(group);
}

void add_rest(CLI::App& app, HydrusOptions& options) {
  app.add_flag_callback(
         "--namespaces", [&] { options.namespaces = HydrusNamespaces::kByCategory; },
         "write species:wolf, character:..., series:..., meta:...")
      ->group("Tags");
  const std::string model = "Model";
  add_model_option(app, options.model)->group(model);
  add_precision_option(app, options.precision)->group(model);
  add_threads_option(app, options.threads)->group(model);
  const std::string store = "Score store";
  add_store_option(app, options.store)->group(store);
  add_no_store_option(app, options.store)->group(store);
  app.add_flag_callback(
         "--force", [&] { options.reuse = Reuse::kNothing; },
         "compute all scores again and replace those in the store")
      ->group(store);
  const std::string messages = "Messages";
  app.add_flag_callback(
         "--dry-run", [&] { options.action = HydrusAction::kPreview; },
         "print the tags that would be added, and add nothing")
      ->group(messages);
  app.add_flag_callback(
         "-q,--quiet", [&] { options.verbosity = Verbosity::kQuiet; }, "print only errors")
      ->group(messages);
}

}  // namespace

std::variant<HydrusOptions, int> parse_hydrus_options(int argc, char** argv) {
  CLI::App app("Tags the files that a search finds in a Hydrus client, through its Client API.");
  HydrusOptions options;
  add_client(app, options);
  add_files(app, options);
  add_selection_options(app, options.selection);
  add_rest(app, options);
  app.footer(kFooter);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  check_selection_options(options.selection);
  if (options.address.access_key.empty())
    fail(ErrorKind::kUsage, "no access key: set JTP_HYDRUS_KEY, or give --access-key");
  if (options.search.empty())
    fail(ErrorKind::kUsage, "no files given; give --search ('system:everything' finds all files)");
  if (!options.marker.empty()) check_hydrus_tag(options.marker);
  if (options.store.wish == StoreWish::kRefused && options.reuse == Reuse::kNothing)
    fail(ErrorKind::kUsage, "--force needs a score store; leave out --no-store");
  return options;
}

}  // namespace jtp
