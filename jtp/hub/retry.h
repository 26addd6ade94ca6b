// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <string>

#include "jtp/http/client.h"
#include "jtp/hub/options.h"

namespace jtp {

// Whether the same request may succeed later: broken connections, 408, 429 and all of 5xx.
bool is_temporary(const HttpResponse& response);

// How often, and after what pause, a request is sent again.
class Retry {
 public:
  // All three outlive the object.
  Retry(const HubOptions& options, const PullEvents& events, const std::atomic<bool>& cancelled)
      : options_(options), events_(events), cancelled_(cancelled) {}

  // Tells the reason as a notice and sleeps: backoff · 2^n, or `at_least` (a Retry-After) where that is
  // longer. Throws Error kNetwork with the reason when no retry is left or the hub asks for more patience
  // than max_backoff, and kCancelled.
  void wait(const std::string& reason, std::chrono::milliseconds at_least);

  // Progress was made: the next wait() is the first one again.
  void reset() { used_ = 0; }

 private:
  const HubOptions& options_;
  const PullEvents& events_;
  const std::atomic<bool>& cancelled_;
  int used_ = 0;
};

}  // namespace jtp
