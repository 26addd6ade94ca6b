// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "jtp/prior/context_model.h"

namespace jtp {

// The posterior probability that a tag is true although the post lacks it, m = rho / (1 - rho) * q / (1 - q),
// at most 0.98 (docs/prior.md derives it). `logit`: of q, the probability that the tag is given; `omission`:
// rho.
float missing_probability(float logit, float omission);

// pi* = pi / (1 - rho), the share of posts for which the tag is true, given or not; at most 1 - 1e-6.
float true_prevalence(float prevalence, float omission);

// A tag that a post may lack.
struct MissingTag {
  int tag = 0;            // index of the vocabulary
  float probability = 0;  // that it is true
};

// The Bayesian model of tag strings: how often each tag is given, how often it is omitted, and what the other
// tags say about it.
struct TagPrior {
  std::string tag_list_sha256;               // of the vocabulary
  std::int64_t posts = 0;                    // N, on which it was fitted
  std::vector<std::int64_t> counts;          // [K], of those posts
  std::vector<float> prevalence;             // [K], pi: share of posts with the tag (layer A)
  std::vector<float> omission;               // [K], rho (layer B)
  ContextModel context;                      // layer C
  std::map<std::string, std::string> notes;  // how it was fitted, for people

  int tags() const { return context.tags(); }

  // pi* of each tag, [K].
  std::vector<float> true_prevalence() const;

  // At most `limit` tags that a post with `labels` (ascending) lacks, the most probable first, without those
  // below `least`.
  std::vector<MissingTag> suggest(std::span<const std::int16_t> labels, int limit, float least) const;
};

// Writes a safetensors file (docs/formats.md, "Tag prior"). Weights are stored as float16.
void write_tag_prior(const std::filesystem::path& path, const TagPrior& prior);

// Checks every size, index and number. Throws Error kInvalidInput naming the file, kNotFound, kIo.
TagPrior read_tag_prior(const std::filesystem::path& path);

}  // namespace jtp
