// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace jtp {

// The number of processors that this process may use: the smaller of its affinity mask and its cgroup CPU
// quota (rounded up), at least 1.
int available_cpus();

// A fixed team of threads, the caller among them.
class ThreadPool {
 public:
  // A team of `threads` (>= 1): the calling thread and threads - 1 workers. With 1, everything runs in the
  // caller.
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const { return threads_; }

  // Calls task(index, thread) once for each index in [0, count), handing indices out as threads become free;
  // `thread` in [0, threads()) tells concurrent calls apart, for scratch memory. Returns when all are done.
  // The first exception is rethrown here, after the others have finished. One parallel_for at a time: a pool
  // belongs to one caller.
  void parallel_for(std::int64_t count, const std::function<void(std::int64_t index, int thread)>& task);

  // The same for ranges [begin, end) of `grain` indices (>= 1), the last one shorter: for work that is too
  // short to be handed out one by one. Up to `grain` indices never leave the caller.
  void parallel_ranges(std::int64_t count, std::int64_t grain,
                       const std::function<void(std::int64_t begin, std::int64_t end, int thread)>& task);

 private:
  struct Team;
  int threads_;
  std::unique_ptr<Team> team_;
};

}  // namespace jtp
