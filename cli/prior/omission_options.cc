// SPDX-License-Identifier: Apache-2.0
#include "cli/prior/omission_options.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

#include "cli/train/training_set.h"
#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"
#include "jtp/prior/omission.h"
#include "jtp/prior/tag_prior.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

constexpr double kMaxOmission = 0.95;  // beyond this, a correction is meaningless

std::vector<double> checked_rates(std::span<const float> rates) {
  std::vector<double> checked;
  for (const float rate : rates) checked.push_back(std::min(static_cast<double>(rate), kMaxOmission));
  return checked;
}

OmissionRates from_prior(const fs::path& folder, const Vocabulary& vocabulary) {
  const TagPrior prior = read_tag_prior(folder / "prior.safetensors");
  const Vocabulary known = load_vocabulary_of(folder, prior.tag_list_sha256, "prior.safetensors");
  std::vector<float> rates = omission_rates(vocabulary, {});
  for (int tag = 0; tag < known.size(); ++tag) {
    if (const auto found = vocabulary.find(known.name(tag)))
      rates[static_cast<std::size_t>(*found)] = prior.omission[static_cast<std::size_t>(tag)];
  }
  return {.rates = checked_rates(rates), .origin = folder.string()};
}

}  // namespace

void add_omission_options(CLI::App& app, OmissionOptions& options) {
  const std::string group = "Missing labels";
  app.add_option("--omission", options.omission,
                 "how often true labels are missing: a share (0: never), or table tag,omitted,checked "
                 "(default: the usual rate of the category)")
      ->type_name("X|FILE.csv")
      ->group(group);
  app.add_option("--prior", options.prior, "take these rates from the folder that 'jtp prior fit' wrote")
      ->type_name("DIR")
      ->group(group);
}

OmissionRates make_omission_rates(const OmissionOptions& options, const Vocabulary& vocabulary) {
  if (!options.prior.empty()) {
    if (!options.omission.empty()) fail(ErrorKind::kUsage, "--omission and --prior cannot be combined");
    return from_prior(options.prior, vocabulary);
  }
  if (options.omission.empty())
    return {.rates = checked_rates(omission_rates(vocabulary, {})), .origin = "usual for the category"};
  const std::string& text = options.omission;
  const auto rate = parse_number<double>(text);
  if (!rate) {
    const auto counts = load_omission_counts(text, vocabulary);
    return {.rates = checked_rates(omission_rates(vocabulary, counts)), .origin = text};
  }
  if (!(*rate >= 0 && *rate <= kMaxOmission))
    fail(ErrorKind::kUsage, "--omission {}: a share must be 0 to {}", text, kMaxOmission);
  return {.rates = std::vector<double>(static_cast<std::size_t>(vocabulary.size()), *rate),
          .origin = fmt::format("{} for all tags", *rate)};
}

}  // namespace jtp
