// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "jtp/store/score_store.h"
#include "jtp/store/search.h"
#include "jtp/tags/thresholds.h"

namespace jtp {

// A tag condition: a name in any spelling, with above < score <= up_to.
struct TagWish {
  std::string tag;
  float above = Thresholds::kDefault;  // 0: any score
  float up_to = 1.0F;

  bool operator==(const TagWish&) const = default;
};

enum class StoreOrder {
  kStored,    // by the path of the file
  kScore,     // of the first condition, best first
  kLikeness,  // most similar first; pictures without features are left out
};

struct StoreQuestion {
  std::vector<TagWish> tags{};      // all of them must hold
  std::vector<float> similar_to{};  // pooled features [D]; empty: none
  StoreOrder order = StoreOrder::kStored;
  Page page{};
};

struct StoredPicture : PictureFacts {
  std::string name{};               // of the file, without its folder
  std::optional<float> score{};     // of the first condition
  std::optional<float> likeness{};  // cosine
  std::vector<TagScore> tags{};     // the best
};

struct TagCount {
  int index = 0;
  std::int64_t count = 0;
};

struct StoreAnswer {
  Scorer scorer;
  Vocabulary vocabulary;
  std::int64_t total = 0;
  std::vector<StoredPicture> pictures{};
  // Tags above Thresholds::kDefault among the first kCountedPictures that fit.
  std::vector<TagCount> frequent{};
};

inline constexpr std::size_t kCountedPictures = 5000;

// The score store of `jtp tag`, read for the gallery. Searches the pictures scored by the served model; if it
// scored them with several settings, those of the setting with the most pictures. Safe for any number of
// threads: each search opens the file. The results of the last few questions are remembered as long as the
// file does not change, so that the next page of an answer costs nothing.
class StoreSearch {
 public:
  // Throws what ScoreStore throws if the file cannot be read.
  StoreSearch(std::filesystem::path file, std::string model_name);

  // Throws Error kNotFound for a tag that is not in the store, and if the model has scored nothing.
  StoreAnswer search(const StoreQuestion& question);

  // The pooled features of a picture in the store; empty if it has none.
  std::vector<float> features(const std::string& sha256) const;

  // The store and the scorer in use. Throws Error kNotFound if the model has scored nothing.
  std::pair<ScoreStore, Scorer> open_scored() const;

  // The number of pictures at the last refresh().
  std::int64_t pictures() const { return pictures_; }
  void refresh();

 private:
  struct Finding;  // all pictures that fit a question
  struct Remembered {
    StoreQuestion question;
    std::string state;  // of the file
    std::shared_ptr<const Finding> finding;
  };

  ScoreStore open() const;
  std::string state_of_file() const;
  std::shared_ptr<const Finding> find(ScoreStore& store, const StoreQuestion& question) const;
  std::shared_ptr<const Finding> find_or_recall(ScoreStore& store, const StoreQuestion& question);
  std::optional<Scorer> find_scorer(const ScoreStore& store) const;
  Scorer require_scorer(const ScoreStore& store) const;

  const std::filesystem::path file_;
  const std::string model_name_;
  std::atomic<std::int64_t> pictures_{0};
  std::mutex mutex_;
  std::deque<Remembered> remembered_;  // latest first
};

}  // namespace jtp
