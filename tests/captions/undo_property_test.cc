// SPDX-License-Identifier: Apache-2.0
// Whatever happens to a folder of captions, undoing what jtp wrote restores the user's bytes.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "jtp/captions/sidecar_writer.h"
#include "jtp/output/caption_list.h"
#include "jtp/store/file_stamp.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

const Words kTags = {"wolf", "red_fur", "solo", "open_:3", "hi_res"};

// The user's part of one caption.
struct Own {
  Words words;                      // in the file
  std::optional<std::string> kept;  // the text that --existing replace replaced
};

std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return words.empty() ? "" : text + "\n";
}

// Folders with the same pictures 0, 1, ... and their captions, and the actions of a user who changes them.
class SmallTree {
 public:
  explicit SmallTree(unsigned seed) : random_(seed) {
    add_folder();
    for (std::size_t i = 0; i < captions().size(); ++i) {
      if (chance(2)) continue;
      captions()[i].words = {"mine" + std::to_string(i), "more" + std::to_string(i)};
      test::write_text(path(i), joined(captions()[i].words));
    }
  }

  void step() {
    switch (random_() % 8) {
      case 0:
        return move();
      case 1:
        return copy();
      case 2:
        return write(ExistingCaption::kReplace);
      case 3:
        return add_word();
      case 4:
        return delete_tag();
      case 5:
        return undo();
      default:
        return write(chance(2) ? ExistingCaption::kPrepend : ExistingCaption::kSupplement);
    }
  }

  void undo() {
    for (current_ = 0; current_ < folders_.size(); ++current_) undo_here();
    current_ = random_() % folders_.size();
  }

 private:
  bool chance(unsigned of) { return random_() % of == 0; }
  std::vector<Own>& captions() { return folders_[current_].second; }
  fs::path path(std::size_t i) { return folders_[current_].first / (std::to_string(i) + ".txt"); }
  std::string text(std::size_t i) { return fs::exists(path(i)) ? test::read_text(path(i)) : ""; }

  fs::path new_folder() { return root_ / ("folder" + std::to_string(++made_)); }

  void add_folder() {
    folders_.emplace_back(new_folder(), std::vector<Own>(3));
    fs::create_directory(folders_.back().first);
  }

  void run(const std::function<CaptionState(const CaptionState&, std::span<const std::string>)>& update) {
    SidecarWriter writer(
        store_, {.format = "kohya", .update = update, .preview = {}, .report = [](const Error& error) {
                   ADD_FAILURE() << error.what();
                 }});
    for (std::size_t i = 0; i < captions().size(); ++i)
      writer.add({stored_path(path(i)), std::string(63, '0') + std::to_string(i), "toy", tags_});
    writer.finish();
  }

  // A random set of tags, as another threshold would find.
  void write(ExistingCaption policy) {
    tags_.clear();
    for (const std::string& tag : kTags) {
      if (!chance(3)) tags_.push_back(tag);
    }
    if (tags_.empty()) tags_ = {kTags.front()};  // without tags, a replaced text comes back
    for (std::size_t i = 0; i < captions().size(); ++i) {
      Own& own = captions()[i];
      if (policy != ExistingCaption::kReplace) continue;
      if (!own.words.empty()) own.kept = joined(own.words);
      own.words.clear();
    }
    run([policy](const CaptionState& before, std::span<const std::string> tags) {
      return update_caption(before, tags, {}, policy);
    });
  }

  void undo_here() {
    run([](const CaptionState& before, std::span<const std::string>) { return undo_caption(before, {}); });
    for (std::size_t i = 0; i < captions().size(); ++i) {
      Own& own = captions()[i];
      const std::string expected = own.words.empty() && own.kept ? *own.kept : joined(own.words);
      ASSERT_EQ(text(i), expected) << path(i);
      if (!own.words.empty() || !own.kept) continue;
      own.words = {own.kept->substr(0, own.kept->size() - 1)};
      own.kept.reset();
    }
  }

  void move() {
    const fs::path to = new_folder();
    fs::rename(folders_[current_].first, to);
    folders_[current_].first = to;
  }

  // Followed by a run over the copy: if it were changed before that, jtp's tags would not be recognised.
  void copy() {
    if (folders_.size() > 3) return;
    write(ExistingCaption::kSupplement);
    auto copied = folders_[current_];
    copied.first = new_folder();
    fs::copy(folders_[current_].first, copied.first);
    folders_.push_back(std::move(copied));
    current_ = folders_.size() - 1;
    write(ExistingCaption::kSupplement);
  }

  // Appends to the text, as an editor would.
  void add_word() {
    const std::size_t i = random_() % captions().size();
    const std::string word = "word" + std::to_string(++made_);
    std::string text = this->text(i);
    if (text.ends_with('\n')) text.pop_back();
    captions()[i].words.push_back(word);
    test::write_text(path(i), text + (text.empty() ? "" : ", ") + word + "\n");
  }

  // Removes one of jtp's tags; the rest stays as before.
  void delete_tag() {
    const std::size_t i = random_() % captions().size();
    Words words;
    const std::string text = this->text(i);
    for (const std::string_view piece : CaptionList(text, {}, {}).pieces()) words.emplace_back(piece);
    for (std::size_t w = 0; w < words.size(); ++w) {
      const std::string name = canonical_tag(words[w]);
      if (std::find(kTags.begin(), kTags.end(), name) == kTags.end()) continue;
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(w));
      test::write_text(path(i), joined(words));
      return;
    }
  }

  std::mt19937 random_;
  test::TemporaryFolder root_;
  ScoreStore store_{root_ / "scores.sqlite"};
  std::vector<std::pair<fs::path, std::vector<Own>>> folders_;
  std::size_t current_ = 0;
  int made_ = 0;
  Words tags_;
};

class UndoProperty : public testing::TestWithParam<unsigned> {};

TEST_P(UndoProperty, UndoAfterAnyRunsEditsMovesAndCopiesRestoresTheUsersBytes) {
  SmallTree tree(GetParam());
  for (int step = 0; step < 40 && !testing::Test::HasFailure(); ++step) tree.step();
  tree.undo();
}

INSTANTIATE_TEST_SUITE_P(Seeds, UndoProperty, testing::Range(0U, 60U));

}  // namespace
}  // namespace jtp
