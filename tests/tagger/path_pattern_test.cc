// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/path_pattern.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/errors.h"

namespace jtp {
namespace {

bool matches(const PathPattern& pattern, const std::vector<std::string>& names) {
  PathPattern::State state = pattern.start();
  for (const std::string& name : names) state = pattern.advance(state, name);
  return pattern.accepts(state);
}

TEST(PathPattern, TheBaseIsThePartBeforeTheFirstWildcard) {
  EXPECT_EQ(PathPattern("a/b/*.png").base(), "a/b");
  EXPECT_EQ(PathPattern("/srv/*/x.png").base(), "/srv");
  EXPECT_EQ(PathPattern("*.png").base(), "");
}

TEST(PathPattern, MatchesWithinOneName) {
  const PathPattern pattern("*.[jp]?g");
  EXPECT_TRUE(matches(pattern, {"a.jpg"}));
  EXPECT_TRUE(matches(pattern, {"a.png"}));
  EXPECT_FALSE(matches(pattern, {"a.gif"}));
  EXPECT_FALSE(matches(pattern, {"folder", "a.png"}));
}

TEST(PathPattern, TwoStarsMatchAnyNumberOfFolders) {
  const PathPattern pattern("**/set/**/*.png");
  EXPECT_TRUE(matches(pattern, {"set", "a.png"}));
  EXPECT_TRUE(matches(pattern, {"x", "y", "set", "z", "a.png"}));
  EXPECT_FALSE(matches(pattern, {"x", "a.png"}));
}

TEST(PathPattern, HiddenNamesNeedAnExplicitDot) {
  EXPECT_FALSE(matches(PathPattern("*"), {".hidden"}));
  EXPECT_FALSE(matches(PathPattern("**/a.png"), {".hidden", "a.png"}));
  EXPECT_TRUE(matches(PathPattern(".h*"), {".hidden"}));
}

TEST(PathPattern, ReportsWhenNothingBelowCanMatch) {
  const PathPattern pattern("a*/*.png");
  EXPECT_TRUE(pattern.continues(pattern.advance(pattern.start(), "abc")));
  EXPECT_FALSE(pattern.continues(pattern.advance(pattern.start(), "b")));
}

TEST(PathPattern, RefusesTooManyNames) {
  std::string text = "*";
  for (int i = 0; i < 60; ++i) text += "/*";
  test::expect_error(ErrorKind::kUnsupported, "61 names", [&] { PathPattern{text}; });
}

}  // namespace
}  // namespace jtp
