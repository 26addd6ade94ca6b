// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "jtp/serve/services.h"

namespace jtp {

// The server's counters, for Prometheus. Safe for any number of threads.
class Metrics {
 public:
  // `route`: the pattern of the request's route, or "" if it has none, so that unknown addresses do not
  // become names of time series.
  void count_request(std::string_view route, int status, double seconds);

  // Prometheus's text format, version 0.0.4.
  std::string text(const Services& services, int connections) const;

 private:
  static constexpr std::array kBounds = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0};

  struct Histogram {
    std::array<std::int64_t, kBounds.size()> at_most{};
    std::int64_t count = 0;
    double sum = 0;
  };

  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::int64_t, std::less<>> requests_;
  std::map<std::string, Histogram, std::less<>> seconds_;
};

}  // namespace jtp
