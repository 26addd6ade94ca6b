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

// A tag of a search, by its name under any spelling; a score beyond `above`, and at most `up_to`.
struct TagWish {
  std::string tag;
  float above = Thresholds::kDefault;  // 0: any score
  float up_to = 1.0F;

  bool operator==(const TagWish&) const = default;
};

enum class StoreOrder {
  kStored,    // by the path of the file
  kScore,     // of the first wish, the best first
  kLikeness,  // the most like first; pictures without features are left out
};

struct StoreQuestion {
  std::vector<TagWish> tags{};      // all of them must hold
  std::vector<float> similar_to{};  // pooled features [D]; empty: none
  StoreOrder order = StoreOrder::kStored;
  Page page{};
};

struct StoredPicture : PictureFacts {
  std::string name{};               // of the file, without its folder
  std::optional<float> score{};     // of the first wish
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

// The score store of `jtp tag`, read for the gallery. Looks at the pictures that the served model has scored;
// where it scored some in several ways, at the way with the most. Any number of threads: each search opens
// the file. What fitted the last few questions is remembered as long as the file does not change, so that the
// next page of an answer costs nothing.
class StoreSearch {
 public:
  // Throws what ScoreStore throws where the file cannot be read.
  StoreSearch(std::filesystem::path file, std::string model_name);

  // Throws Error kNotFound for a tag that the store does not know, and where the model has scored nothing.
  StoreAnswer search(const StoreQuestion& question);

  // The pooled features of a picture in the store; empty where there are none.
  std::vector<float> features(const std::string& sha256) const;

  // The store and the scorer that is looked at. Throws Error kNotFound where the model has scored nothing.
  std::pair<ScoreStore, Scorer> open_scored() const;

  // How many pictures there were when refresh() looked last.
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
  std::deque<Remembered> remembered_;  // the latest first
};

}  // namespace jtp
