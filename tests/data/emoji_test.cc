// SPDX-License-Identifier: Apache-2.0
// The emoji set of the shared data: a small but realistic dump with deliberate irregularities, as its README
// says.
#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <set>
#include <unordered_map>

#include "jtp/data/manifest_builder.h"
#include "jtp/data/packed_file.h"
#include "jtp/data/vocabulary_files.h"
#include "jtp/files/csv.h"
#include "tests/support/files.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

const PostProgress kSilent = [](std::uint64_t) {};

std::string unpacked(const fs::path& path) {
  UnpackedFile file(path);
  std::string text;
  std::string part(1 << 16, '\0');
  while (const std::size_t count = file.read(part)) text.append(part, 0, count);
  return text;
}

std::optional<std::string> output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  if (!pipe) return std::nullopt;
  std::string text;
  std::string part(1 << 16, '\0');
  while (const std::size_t count = std::fread(part.data(), 1, part.size(), pipe.get()))
    text.append(part, 0, count);
  return text;
}

class EmojiTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto shared = test::shared_dir();
    if (!shared || !fs::exists(*shared / "emoji")) GTEST_SKIP() << "the shared emoji set is absent";
    emoji_ = *shared / "emoji";
    files_ = find_dump(emoji_);
  }

  DumpVocabulary vocabulary(std::uint64_t min_count) const {
    return build_vocabulary(files_, {.min_count = min_count}, BrokenRecords::kStop, kSilent);
  }

  fs::path emoji_;
  DumpFiles files_;
  test::TemporaryFolder folder_;
};

TEST_F(EmojiTest, VocabularyEqualsThatOfAnIndependentScript) {
  const VocabularyRule rule{.min_count = 20};
  const DumpVocabulary built = vocabulary(rule.min_count);
  write_vocabulary(folder_.path(), built, vocabulary_card(built, rule, files_));
  const auto script = test::source_dir() / "tests/oracle/vocabulary_of_dump.py";
  const auto expected = output_of("python3 '" + script.string() + "' '" + emoji_.string() + "' 20");
  if (!expected || expected->empty()) GTEST_SKIP() << "python3 is absent";
  EXPECT_EQ(test::read_text(folder_ / "tags.csv"), *expected);
}

TEST_F(EmojiTest, VocabularyHasEveryTagOfTheSetsList) {
  std::unordered_map<std::string, TagCategory> found;
  for (const VocabularyTag& tag : vocabulary(10).tags) found[tag.name] = tag.category;
  CsvReader table(test::read_text(emoji_ / "vocab.csv"), "vocab.csv", ErrorKind::kInvalidInput);
  int tags = 0;
  while (const auto row = table.next()) {
    ASSERT_TRUE(found.contains(row->fields[0])) << row->fields[0];
    EXPECT_EQ(found.at(row->fields[0]), parse_category(row->fields[1])) << row->fields[0];
    ++tags;
  }
  EXPECT_EQ(tags, 192);
}

TEST_F(EmojiTest, EveryIrregularityOfItsReadmeIsCounted) {
  const VocabularyCounts counts = vocabulary(20).counts;
  EXPECT_EQ(counts.posts, 7544U);
  EXPECT_EQ(counts.deleted, 270U);
  EXPECT_EQ(counts.skipped.count, 0U);
  EXPECT_TRUE(counts.circles.empty());
  // The README does not give these figures; they come from the independent script.
  EXPECT_EQ(counts.names.names, 66437U);
  EXPECT_EQ(counts.names.aliased, 514U);
  EXPECT_EQ(counts.unknown_tags, 3U);
  EXPECT_EQ(counts.unknown_uses, 46U);

  SkippedRecords skipped;
  TagResolver resolver(load_tag_graph(files_, BrokenRecords::kStop, skipped));
  const auto current = [&](const char* name) {
    return std::string(resolver.names().name(resolver.current(name)));
  };
  EXPECT_EQ(current("anmial"), "invalid_tag");
  EXPECT_EQ(current("women"), "woman");
  EXPECT_EQ(current("o,o"), "o,o");
  EXPECT_NE(current("\"grr\""), "\"grr\"") << "an alias whose name has quotes";
  const auto implied = resolver.resolve("poodle");
  EXPECT_EQ(implied.size(), 4U) << "poodle, canine, mammal, animal";
}

