// SPDX-License-Identifier: Apache-2.0
#include "cli/eval/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/terminal/terminal.h"
#include "jtp/base/text.h"

namespace jtp {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kTagsNamed = 20;

std::string row(std::string_view name, const std::optional<FigureDifference>& figure) {
  if (!figure) return {};
  return fmt::format("  {:<20} {:.4f} -> {:.4f}  {:+.4f} [{:+.4f}, {:+.4f}]  {}\n", name, figure->before,
                     figure->after, figure->after - figure->before, figure->interval.lower,
                     figure->interval.upper, figure->is_more_than_noise() ? "more than noise" : "noise");
}

Json to_json(const std::optional<FigureDifference>& figure) {
  if (!figure) return nullptr;
  return {{"before", figure->before},
          {"after", figure->after},
          {"interval", {figure->interval.lower, figure->interval.upper}},
          {"more_than_noise", figure->is_more_than_noise()}};
}

Json side_json(const SavedEvaluation& evaluation) {
  return {{"model", evaluation.model}, {"labels", evaluation.labels}};
}

}  // namespace

std::string compare_text(const PairedDifference& difference, const SavedEvaluation& before,
                         const SavedEvaluation& after) {
  std::string text = fmt::format("before: {}\nafter:  {}\n{}, {} in both\n\n", printable(before.model),
                                 printable(after.model), counted(before.blocks.pictures(), "picture"),
                                 counted(difference.tags, "tag"));
  for (const Rate rate : kRates) {
    text += row(fmt::format("macro {}", to_string(rate)), difference.macro[rate]);
    text += row(fmt::format("micro {}", to_string(rate)), difference.micro[rate]);
  }
  text += fmt::format("\n{} changed by more than noise\n", counted(difference.changed.size(), "tag"));
  for (std::size_t i = 0; i < std::min(difference.changed.size(), kTagsNamed); ++i) {
    const TagDifference& tag = difference.changed[i];
    text += fmt::format("  {:<28} {:>6} labels  J {:.3f} -> {:.3f}\n", printable(tag.tag), tag.labels,
                        tag.before, tag.after);
  }
  return text;
}

std::string compare_json(const PairedDifference& difference, const SavedEvaluation& before,
                         const SavedEvaluation& after) {
  Json macro, micro, changed = Json::array();
  for (const Rate rate : kRates) {
    macro[std::string(to_string(rate))] = to_json(difference.macro[rate]);
    micro[std::string(to_string(rate))] = to_json(difference.micro[rate]);
  }
  for (const TagDifference& tag : difference.changed)
    changed.push_back({{"tag", tag.tag},
                       {"labels", tag.labels},
                       {"before", tag.before},
                       {"after", tag.after},
                       {"z", tag.z}});
  const Json json = {{"images", before.blocks.pictures()},
                     {"tags", difference.tags},
                     {"before", side_json(before)},
                     {"after", side_json(after)},
                     {"macro", macro},
                     {"micro", micro},
                     {"changed", changed}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace jtp
