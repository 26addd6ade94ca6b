// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <utility>

#include "jtp/base/aligned_buffer.h"

namespace jtp {

// An immutable array that keeps the owner of its memory alive: its own buffer, or a mapped file that many
// arrays share. Copies are cheap and share the memory.
template <typename T>
class SharedArray {
 public:
  SharedArray() = default;

  SharedArray(AlignedBuffer<T> buffer) : size_(buffer.size()) {  // NOLINT(google-explicit-constructor)
    auto holder = std::make_shared<const AlignedBuffer<T>>(std::move(buffer));
    const T* data = holder->data();
    data_ = std::shared_ptr<const T>(std::move(holder), data);
  }

  // `elements` are in memory that `holder` owns.
  SharedArray(const std::shared_ptr<const void>& holder, std::span<const T> elements)
      : data_(holder, elements.data()), size_(elements.size()) {}

  const T* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  std::span<const T> span() const { return {data_.get(), size_}; }

 private:
  std::shared_ptr<const T> data_;
  std::size_t size_ = 0;
};

}  // namespace jtp
