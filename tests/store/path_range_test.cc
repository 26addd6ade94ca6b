// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/path_range.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

bool contains(const PathRange& range, const std::string& path) {
  return range.after < path && path < range.before;
}

TEST(PathRange, HoldsExactlyThePathsBelowAFolder) {
  for (const std::string folder : {"/a/b", "/a/b/", "/a/b//"}) {
    const PathRange range = paths_below(folder);
    for (const std::string inside : {"/a/b/c", "/a/b/c/d.png", "/a/b/\xFF", "/a/b/ "}) {
      EXPECT_TRUE(contains(range, inside)) << folder << " " << inside;
    }
    for (const std::string outside : {"/a/b", "/a/b.png", "/a/b-/c", "/a/b0", "/a/bc/d", "/a", "/b/c"}) {
      EXPECT_FALSE(contains(range, outside)) << folder << " " << outside;
    }
  }
}

TEST(PathRange, TheRootHoldsEverything) {
  for (const std::string root : {"", "/"}) {
    EXPECT_TRUE(contains(paths_below(root), "/a"));
    EXPECT_TRUE(contains(paths_below(root), "/\xFF/z"));
  }
}

}  // namespace
}  // namespace jtp
