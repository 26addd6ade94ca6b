// SPDX-License-Identifier: Apache-2.0
#include "jtp/prior/prevalence.h"

#include <algorithm>
#include <array>

namespace jtp {
namespace {

struct Beta {
  double a = 0.5;  // Jeffreys prior, if the tags of a category do not vary
  double b = 0.5;
};

struct Moments {
  double tags = 0;
  double sum = 0;
  double sum_of_squares = 0;
};

Beta by_moments(const Moments& moments) {
  if (moments.tags < 2 || moments.sum <= 0) return {};
  const double mean = moments.sum / moments.tags;
  const double variance = moments.sum_of_squares / moments.tags - mean * mean;
  if (variance <= 0 || mean >= 1) return {};
  const double strength = std::max(mean * (1 - mean) / variance - 1, 1e-3);
  return {mean * strength, (1 - mean) * strength};
}

}  // namespace

std::vector<float> prevalence(std::span<const std::int64_t> counts, std::int64_t posts,
                              const Vocabulary& vocabulary) {
  const double n = std::max<double>(1, static_cast<double>(posts));
  std::array<Moments, kTagCategories> moments;
  const auto category = [&](std::size_t tag) {
    return static_cast<std::size_t>(vocabulary.category(static_cast<int>(tag)));
  };
  for (std::size_t tag = 0; tag < counts.size(); ++tag) {
    const double frequency = static_cast<double>(counts[tag]) / n;
    Moments& own = moments[category(tag)];
    own.tags += 1;
    own.sum += frequency;
    own.sum_of_squares += frequency * frequency;
  }
  std::vector<float> result(counts.size());
  for (std::size_t tag = 0; tag < counts.size(); ++tag) {
    const Beta beta = by_moments(moments[category(tag)]);
    const double mean = (static_cast<double>(counts[tag]) + beta.a) / (n + beta.a + beta.b);
    result[tag] = static_cast<float>(std::clamp(mean, 1e-7, 1 - 1e-6));
  }
  return result;
}

}  // namespace jtp
