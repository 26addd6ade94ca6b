// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/verdict_table.h"

#include "jtp/tags/spelling.h"

namespace jtp {

std::map<Md5, PictureVerdicts> read_verdicts(const std::optional<std::filesystem::path>& path,
                                             BrokenRecords broken, SkippedRecords& skipped) {
  std::map<Md5, PictureVerdicts> verdicts;
  if (!path) return verdicts;
  DumpTable table(*path, broken);
  CsvStream& records = table.records();
  const std::size_t md5 = records.column("md5");
  const std::size_t tag = records.column("tag");
  const std::size_t verdict = records.column("verdict");
  records.keep({md5, tag, verdict});
  while (records.next()) {
    const std::string_view digits = records.field(md5).value_or("");
    const std::string name = canonical_tag(records.field(tag).value_or(""));
    const std::string_view said = records.field(verdict).value_or("");
    const auto parsed = parse_md5(digits);
    if (digits.empty()) continue;
    if (!parsed) {
      records.complain(md5, "must be an MD5 of 32 hexadecimal digits");
    } else if (name.empty()) {
      records.complain(tag, "the tag is empty");
    } else if (said == "yes") {
      std::string& confirmed = verdicts[*parsed].confirmed;
      confirmed += (confirmed.empty() ? "" : " ") + name;
    } else if (said == "no") {
      verdicts[*parsed].rejected.push_back(name);
    } else {
      records.complain(verdict, "must be yes or no");
    }
  }
  skipped.add(records);
  return verdicts;
}

}  // namespace jtp
