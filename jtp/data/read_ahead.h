// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>

namespace jtp {

// A thread that reads blocks while its owner works on the one before: unpacking and parsing run side by side.
class ReadAhead {
 public:
  // `read` fills a part of the span from its beginning and returns how much, 0 at the end; it is called from
  // the thread only.
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

  // The next block, valid until the next call; empty at the end. Rethrows what `read` threw.
  std::span<const char> next();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jtp
