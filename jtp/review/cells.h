// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jtp/review/plan.h"
#include "jtp/tags/tag_verdict.h"

namespace jtp {

// One (picture, tag) that was asked about and answered, by all reviewers together.
struct ReviewedCell {
  int question = 0;  // the one that others may repeat
  int picture = 0;   // of the plan
  int tag = 0;       // of the plan
  int band = 0;
  float score = 0;
  double weight = 1;    // how many cells of the population it stands for
  double positive = 0;  // mean over the reviewers of yes = 1, unsure = 0.5, no = 0
};

// In the order of the questions. What was skipped is left out; repeated questions only say how well a
// reviewer agrees with himself.
std::vector<ReviewedCell> reviewed_cells(const Review& review);

// What is known about one tag of one picture after a review.
struct TagFact {
  int picture = 0;  // of the plan
  std::string tag;  // underscored
  bool is_present = false;
};

// Everything that most reviewers agree on: answered with yes or no, or missed by the questions and added. By
// picture, each tag once.
std::vector<TagFact> tag_facts(const Review& review);

// The same facts, each with the content of its picture.
std::vector<TagVerdict> tag_verdicts(const Review& review);

// A table with the columns sha256, md5 (of a file that is called by it, else empty), path, tag, verdict (yes,
// no), for spreadsheets and `jtp data manifest --verdicts`.
std::string facts_csv(const Review& review);

}  // namespace jtp
