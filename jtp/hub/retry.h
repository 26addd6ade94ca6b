// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <string>

#include "jtp/http/client.h"
#include "jtp/hub/options.h"

namespace jtp {

// Whether the same request may succeed later: after a broken connection, 408, 429 and any 5xx.
bool is_temporary(const HttpResponse& response);

// Decides how often, and after which pause, a request is sent again.
class Retry {
 public:
  // All three must outlive the object.
  Retry(const HubOptions& options, const PullEvents& events, const std::atomic<bool>& cancelled)
      : options_(options), events_(events), cancelled_(cancelled) {}

  // Reports the reason as a notice and sleeps for backoff · 2^n, or for `at_least` (a Retry-After) if that is
  // longer. Throws Error kNetwork with the reason if no retry is left or the hub asks for a wait longer than
  // max_backoff, and kCancelled.
  void wait(const std::string& reason, std::chrono::milliseconds at_least);

  // Progress was made: the next wait() counts as the first again.
  void reset() { used_ = 0; }

 private:
  const HubOptions& options_;
  const PullEvents& events_;
  const std::atomic<bool>& cancelled_;
  int used_ = 0;
};

}  // namespace jtp
