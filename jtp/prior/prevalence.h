// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "jtp/tags/vocabulary.h"

namespace jtp {

// Layer A: how often each tag is given, [K], each in (0, 1). Beta-Bernoulli per category: a and b follow from
// the frequencies of its tags by the method of moments (s = mu (1 - mu) / var - 1, a = mu s, b = (1 - mu) s),
// and pi_t = (n_t + a) / (N + a + b). `counts`: [K], of N posts.
std::vector<float> prevalence(std::span<const std::int64_t> counts, std::int64_t posts,
                              const Vocabulary& vocabulary);

}  // namespace jtp
