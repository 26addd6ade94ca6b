// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jtp/tags/vocabulary.h"

namespace CLI {
class App;
}

namespace jtp {

// How often true labels are omitted: one number for all tags, a table from a review, or the rates of a prior.
struct OmissionOptions {
  std::string omission;  // "0.2", "FILE.csv"; empty: the usual rates of the categories
  std::string prior;     // the folder from `jtp prior fit`
};

// --omission, --prior.
void add_omission_options(CLI::App& app, OmissionOptions& options);

struct OmissionRates {
  std::vector<double> rates;  // [K], below 1
  std::string origin;         // for reports: "0.2 for all tags"
};

// Throws Error kUsage, and what the readers of the files throw.
OmissionRates make_omission_rates(const OmissionOptions& options, const Vocabulary& vocabulary);

}  // namespace jtp
