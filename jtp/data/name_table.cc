// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/name_table.h"

#include <cstring>

#include "jtp/base/error.h"

namespace jtp {
namespace {

constexpr std::size_t kMaxNames = std::size_t{1} << 30;
constexpr std::size_t kMaxBytes = 0xFFFFFFFF;

// Eight bytes at a time through a multiplication whose upper half is folded in. Fast, and good enough for a
// table that also compares the names.
std::uint32_t hash_of(std::string_view name) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;  // 2^64 / golden ratio
  std::uint64_t hash = name.size() * kOdd;
  while (!name.empty()) {
    std::uint64_t word = 0;
    const std::size_t count = name.size() < sizeof word ? name.size() : sizeof word;
    std::memcpy(&word, name.data(), count);
    name.remove_prefix(count);
    hash = (hash ^ word) * kOdd;
    hash ^= hash >> 32;
  }
  return static_cast<std::uint32_t>(hash);
}

}  // namespace

NameTable::NameTable() : slots_(1024) {}

std::string_view NameTable::name(std::uint32_t id) const {
  return std::string_view(bytes_).substr(begins_[id], begins_[id + 1] - begins_[id]);
}

// The slot that `name` has or would get.
std::size_t NameTable::slot_of(std::string_view name, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.id == kFree || (slot.hash == hash && this->name(slot.id) == name)) return at;
  }
}

std::optional<std::uint32_t> NameTable::find(std::string_view name) const {
  const Slot& slot = slots_[slot_of(name, hash_of(name))];
  if (slot.id == kFree) return std::nullopt;
  return slot.id;
}

std::uint32_t NameTable::intern(std::string_view name) {
  const std::uint32_t hash = hash_of(name);
  Slot& slot = slots_[slot_of(name, hash)];
  if (slot.id != kFree) return slot.id;
  if (size() >= kMaxNames || bytes_.size() + name.size() > kMaxBytes) {
    fail(ErrorKind::kInvalidInput, "more than {} different tags", size());
  }
  const auto id = static_cast<std::uint32_t>(size());
  slot = {hash, id};
  bytes_ += name;
  begins_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  if (2 * size() > slots_.size()) grow();
  return id;
}

void NameTable::grow() {
  std::vector<Slot> old(2 * slots_.size());
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.id != kFree) slots_[slot_of(name(slot.id), slot.hash)] = slot;
  }
}

}  // namespace jtp
