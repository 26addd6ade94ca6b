// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/draw.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "jtp/base/random.h"
#include "jtp/review/text.h"
#include "jtp/store/features.h"
#include "jtp/store/file_stamp.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp::test {
namespace {

// 200 pictures in ten groups, with features, and scores of wolf, solo, red_fur and hi_res.
class ReviewDrawTest : public ::testing::Test {
 protected:
  ReviewDrawTest() : store_(folder_ / "scores.sqlite") {
    const Vocabulary vocabulary(
        {"wolf", "solo", "red_fur", "hi_res"},
        {TagCategory::kSpecies, TagCategory::kGeneral, TagCategory::kGeneral, TagCategory::kMeta});
    const ScorerId id = store_.add_scorer({std::string(64, 'e'), "f32", ""}, "mini", vocabulary);
    store_.transaction([&] {
      for (int i = 0; i < 200; ++i) put(id, i);
    });
    scorer_ = store_.scorers().front();
  }

  std::filesystem::path picture(int number) const {
    return folder_ / ("p" + std::to_string(1000 + number) + ".png");
  }

  void put(ScorerId id, int number) {
    Dice dice(3, static_cast<std::uint64_t>(number));
    const auto uniform = [&] { return static_cast<float>(dice.uniform()); };
    const std::string sha256 = std::to_string(1000 + number) + std::string(60, '0');
    const std::vector<float> scores = {uniform(), uniform() * 0.3F, 0.9F + 0.1F * uniform(), uniform()};
    store_.put(id, {.sha256 = sha256, .width = 30, .height = 20}, scores, KeptScores::kFromFloor);
    write_text(picture(number), "x");
    store_.put_file(*stamp_file(picture(number)), sha256);
    std::vector<float> features(16, 0.1F);
    features[static_cast<std::size_t>(number % 10)] = 1;
    features[15] = 0.2F * uniform();
    Features(store_).put(id, sha256, features);
  }

  TemporaryFolder folder_;
  ScoreStore store_;
  Scorer scorer_;
};

TEST_F(ReviewDrawTest, AsksAboutTheNamedTags) {
  const ReviewPlan plan = draw_review(store_, scorer_, {.size = 60, .tags = {"Wolf", "red fur", "wolf"}});
  ASSERT_EQ(plan.tags.size(), 2U);
  EXPECT_EQ(plan.tags[1].name, "red_fur");
  EXPECT_EQ(plan.population, 200);
  EXPECT_EQ(plan.questions.size(), 60U);
  EXPECT_EQ(plan.model, "mini@eeeeeeeeeeee");
  std::int64_t cells = 0;
  for (const ReviewTag& tag : plan.tags) {
    for (const std::int64_t count : tag.cells) cells += count;
  }
  double weights = 0;
  int repeats = 0;
  for (std::size_t q = 0; q < plan.questions.size(); ++q) {
    const ReviewQuestion& question = plan.questions[q];
    if (!question.repeats) {
      weights += question.weight;
      continue;
    }
    ++repeats;
    const ReviewQuestion& first = plan.questions[static_cast<std::size_t>(*question.repeats)];
    EXPECT_EQ(first.picture, question.picture);
    EXPECT_EQ(first.tag, question.tag);
    EXPECT_FALSE(first.repeats);
    EXPECT_GE(q, 36U);  // late in the review
  }
  EXPECT_EQ(repeats, 6);
  EXPECT_NEAR(weights, static_cast<double>(cells), 1e-6);
}

TEST_F(ReviewDrawTest, ChoosesUncertainVisibleTagsByDefault) {
  const ReviewPlan plan = draw_review(store_, scorer_, {.size = 20});
  ASSERT_EQ(plan.tags.size(), 3U);
  EXPECT_EQ(plan.tags[0].name, "wolf");     // hi_res is as uncertain, but not visible in a picture
  EXPECT_EQ(plan.tags[2].name, "red_fur");  // nearly certain
}

TEST_F(ReviewDrawTest, DependsOnlyOnTheSeed) {
  const auto text = [&](std::uint64_t seed, ReviewKind kind) {
    return plan_text(draw_review(store_, scorer_, {.kind = kind, .size = 12, .seed = seed}));
  };
  for (const ReviewKind kind : {ReviewKind::kMeasured, ReviewKind::kDiverse}) {
    EXPECT_EQ(text(1, kind), text(1, kind));
  }
  EXPECT_NE(text(1, ReviewKind::kMeasured), text(2, ReviewKind::kMeasured));
}

TEST_F(ReviewDrawTest, ChoosesDifferentPicturesWithAllTheirTags) {
  const ReviewPlan plan = draw_review(store_, scorer_, {.kind = ReviewKind::kDiverse, .size = 10});
  ASSERT_EQ(plan.pictures.size(), 10U);
  std::set<char> groups;
  for (const ReviewPicture& picture : plan.pictures) groups.insert(picture.path[picture.path.size() - 5]);
  EXPECT_EQ(groups.size(), 10U);  // one of each
  for (const ReviewQuestion& question : plan.questions) EXPECT_GT(question.score, 0.2F);
  std::map<int, int> tags;
  for (const ReviewQuestion& question : plan.questions) ++tags[question.picture];
  EXPECT_EQ(tags.size(), 10U);  // all pictures have red_fur
}

TEST_F(ReviewDrawTest, ChoosesOnlyExistingAndNamedFiles) {
  for (int i = 0; i < 100; ++i) std::filesystem::remove(picture(i));
  EXPECT_EQ(draw_review(store_, scorer_, {.size = 5}).population, 100);
  const ReviewPlan one = draw_review(store_, scorer_, {.size = 5, .roots = {picture(150).string()}});
  EXPECT_EQ(one.population, 1);
  EXPECT_EQ(one.pictures.size(), 1U);
  EXPECT_EQ(draw_review(store_, scorer_, {.size = 5, .roots = {folder_.path().string()}}).population, 100);
}

TEST_F(ReviewDrawTest, NamesWhatIsMissing) {
  const auto expect = [&](ErrorKind kind, std::string_view part, const DrawRules& rules) {
    expect_error(kind, part, [&] { draw_review(store_, scorer_, rules); });
  };
  expect(ErrorKind::kUsage, "1 to 10000 questions or pictures, not 0", {.size = 0});
  expect(ErrorKind::kUsage, "between 0 and 1", {.threshold = 1});
  expect(ErrorKind::kNotFound, "no tag bird", {.tags = {"bird"}});
  expect(ErrorKind::kNotFound, "none of 0 pictures has a score", {.roots = {"/nowhere"}});
  expect(ErrorKind::kNotFound, "'jtp tag --features' stores them",
         {.kind = ReviewKind::kDiverse, .roots = {"/nowhere"}});
}

}  // namespace
}  // namespace jtp::test
