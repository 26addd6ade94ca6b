// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/thread_pool.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "jtp/base/parse_number.h"

namespace jtp {
namespace {

int affinity_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

// The path of this process in a cgroup hierarchy: the last field of its line in /proc/self/cgroup.
std::string cgroup_path(const std::string& controller) {
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string names = "," + line.substr(first + 1, second - first - 1) + ",";
    if (names == ",,") {
      if (controller.empty()) return line.substr(second + 1);
    } else if (!controller.empty() && names.find("," + controller + ",") != std::string::npos) {
      return line.substr(second + 1);
    }
  }
  return "/";
}

// The number of processors that a quota file grants; 0 for no limit.
double cgroup_v2_quota(const std::string& folder) {
  std::ifstream file(folder + "/cpu.max");
  std::string quota;
  double period = 0;
  if (!(file >> quota >> period) || quota == "max" || period <= 0) return 0;
  return parse_number<double>(quota).value_or(0) / period;
}

double cgroup_v1_quota(const std::string& folder) {
  double quota = 0, period = 0;
  std::ifstream(folder + "/cpu.cfs_quota_us") >> quota;
  std::ifstream(folder + "/cpu.cfs_period_us") >> period;
  return quota > 0 && period > 0 ? quota / period : 0;
}

// The smallest quota between this process's group and the root, in processors; 0 for none.
double cgroup_quota() {
  double tightest = 0;
  const auto walk = [&](const std::string& mount, std::string path, double (*read)(const std::string&)) {
    while (true) {
      const double quota = read(mount + (path == "/" ? "" : path));
      if (quota > 0 && (tightest == 0 || quota < tightest)) tightest = quota;
      if (path.empty() || path == "/") return;
      path.erase(path.rfind('/'));
    }
  };
  walk("/sys/fs/cgroup", cgroup_path(""), cgroup_v2_quota);
  walk("/sys/fs/cgroup/cpu", cgroup_path("cpu"), cgroup_v1_quota);
  return tightest;
}

// The rounds of one picture follow each other within microseconds, but a sleeping thread takes tens of
// microseconds to wake. So a waiting thread spins for about 30 us (2000 pauses of some 50 cycles) before it
// sleeps.
constexpr int kLooks = 2000;

template <typename T>
void wait_while(const std::atomic<T>& value, T old) {
  for (int i = 0; i < kLooks; ++i) {
    if (value.load(std::memory_order_acquire) != old) return;
    __builtin_ia32_pause();
  }
  value.wait(old);
}

}  // namespace

int available_cpus() {
  const double quota = cgroup_quota();
  const int cpus = affinity_cpus();
  return quota > 0 ? std::clamp(static_cast<int>(std::ceil(quota)), 1, cpus) : cpus;
}

// A round of work is published by incrementing `round`. Each worker takes part once per round and then
// decrements `running`.
struct ThreadPool::Team {
  std::vector<std::thread> workers;
  std::atomic<std::uint32_t> round{0};
  std::atomic<int> running{0};
  std::atomic<bool> stop{false};

  // The current round: written before `round` is incremented, read after the change is seen.
  const std::function<void(std::int64_t, int)>* task = nullptr;
  std::int64_t count = 0;
  std::atomic<std::int64_t> next{0};
  std::mutex error_mutex;
  std::exception_ptr error;

  void take_indices(int thread) {
    try {
      for (std::int64_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) (*task)(i, thread);
    } catch (...) {
      const std::lock_guard lock(error_mutex);
      if (!error) error = std::current_exception();
      next = count;
    }
  }

  void work(int thread) {
    for (std::uint32_t seen = 0;;) {
      wait_while(round, seen);
      seen = round.load();
      if (stop) return;
      take_indices(thread);
      if (running.fetch_sub(1) == 1) running.notify_one();
    }
  }
};

ThreadPool::ThreadPool(int threads) : threads_(std::max(1, threads)), team_(std::make_unique<Team>()) {
  for (int i = 1; i < threads_; ++i) team_->workers.emplace_back([this, i] { team_->work(i); });
}

ThreadPool::~ThreadPool() {
  team_->stop = true;
  ++team_->round;
  team_->round.notify_all();
  for (std::thread& worker : team_->workers) worker.join();
}

void ThreadPool::parallel_for(std::int64_t count, const std::function<void(std::int64_t, int)>& task) {
  if (threads_ == 1 || count <= 1) {
    for (std::int64_t i = 0; i < count; ++i) task(i, 0);
    return;
  }
  Team& team = *team_;
  team.task = &task;
  team.count = count;
  team.next = 0;
  team.error = nullptr;
  team.running = threads_ - 1;
  ++team.round;
  team.round.notify_all();
  team.take_indices(0);
  for (int left = team.running; left != 0; left = team.running) wait_while(team.running, left);
  if (team.error) std::rethrow_exception(team.error);
}

void ThreadPool::parallel_ranges(std::int64_t count, std::int64_t grain,
                                 const std::function<void(std::int64_t, std::int64_t, int)>& task) {
  parallel_for((count + grain - 1) / grain, [&](std::int64_t range, int thread) {
    task(range * grain, std::min(count, (range + 1) * grain), thread);
  });
}

}  // namespace jtp
