// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "jtp/serve/random_id.h"

namespace jtp {

// Values under random names. A value is forgotten some time after its last use, or earlier when all values
// together exceed the byte limit: the least recently used one goes first. Safe for any number of threads.
template <typename T>
class ExpiringMap {
 public:
  using Clock = std::chrono::steady_clock;

  ExpiringMap(Clock::duration lifetime, std::size_t max_bytes) : lifetime_(lifetime), max_bytes_(max_bytes) {}

  // Stores a value of `bytes` and returns its name. A value above the limit is forgotten at once.
  std::string put(std::shared_ptr<T> value, std::size_t bytes) {
    std::string id = random_id();
    const std::lock_guard lock(mutex_);
    entries_.push_back({id, std::move(value), bytes, Clock::now() + lifetime_});
    bytes_ += bytes;
    shrink(Clock::now());
    return id;
  }

  // The value, or nullptr if no value has that name. A linear search: few values are held at a time.
  std::shared_ptr<T> find(const std::string& id) {
    const std::lock_guard lock(mutex_);
    return renew(id);
  }

  // Like find(), but also forgets the value.
  std::shared_ptr<T> take(const std::string& id) {
    const std::lock_guard lock(mutex_);
    auto value = renew(id);
    if (value) drop(std::prev(entries_.end()));
    return value;
  }

  // Forgets expired values.
  void expire() {
    const std::lock_guard lock(mutex_);
    shrink(Clock::now());
  }

  void clear() {
    const std::lock_guard lock(mutex_);
    entries_.clear();
    bytes_ = 0;
  }

  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
  }

 private:
  struct Entry {
    std::string id;
    std::shared_ptr<T> value;
    std::size_t bytes;
    Clock::time_point end;
  };

  // The value, whose entry is then the last one.
  std::shared_ptr<T> renew(const std::string& id) {
    shrink(Clock::now());
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
      if (entry->id != id) continue;
      entry->end = Clock::now() + lifetime_;
      entries_.splice(entries_.end(), entries_, entry);
      return entries_.back().value;
    }
    return nullptr;
  }
  void drop(typename std::list<Entry>::iterator entry) {
    bytes_ -= entry->bytes;
    entries_.erase(entry);
  }
  void shrink(Clock::time_point now) {
    while (!entries_.empty() && (bytes_ > max_bytes_ || entries_.front().end <= now)) drop(entries_.begin());
  }

  const Clock::duration lifetime_;
  const std::size_t max_bytes_;
  mutable std::mutex mutex_;
  std::list<Entry> entries_;  // least recently used first
  std::size_t bytes_ = 0;
};

}  // namespace jtp
