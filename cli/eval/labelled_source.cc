// SPDX-License-Identifier: Apache-2.0
#include "cli/eval/labelled_source.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "cli/options/open_model.h"
#include "cli/options/scorer_choice.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/text.h"
#include "jtp/loader/sample_picture.h"
#include "jtp/store/file_stamp.h"
#include "jtp/store/score_store.h"
#include "jtp/tagger/scoring.h"
#include "jtp/tagger/tagger.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

// Translates the labels of a set into the indices of a model's vocabulary.
class LabelMap {
 public:
  LabelMap(const Vocabulary& from, const Vocabulary& to) {
    for (int tag = 0; tag < from.size(); ++tag) {
      const auto found = to.find(from.name(tag));
      to_.push_back(found ? *found : -1);
    }
  }

  // Ascending; valid until the next call.
  std::span<const std::int16_t> translate(std::span<const std::int16_t> labels) {
    buffer_.clear();
    for (const std::int16_t label : labels) {
      const int tag = to_[static_cast<std::size_t>(label)];
      if (tag >= 0) buffer_.push_back(static_cast<std::int16_t>(tag));
    }
    std::sort(buffer_.begin(), buffer_.end());
    return buffer_;
  }

  std::vector<int> tags() const {
    std::vector<int> tags;
    std::copy_if(to_.begin(), to_.end(), std::back_inserter(tags), [](int tag) { return tag >= 0; });
    std::sort(tags.begin(), tags.end());
    return tags;
  }

 private:
  std::vector<int> to_;  // by tag of the set; -1 if the model lacks it
  std::vector<std::int16_t> buffer_;
};

// The common part of the two sources with a labelled set.
class LabelledSource : public ScoreSource {
 public:
  LabelledSource(const LabelOptions& options, Vocabulary vocabulary)
      : set_(options), vocabulary_(std::move(vocabulary)), map_(set_.vocabulary(), vocabulary_) {
    if (vocabulary_.size() > kMaxManifestTags)
      fail(ErrorKind::kUnsupported, "the model has too many tags ({}; at most {} can be evaluated)",
           vocabulary_.size(), kMaxManifestTags);
    const auto known = static_cast<int>(map_.tags().size());
    if (known == 0) fail(ErrorKind::kUsage, "{}: has no tag of the model", options.set);
    if (known < vocabulary_.size() || known < set_.vocabulary().size())
      print_message(fmt::format("evaluating {} that both the model ({}) and the set ({}) have",
                                counted(known, "tag"), vocabulary_.size(), set_.vocabulary().size()));
  }

  const Vocabulary& vocabulary() const override { return vocabulary_; }
  std::vector<int> tags() const override { return map_.tags(); }
  std::string labels() const override {
    const LabelOptions& options = set_.options();
    std::string text = options.set;
    text += options.split ? fmt::format(", split {}", to_string(*options.split)) : ", all splits";
    if (!options.truth.empty()) text += ", labels of " + options.truth;
    if (!options.posts.empty()) text += ", posts of " + options.posts;
    return text;
  }
  std::string name(std::int64_t picture) const override {
    const auto found = set_.picture(picture);
    if (!found) return {};
    const std::string file = found->path.filename().string();
    return found->location.length < 0 ? file : fmt::format("{}, post {}", file, found->post_id);
  }
  std::optional<std::vector<std::byte>> bytes(std::int64_t picture) const override {
    const auto found = set_.picture(picture);
    if (!found) return std::nullopt;
    return read_sample_picture(found->path, found->location);
  }

 protected:
  const LabelledSet& set() const { return set_; }

  void give(const LabelledPicture& picture, std::span<const TagScore> scores, const Visit& visit) {
    visit({.key = static_cast<std::uint64_t>(picture.post_id),
           .scores = scores,
           .labels = map_.translate(picture.labels)},
          picture.sample);
  }

 private:
  const LabelledSet set_;
  const Vocabulary vocabulary_;
  LabelMap map_;
};

