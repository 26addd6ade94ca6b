// SPDX-License-Identifier: Apache-2.0
#include "cli/eval/labelled_set.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/options/choice_option.h"

namespace jtp {

void add_label_options(CLI::App& app, LabelOptions& options) {
  const std::string group = "Labelled pictures";
  app.add_option("--set", options.set, "folder that 'jtp data manifest' wrote")
      ->type_name("DIR")
      ->group(group);
  app.add_option("--pictures", options.pictures, "folder of its pictures")->type_name("DIR")->group(group);
  add_choice<std::optional<Split>>(app, "--split",
                                   {{"train", Split::kTrain},
                                    {"validation", Split::kValidation},
                                    {"test", Split::kTest},
                                    {"all", std::nullopt}},
                                   [&](std::optional<Split> split) { options.split = split; })
      ->description("split of the set to evaluate (default: validation)")
      ->group(group);
  app.add_option("--truth", options.truth,
                 "labels to use instead of the set's: table post_id,tags; other posts are skipped")
      ->type_name("FILE.csv[.gz]")
      ->group(group);
  app.add_option("--posts", options.posts, "evaluate only these posts: table with the column post_id")
      ->type_name("FILE.csv[.gz]")
      ->group(group);
}

LabelledSet::LabelledSet(const LabelOptions& options) : options_(options), set_(options.set) {
  if (!options.truth.empty()) truth_ = read_post_labels(options.truth, set_.vocabulary);
  if (!options.posts.empty()) posts_ = read_post_ids(options.posts);
}

std::optional<LabelledPicture> LabelledSet::picture(std::int64_t sample) const {
  if (options_.split && set_.manifest.split(sample) != *options_.split) return std::nullopt;
  const Sample found = set_.manifest.sample(sample);
  if (posts_ && !std::binary_search(posts_->begin(), posts_->end(), found.post_id)) return std::nullopt;
  const auto path = set_.manifest.picture_path(found);
  if (!path) return std::nullopt;
  LabelledPicture picture{.sample = sample,
                          .post_id = found.post_id,
                          .path = std::filesystem::path(options_.pictures) / *path,
                          .location = found.picture,
                          .labels = found.labels};
  if (truth_) {
    const auto labels = truth_->find(found.post_id);
    if (labels == truth_->end()) return std::nullopt;
    picture.labels = labels->second;
  }
  return picture;
}

}  // namespace jtp
