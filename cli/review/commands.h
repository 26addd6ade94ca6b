// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace jtp {

// Each is defined in cli/review/<command>.cc (the last four in report.cc); the table is in
// cli/review/review.cc.
int run_review_new(int argc, char** argv);
int run_review_open(int argc, char** argv);
int run_review_report(int argc, char** argv);
int run_review_thresholds(int argc, char** argv);
int run_review_omissions(int argc, char** argv);
int run_review_verdicts(int argc, char** argv);

}  // namespace jtp
