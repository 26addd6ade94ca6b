// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace jtp {

// A path with wildcards, matched name by name while walking down from base(): * ? [...] within a name (as in
// fnmatch(3); the dot of hidden names must be explicit) and ** for any number of folders.
class PathPattern {
 public:
  // How far a walk has matched: a set of positions, because ** leaves several open.
  using State = std::uint64_t;

  static bool has_wildcards(std::string_view text);

  // Throws Error kUnsupported for a pattern of more than 60 names below its base.
  explicit PathPattern(const std::string& text);

  // The folder where the walk starts: the part of the pattern before its first wildcard; "" for the current
  // folder.
  const std::filesystem::path& base() const { return base_; }

  State start() const { return close(1); }
  State advance(State state, const std::string& name) const;
  bool accepts(State state) const { return (state >> parts_.size()) != 0; }
  bool continues(State state) const { return (state & ((State{1} << parts_.size()) - 1)) != 0; }

 private:
  State close(State state) const;  // ** may match nothing

  std::filesystem::path base_;
  std::vector<std::string> parts_;
};

}  // namespace jtp