TEST_F(EmojiTest, FlagsAndFileTypesMatchItsReadme) {
  std::map<std::string, int> counts;
  PostReader posts(files_.posts, BrokenRecords::kStop);
  while (const auto post = posts.next()) {
    const bool has_file =
        !post->is_deleted && fs::exists(emoji_ / "images" / (to_string(*post->md5) + ".png"));
    ++counts[has_file ? "file" : "no file"];
    if (has_file && post->is_pending) ++counts["pending"];
    if (has_file && post->is_flagged) ++counts["flagged"];
    if (has_file && post->rating != Rating::kSafe) ++counts["not safe"];
    if (post->parent_id) ++counts["child"];
  }
  EXPECT_EQ(counts["file"], 7214);
  EXPECT_EQ(counts["no file"], 330);
  EXPECT_EQ(counts["pending"], 156);
  EXPECT_EQ(counts["flagged"], 46);
  EXPECT_EQ(counts["not safe"], 0);
  EXPECT_GT(counts["child"], 0);
}

TEST_F(EmojiTest, ManifestRecoversTheLabelsOfTheValidationPosts) {
  const DumpVocabulary built = vocabulary(20);
  write_vocabulary(folder_.path(), built, "{}");
  const Vocabulary tags = load_vocabulary(folder_ / "tags.json", folder_ / "tags.csv");
  const ManifestCounts counts = build_manifest({files_, emoji_ / "images", std::nullopt}, tags, {},
                                               BrokenRecords::kStop, folder_.path(), kSilent);
  EXPECT_EQ(counts.excluded.at("deleted"), 270U);
  EXPECT_EQ(counts.excluded.at("file_type") + counts.excluded.at("no_picture"), 60U);
  const Manifest manifest(folder_ / "manifest.safetensors");
  std::set<std::int16_t> own_list;  // the tags that the README covers
  CsvReader own(test::read_text(emoji_ / "vocab.csv"), "vocab.csv", ErrorKind::kInvalidInput);
  while (const auto row = own.next()) {
    if (const auto label = tags.find(row->fields[0])) own_list.insert(static_cast<std::int16_t>(*label));
  }
  std::unordered_map<std::int64_t, std::int64_t> row_of_post;
  for (std::int64_t i = 0; i < manifest.size(); ++i) row_of_post[manifest.sample(i).post_id] = i;

  CsvReader truth(unpacked(emoji_ / "truth-validation.csv.gz"), "truth", ErrorKind::kInvalidInput);
  int posts = 0, true_labels = 0, found_labels = 0, wrong_labels = 0;
  while (const auto row = truth.next()) {
    std::set<std::int16_t> expected;
    std::string_view names = row->fields[2];
    while (!names.empty()) {
      const std::size_t end = std::min(names.find(' '), names.size());
      const auto label = tags.find(names.substr(0, end));
      if (label && own_list.contains(static_cast<std::int16_t>(*label)))
        expected.insert(static_cast<std::int16_t>(*label));
      names.remove_prefix(std::min(end + 1, names.size()));
    }
    const auto at = row_of_post.find(std::stoll(row->fields[0]));
    if (at == row_of_post.end()) continue;
    ++posts;
    true_labels += static_cast<int>(expected.size());
    for (const std::int16_t label : manifest.labels(at->second)) {
      if (own_list.contains(label)) (expected.contains(label) ? found_labels : wrong_labels) += 1;
    }
  }
  EXPECT_GE(posts, 1495) << "of 1500, except posts without any label";
  EXPECT_EQ(wrong_labels, 0);
  // A quarter of the true labels is missing; implications bring some back.
  EXPECT_GT(found_labels, 0.72 * true_labels);
  EXPECT_LT(found_labels, 0.85 * true_labels);
}

}  // namespace
}  // namespace jtp