class StoreSource : public LabelledSource {
 public:
  StoreSource(const LabelOptions& options, ScoreStore store, const Scorer& scorer)
      : LabelledSource(options, store.vocabulary(scorer.id)), store_(std::move(store)), scorer_(scorer) {}

  double floor() const override { return static_cast<double>(kScoreFloor); }
  std::string model() const override {
    return fmt::format("{} {}{}", model_id(scorer_), scorer_.key.precision,
                       scorer_.key.decoding.empty() ? "" : " " + scorer_.key.decoding);
  }

  SourceSummary for_each(const Visit& visit, const std::function<void(const Error&)>&) override {
    SourceSummary summary;
    for (std::int64_t sample = 0; sample < set().samples(); ++sample) {
      const auto picture = set().picture(sample);
      if (!picture) continue;
      if (interrupted()) fail(ErrorKind::kCancelled, "interrupted");
      const auto content = store_.find_content_of_path(stored_path(picture->path));
      const auto scored = content ? store_.find(scorer_.id, *content) : std::nullopt;
      if (!scored) {
        ++summary.missing;
        continue;
      }
      give(*picture, scored->scores, visit);
      ++summary.pictures;
    }
    return summary;
  }

 private:
  ScoreStore store_;
  const Scorer scorer_;
};

PictureInput input_of(const LabelledPicture& picture) {
  PictureInput input{.path = picture.path, .bytes = {}, .error = {}};
  if (picture.location.length >= 0) {
    input.fetch = [path = picture.path, location = picture.location] {
      return read_sample_picture(path, location);
    };
  }
  return input;
}

class NetworkSource : public LabelledSource {
 public:
  NetworkSource(const ScoreSourceOptions& options, Tagger tagger)
      : LabelledSource(options.labels, tagger.vocabulary()), tagger_(std::move(tagger)) {}

  std::string model() const override {
    return fmt::format("{} {}", tagger_.id(), to_string(tagger_.precision()));
  }

  SourceSummary for_each(const Visit& visit, const std::function<void(const Error&)>& report) override {
    std::vector<std::int64_t> samples;
    for (std::int64_t sample = 0; sample < set().samples(); ++sample) {
      if (set().picture(sample)) samples.push_back(sample);
    }
    std::size_t taken = 0, written = 0;
    SourceSummary summary;
    const PipelineStages stages{.next = [&]() -> std::optional<PictureInput> {
                                  if (taken == samples.size()) return std::nullopt;
                                  return input_of(*set().picture(samples[taken++]));
                                },
                                .write =
                                    [&](const TaggedPicture& picture) {
                                      const std::int64_t sample = samples[written++];
                                      if (picture.error) {
                                        ++summary.missing;
                                        return report(*picture.error);
                                      }
                                      give(*set().picture(sample), every_score(picture.result.scores), visit);
                                      ++summary.pictures;
                                    }};
    score_pictures(tagger_, stages, {.at_least = std::ssize(samples)}, interrupted());
    if (interrupted()) fail(ErrorKind::kCancelled, "interrupted");
    return summary;
  }

 private:
  std::span<const TagScore> every_score(std::span<const float> scores) {
    buffer_.clear();
    for (std::size_t tag = 0; tag < scores.size(); ++tag)
      buffer_.push_back({.index = static_cast<int>(tag), .score = scores[tag]});
    return buffer_;
  }

  const Tagger tagger_;
  std::vector<TagScore> buffer_;
};

}  // namespace

std::unique_ptr<ScoreSource> open_store_source(const ScoreSourceOptions& options) {
  ScoreStore store(store_file(options.store), {.access = StoreAccess::kReadOnly});
  const Scorer scorer = choose_scorer(
      store, {.model = options.model,
              .precision = options.precision ? std::string(to_string(*options.precision)) : ""});
  return std::make_unique<StoreSource>(options.labels, std::move(store), scorer);
}

std::unique_ptr<ScoreSource> open_network_source(const ScoreSourceOptions& options) {
  return std::make_unique<NetworkSource>(
      options,
      open_model({.model = options.model, .precision = options.precision, .threads = options.threads}));
}

}  // namespace jtp
