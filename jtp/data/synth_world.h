// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "jtp/base/random.h"
#include "jtp/tags/category.h"

namespace jtp {

// The size of a synthetic world of tags.
struct SynthOptions {
  std::uint32_t tags = 1000;  // in the categories of a vocabulary; artists and characters are extra
  std::uint64_t posts = 20000;
  double omission = 0.3;  // mean share of true tags that nobody wrote down
  std::uint64_t seed = 1;
};

// A post of that world: tags by number, unique, not sorted.
struct SynthPost {
  std::vector<std::uint32_t> truth;
  std::vector<std::uint32_t> observed;  // a subset of the truth
};

// A made-up universe of correlated tags with missing labels, of any size; the same options give the same
// world on every machine. A post has a theme, and the theme prefers some concepts. A concept contributes
// several of its tags, or exactly one of them. Tags imply others. Popularity falls off like that of real tags
// (Zipf). Then each tag is omitted at its own rate, more often on posts of careless taggers, and implications
// are applied again to most posts.
class SynthWorld {
 public:
  // Throws Error kUsage unless 8 <= tags <= 30,000 and 0 <= omission <= 0.9.
  explicit SynthWorld(const SynthOptions& options);

  std::uint32_t tags() const { return static_cast<std::uint32_t>(names_.size()); }
  const std::string& name(std::uint32_t tag) const { return names_[tag]; }
  TagCategory category(std::uint32_t tag) const { return categories_[tag]; }

  // What the tag implies directly: a tag with a smaller number, or itself if it implies nothing.
  std::uint32_t implied(std::uint32_t tag) const { return parents_[tag]; }

  // Whether the tag also has an old name.
  bool has_old_name(std::uint32_t tag) const { return tag % 20 == 7; }
  std::string old_name(std::uint32_t tag) const { return "old_" + names_[tag]; }

  // The tags of post number `index`.
  SynthPost post(std::uint64_t index) const;

 private:
  struct Member {
    std::uint32_t tag;
    double probability;
  };
  struct Concept {
    bool is_exclusive = false;  // exactly one member holds
    std::vector<Member> members;
  };

  void make_tags();
  void make_concepts();
  void make_themes();
  std::uint32_t draw_concept(Dice& dice, std::uint32_t theme) const;
  void add_concept(Dice& dice, const Concept& chosen, std::vector<std::uint32_t>& tags) const;
  void close(std::vector<std::uint32_t>& tags) const;

  SynthOptions options_;
  std::vector<std::string> names_;
  std::vector<TagCategory> categories_;
  std::vector<std::uint32_t> parents_;
  std::vector<double> omission_logits_;
  std::vector<Concept> concepts_;
  std::vector<double> popularity_;                  // of concepts: cumulative, the last is 1
  std::vector<std::vector<std::uint32_t>> themes_;  // the concepts that each theme prefers
};

}  // namespace jtp
