// SPDX-License-Identifier: Apache-2.0
#include "cli/options/filter_options.h"

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace jtp {

void add_filter_options(CLI::App& app, TagFilter& filter) {
  const std::string group = "Tags";
  app.add_option("--limit", filter.limit, "at most N tags per picture, the best")
      ->check(CLI::Validator(CLI::PositiveNumber).description(""))
      ->type_name("N")
      ->group(group);
  app.add_option_function<std::vector<std::string>>(
         "--category",
         [&](const std::vector<std::string>& names) {
           for (const std::string& name : names) {
             const auto category = parse_category(name);
             if (!category) throw CLI::ValidationError("--category", "there is no category '" + name + "'");
             filter.categories.push_back(*category);
           }
         },
         "only tags of these categories: general, species, character, ...")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME,...")
      ->group(group);
  app.add_option("--only", filter.only, "only tags that match; * and ? are wildcards")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("GLOB,...")
      ->group(group);
  app.add_option("--exclude", filter.exclude, "no tags that match; * and ? are wildcards")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("GLOB,...")
      ->group(group);
}

}  // namespace jtp
