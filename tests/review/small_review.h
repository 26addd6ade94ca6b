// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "jtp/review/plan.h"

namespace jtp::test {

// A measured review of `questions` questions about wolf and red_fur, with one picture each, using the bands
// in turn; each band has 100 cells of each tag. The last question repeats the first.
inline ReviewPlan small_plan(int questions) {
  ReviewPlan plan{.model = "mini@0123456789ab",
                  .model_sha256 = std::string(64, 'e'),
                  .precision = "f32",
                  .seed = 7,
                  .created = 1'700'000'000,
                  .population = 500};
  plan.bands = {0.05F, 0.2F, 0.5F};
  plan.tags = {{"wolf", TagCategory::kSpecies, {100, 100, 100}},
               {"red_fur", TagCategory::kGeneral, {100, 100, 100}}};
  for (int i = 0; i < questions; ++i) {
    plan.pictures.push_back({{std::string(64, 'a'), 30, 20}, "/pictures/" + std::to_string(i) + ".png"});
    const int band = i / 2 % 3;
    plan.questions.push_back({.picture = i,
                              .tag = i % 2,
                              .score = plan.bands[static_cast<std::size_t>(band)] + 0.1F,
                              .band = band,
                              .weight = 12.5});
  }
  plan.questions.back() = plan.questions.front();
  plan.questions.back().repeats = 0;
  return plan;
}

inline ReviewAnswer answer_to(int question, ReviewVerdict verdict, const std::string& reviewer = "anna") {
  return {.reviewer = reviewer, .time = 1'700'000'000 + question, .verdicts = {{question, verdict}}};
}

// A review of pictures with all their tags: two pictures; the first has two tags.
inline ReviewPlan small_diverse_plan() {
  ReviewPlan plan{.kind = ReviewKind::kDiverse, .model = "mini@0123456789ab", .population = 9};
  plan.tags = {{"wolf", TagCategory::kSpecies, {}}, {"solo", TagCategory::kGeneral, {}}};
  plan.pictures = {{{std::string(64, 'a'), 3, 2}, "/pictures/a, b.png"},
                   {{std::string(64, 'b'), 3, 2}, "/pictures/0123456789abcdef0123456789abcdef.jpg"}};
  plan.questions = {{.picture = 0, .tag = 0, .score = 0.9F},
                    {.picture = 0, .tag = 1, .score = 0.4F},
                    {.picture = 1, .tag = 1, .score = 0.3F}};
  return plan;
}

}  // namespace jtp::test
