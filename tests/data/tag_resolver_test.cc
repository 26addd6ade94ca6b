// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/tag_resolver.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/data/small_dump.h"
#include "tests/support/errors.h"

namespace jtp {
namespace {

std::vector<std::string> resolved(TagResolver& resolver, std::string_view tag_string) {
  std::vector<std::string> names;
  for (const std::uint32_t tag : resolver.resolve(tag_string)) names.emplace_back(resolver.names().name(tag));
  std::sort(names.begin(), names.end());
  return names;
}

using Names = std::vector<std::string>;

TEST(TagResolver, FollowsAliasesAndImplications) {
  const test::TemporaryFolder folder;
  SkippedRecords skipped;
  TagResolver resolver(load_tag_graph(test::write_small_dump(folder), BrokenRecords::kStop, skipped));
  EXPECT_EQ(resolved(resolver, "red_fur timber_wolf"), (Names{"canine", "red_fur", "wolf"}));
  EXPECT_EQ(resolved(resolver, "  wolf grey_wolf  wolf "), (Names{"canine", "wolf"}));
  EXPECT_EQ(resolved(resolver, "solo"), Names{"solo"}) << "a pending alias does not hold";
  EXPECT_EQ(resolved(resolver, ""), Names{});
  EXPECT_EQ(resolved(resolver, "Wolf"), (Names{"Wolf", "canine"})) << "other spellings keep their name";
  EXPECT_EQ(resolver.counts().names, 7U);
  EXPECT_EQ(resolver.counts().aliased, 2U);
  EXPECT_EQ(resolver.counts().implied, 3U);
}

TEST(TagResolver, ReportsTagsThatImplyEachOther) {
  const test::TemporaryFolder folder;
  SkippedRecords skipped;
  TagResolver resolver(load_tag_graph(test::write_small_dump(folder), BrokenRecords::kStop, skipped));
  EXPECT_EQ(resolved(resolver, "up wolf"), (Names{"canine", "down", "up", "wolf"}));
  EXPECT_EQ(resolver.in_circles(), (Names{"down", "up"}));
}

TEST(TagResolver, NamesTheFileOfABrokenTable) {
  const test::TemporaryFolder folder;
  const DumpFiles files = test::write_small_dump(folder);
  test::write_text(folder / "tag_aliases.csv",
                   "id,antecedent_name,consequent_name,status\n1,,wolf,active\n2,a,wolf,active\n");
  SkippedRecords skipped;
  test::expect_error(ErrorKind::kInvalidInput,
                     "tag_aliases.csv: record 1: column \"antecedent_name\": the tag is empty",
                     [&] { load_tag_graph(files, BrokenRecords::kStop, skipped); });
  const TagGraph graph = load_tag_graph(files, BrokenRecords::kSkip, skipped);
  EXPECT_EQ(skipped.count, 1U);
  EXPECT_EQ(graph.current("a"), "wolf");
}

}  // namespace
}  // namespace jtp
