// SPDX-License-Identifier: Apache-2.0
#include "jtp/hydrus/tag_spelling.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"

namespace jtp {
namespace {

std::string plain(std::string_view name) {
  return hydrus_tag(name, TagCategory::kGeneral, HydrusNamespaces::kByCategory);
}

TEST(HydrusTag, HasSpacesExceptInKaomoji) {
  EXPECT_EQ(plain("red_fur"), "red fur");
  EXPECT_EQ(plain("digital_media_(artwork)"), "digital media (artwork)");
  EXPECT_EQ(plain(">_<"), ">_<");
}

// Tags on e621 with a colon that does not end a namespace.
TEST(HydrusTag, ATagWithAColonGetsALeadingColon) {
  EXPECT_EQ(plain(":3"), "::3");
  EXPECT_EQ(plain(">:3"), ":>:3");
  EXPECT_EQ(plain("open_:3"), ":open :3");
}

TEST(HydrusTag, NamesCategoriesAsHydrusDoes) {
  const auto in = [](TagCategory category) {
    return hydrus_tag("red_fur", category, HydrusNamespaces::kByCategory);
  };
  EXPECT_EQ(in(TagCategory::kSpecies), "species:red fur");
  EXPECT_EQ(in(TagCategory::kArtist), "creator:red fur");
  EXPECT_EQ(in(TagCategory::kCopyright), "series:red fur");
  EXPECT_EQ(in(TagCategory::kCharacter), "character:red fur");
  EXPECT_EQ(in(TagCategory::kGeneral), "red fur");
  EXPECT_EQ(hydrus_tag("wolf", TagCategory::kSpecies, HydrusNamespaces::kNone), "wolf");
  EXPECT_EQ(hydrus_tag(">:3", TagCategory::kMeta, HydrusNamespaces::kByCategory), "meta:>:3");
}

TEST(HydrusTag, RefusesAMarkerThatWouldNotBeFoundAgain) {
  check_hydrus_tag("tagged by jtp");
  check_hydrus_tag("meta:tagged by jtp");
  for (const char* text : {"", " a", "-a", ":a", "system:a", "a*", "A", "a  b", "a\tb"})
    test::expect_error(ErrorKind::kUsage, "Hydrus does not accept this tag", [&] { check_hydrus_tag(text); });
}

}  // namespace
}  // namespace jtp
