// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/exclusion_list.h"

#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/files/csv.h"
#include "jtp/files/text_file.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{16} << 20;
constexpr std::string_view kAllRatings = "sqe";

constexpr std::string_view kBuiltin =
    "tag,ratings,reason\n"
    "young,qe,age\n"
    "young_human,qe,age\n"
    "cub,qe,age\n"
    "loli,sqe,age\n"
    "shota,sqe,age\n"
    "toddler,qe,age\n"
    "child,qe,age\n"
    "avoid_posting,sqe,artist_wish\n"
    "conditional_dnp,sqe,artist_wish\n";

}  // namespace

std::vector<ExclusionRule> builtin_exclusions() {
  return parse_exclusions(kBuiltin, "the built-in exclusions");
}

std::vector<ExclusionRule> parse_exclusions(std::string_view text, std::string_view source) {
  CsvReader table(std::string(text), std::string(source), ErrorKind::kInvalidInput);
  const std::size_t tag = table.column({"tag"});
  const std::size_t ratings = table.column({"ratings"});
  const std::size_t reason = table.column({"reason"});
  std::vector<ExclusionRule> rules;
  while (const auto row = table.next()) {
    ExclusionRule rule{canonical_tag(row->fields[tag]), row->fields[ratings],
                       underscored(row->fields[reason])};
    if (rule.tag.empty()) table.fail_at(row->line, "the tag is empty");
    if (rule.ratings.find_first_not_of(kAllRatings) != std::string::npos) {
      table.fail_at(row->line,
                    fmt::format("ratings must consist of s, q and e, not {:?}", rule.ratings.substr(0, 40)));
    }
    if (rule.ratings.empty()) rule.ratings = kAllRatings;
    if (rule.reason.empty()) rule.reason = "excluded_tag";
    rules.push_back(std::move(rule));
  }
  return rules;
}

std::vector<ExclusionRule> load_exclusions(const std::filesystem::path& path) {
  return parse_exclusions(read_text_file(path, kMaxFileBytes, ErrorKind::kInvalidInput), path.string());
}

}  // namespace jtp
