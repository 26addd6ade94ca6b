// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>

namespace jtp {

// Reads blocks in a thread while the caller works on the previous one, so that unpacking and parsing run in
// parallel.
class ReadAhead {
 public:
  // `read` fills the first part of the span and returns its length, 0 at the end. It is called only from the
  // thread.
  using Read = std::function<std::size_t(std::span<char>)>;

  struct Size {
    std::size_t block_bytes = std::size_t{1} << 20;
    std::size_t blocks = 4;
  };

  explicit ReadAhead(Read read) : ReadAhead(std::move(read), Size{}) {}
  ReadAhead(Read read, Size size);
  ~ReadAhead();
  ReadAhead(ReadAhead&&) noexcept;
  ReadAhead& operator=(ReadAhead&&) noexcept;

  // The next block, valid until the next call; empty at the end. Rethrows exceptions of `read`.
  std::span<const char> next();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jtp
