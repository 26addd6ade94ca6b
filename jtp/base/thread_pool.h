// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace jtp {

// The number of processors that this process may use: its affinity mask or its cgroup CPU quota (rounded up),
// whichever is smaller; at least 1.
int available_cpus();

// A fixed team of threads that includes the calling thread.
class ThreadPool {
 public:
  // A team of `threads` (>= 1): the caller and threads - 1 workers. With 1, everything runs in the caller.
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const { return threads_; }

  // Calls task(index, thread) once for each index in [0, count), handing out indices as threads become free.
  // `thread`, in [0, threads()), is unique among concurrent calls, for scratch memory. Returns when all calls
  // are done. The first exception is rethrown here after the other threads have finished. Only one thread may
  // use a pool, for one parallel_for at a time.
  void parallel_for(std::int64_t count, const std::function<void(std::int64_t index, int thread)>& task);

  // The same for ranges [begin, end) of `grain` indices (>= 1; the last may be shorter), for work that is too
  // short to be handed out one index at a time. With at most `grain` indices, everything runs in the caller.
  void parallel_ranges(std::int64_t count, std::int64_t grain,
                       const std::function<void(std::int64_t begin, std::int64_t end, int thread)>& task);

 private:
  struct Team;
  int threads_;
  std::unique_ptr<Team> team_;
};

}  // namespace jtp
