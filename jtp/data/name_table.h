// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jtp {

// Numbers names 0, 1, 2, ... in the order of their first appearance. A table of a dump contains hundreds of
// millions of names but only a million different ones, so a lookup takes only two memory reads.
class NameTable {
 public:
  NameTable();

  // The number of `name`; a new one if it is unknown. Throws Error kInvalidInput beyond 2^30 names or 2^32
  // bytes of names.
  std::uint32_t intern(std::string_view name);
  std::optional<std::uint32_t> find(std::string_view name) const;

  // Valid until the next intern().
  std::string_view name(std::uint32_t id) const;
  std::size_t size() const { return begins_.size() - 1; }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t id = kFree;
  };
  static constexpr std::uint32_t kFree = 0xFFFFFFFF;

  std::size_t slot_of(std::string_view name, std::uint32_t hash) const;
  void grow();

  std::vector<Slot> slots_;  // a power of two, at most half full
  std::string bytes_;
  std::vector<std::uint32_t> begins_{0};  // the beginning of each name in bytes_, then the end
};

}  // namespace jtp
