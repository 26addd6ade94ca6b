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

// The posterior probability that a tag which a post does not have is there nevertheless, m = rho / (1 - rho)
// * q / (1 - q), at most 0.98 (docs/prior.md derives it). `logit`: of q, the chance that the tag is given;
// `omission`: rho.
float missing_probability(float logit, float omission);

// pi* = pi / (1 - rho): there, given or not; at most 1 - 1e-6.
float true_prevalence(float prevalence, float omission);

// A tag that a post may lack.
struct MissingTag {
  int tag = 0;            // index of the vocabulary
  float probability = 0;  // that it is there
};

// The Bayesian model of tag strings: how often each tag is given, how often it is left out, and what the
// others say.
struct TagPrior {
  std::string tag_list_sha256;               // of the vocabulary
  std::int64_t posts = 0;                    // N that it was fitted on
  std::vector<std::int64_t> counts;          // [K], of those posts
  std::vector<float> prevalence;             // [K], pi: given (layer A)
  std::vector<float> omission;               // [K], rho (layer B)
  ContextModel context;                      // (layer C)
  std::map<std::string, std::string> notes;  // how it was fitted, for people

  int tags() const { return context.tags(); }

  // pi* of every tag, [K].
  std::vector<float> true_prevalence() const;

  // The tags that a post with `labels` (ascending) does not have, most probably missing first, at most
  // `limit`, without those below `least`.
  std::vector<MissingTag> suggest(std::span<const std::int16_t> labels, int limit, float least) const;
};

// A safetensors file (docs/formats.md, "Tag prior"). Weights are kept as float16.
void write_tag_prior(const std::filesystem::path& path, const TagPrior& prior);

// Checks every size, index and number. Throws Error kInvalidInput naming the file, kNotFound, kIo.
TagPrior read_tag_prior(const std::filesystem::path& path);

}  // namespace jtp
