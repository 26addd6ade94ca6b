// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/retry.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "jtp/base/error.h"
#include "jtp/base/text.h"

namespace jtp {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kSlice{20};  // the longest delay before a request to stop is noticed
constexpr int kMaxDoublings = 20;

}  // namespace

bool is_temporary(const HttpResponse& response) {
  if (response.outcome != HttpOutcome::kAnswered) return true;
  return response.status == 408 || response.status == 429 || response.status >= 500;
}

void Retry::wait(const std::string& reason, milliseconds at_least) {
  if (used_ >= options_.retries)
    fail(ErrorKind::kNetwork, "{}; gave up after {}", reason, counted(used_ + 1, "attempt"));
  if (at_least > options_.max_backoff) {
    fail(ErrorKind::kNetwork, "{}; the hub asks for a wait of {} s; try again later", reason,
         at_least.count() / 1000);
  }
  const milliseconds doubled = options_.backoff * (std::int64_t{1} << std::min(used_, kMaxDoublings));
  const milliseconds pause = std::max(std::min(doubled, options_.max_backoff), at_least);
  ++used_;
  if (events_.notice) {
    events_.notice(fmt::format("{}; retry {} of {} in {:.1f} s", reason, used_, options_.retries,
                               std::chrono::duration<double>(pause).count()));
  }
  const auto end = std::chrono::steady_clock::now() + pause;
  for (auto now = std::chrono::steady_clock::now(); now < end; now = std::chrono::steady_clock::now()) {
    if (cancelled_.load()) fail(ErrorKind::kCancelled, "stopped while waiting for a retry");
    std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(kSlice, end - now));
  }
}

}  // namespace jtp
