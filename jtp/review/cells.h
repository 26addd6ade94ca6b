// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jtp/review/plan.h"
#include "jtp/tags/tag_verdict.h"

namespace jtp {

// One (picture, tag) that was asked about and answered, with the verdicts of all reviewers combined.
struct ReviewedCell {
  int question = 0;  // the original one, which others may repeat
  int picture = 0;   // index in the plan
  int tag = 0;       // index in the plan
  int band = 0;
  float score = 0;
  double weight = 1;    // the number of cells of the population that it represents
  double positive = 0;  // mean over the reviewers of yes = 1, unsure = 0.5, no = 0
};

// In the order of the questions, without skipped ones. Repeated questions are used only to measure how well
// reviewers agree with themselves.
std::vector<ReviewedCell> reviewed_cells(const Review& review);

// A fact about one tag of one picture that follows from a review.
struct TagFact {
  int picture = 0;  // index in the plan
  std::string tag;  // with underscores
  bool is_present = false;
};

// Everything that most reviewers agree on: tags confirmed or rejected in answers, and missed tags that were
// added. Ordered by picture; each tag once.
std::vector<TagFact> tag_facts(const Review& review);

// The same facts, each with the hash of its picture.
std::vector<TagVerdict> tag_verdicts(const Review& review);

// A table with the columns sha256, md5 (of a file that is named by it, otherwise empty), path, tag, verdict
// (yes, no), for spreadsheets and `jtp data manifest --verdicts`.
std::string facts_csv(const Review& review);

}  // namespace jtp
