// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jtp {

// Names and the numbers 0, 1, 2, ... that they get in the order in which they come. A table of a dump has
// hundreds of millions of names and a million different ones, so this takes two reads of memory per name.
class NameTable {
 public:
  NameTable();

  // The number of `name`, a new one where it is not known yet. Throws Error kInvalidInput beyond 2^30 names
  // or 2^32 bytes of them.
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

  std::vector<Slot> slots_;  // a power of two, at most half of them taken
  std::string bytes_;
  std::vector<std::uint32_t> begins_{0};  // of each name in bytes_, and the end
};

}  // namespace jtp
