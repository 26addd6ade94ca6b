// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/path_pattern.h"

#include <fnmatch.h>

#include "jtp/base/error.h"

namespace jtp {
namespace {

constexpr std::size_t kMaxParts = 60;  // a State has 64 bits
constexpr std::string_view kAnyFolders = "**";

}  // namespace

bool PathPattern::has_wildcards(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos;
}

PathPattern::PathPattern(const std::string& text) {
  for (const std::filesystem::path& part : std::filesystem::path(text)) {
    if (parts_.empty() && !has_wildcards(part.native())) {
      base_ /= part;
    } else if (!part.empty()) {
      parts_.push_back(part.native());
    }
  }
  if (parts_.size() > kMaxParts) {
    fail(ErrorKind::kUnsupported, "{}: the pattern has {} names; at most {} are allowed", text, parts_.size(),
         kMaxParts);
  }
}

PathPattern::State PathPattern::close(State state) const {
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (((state >> i) & 1) != 0 && parts_[i] == kAnyFolders) state |= State{2} << i;
  }
  return state;
}

PathPattern::State PathPattern::advance(State state, const std::string& name) const {
  State next = 0;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (((state >> i) & 1) == 0) continue;
    if (parts_[i] == kAnyFolders) {
      if (!name.starts_with('.')) next |= State{1} << i;
    } else if (::fnmatch(parts_[i].c_str(), name.c_str(), FNM_PERIOD) == 0) {
      next |= State{2} << i;
    }
  }
  return close(next);
}

}  // namespace jtp
