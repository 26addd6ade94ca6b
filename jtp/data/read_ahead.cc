// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/read_ahead.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace jtp {
namespace {

struct Block {
  std::vector<char> bytes;
  std::size_t size = 0;
};

}  // namespace

// A ring of blocks. [taken, filled) are waiting; the caller is using block `taken - 1`.
struct ReadAhead::State {
  State(Read reader, Size size) : read(std::move(reader)), blocks(size.blocks + 1) {
    for (Block& block : blocks) block.bytes.resize(size.block_bytes);
    thread = std::thread([this] { work(); });
  }

  ~State() {
    {
      const std::lock_guard lock(mutex);
      stop = true;
    }
    changed.notify_all();
    thread.join();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Block& block(std::size_t index) { return blocks[index % blocks.size()]; }

  void work() {
    try {
      for (bool more = true; more;) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return stop || filled - taken < blocks.size() - 1; });
        if (stop) return;
        Block& next = block(filled);
        lock.unlock();
        next.size = fill(next.bytes);
        more = next.size > 0;
        lock.lock();
        ++filled;
        changed.notify_all();
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      error = std::current_exception();
      changed.notify_all();
    }
  }

  // Fills whole blocks, because a source that gives little at a time would cause many hand-overs.
  std::size_t fill(std::vector<char>& bytes) {
    std::size_t size = 0;
    while (size < bytes.size()) {
      const std::size_t count = read(std::span(bytes).subspan(size));
      if (count == 0) break;
      size += count;
    }
    return size;
  }

  std::span<const char> next() {
    std::unique_lock lock(mutex);
    if (ended) return {};
    changed.wait(lock, [&] { return taken < filled || error; });
    if (taken == filled) std::rethrow_exception(error);
    const Block& next = block(taken);
    ++taken;
    ended = next.size == 0;
    changed.notify_all();
    return std::span(next.bytes).first(next.size);
  }

  Read read;
  std::vector<Block> blocks;
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t filled = 0;
  std::size_t taken = 0;
  bool ended = false;
  bool stop = false;
  std::exception_ptr error;
  std::thread thread;
};

ReadAhead::ReadAhead(Read read, Size size) : state_(std::make_unique<State>(std::move(read), size)) {}
ReadAhead::~ReadAhead() = default;
ReadAhead::ReadAhead(ReadAhead&&) noexcept = default;
ReadAhead& ReadAhead::operator=(ReadAhead&&) noexcept = default;

std::span<const char> ReadAhead::next() { return state_->next(); }

}  // namespace jtp
