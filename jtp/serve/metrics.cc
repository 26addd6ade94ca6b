// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/metrics.h"

#include <fmt/core.h>

#include "jtp/serve/memory_use.h"

namespace jtp {
namespace {

std::string head(std::string_view name, std::string_view type, std::string_view help) {
  return fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

template <typename Number>
std::string single(std::string_view name, std::string_view type, std::string_view help, Number value) {
  return head(name, type, help) + fmt::format("{} {}\n", name, value);
}

std::string picture_metrics(const TagService::Counts& counts) {
  std::string text = head("jtp_pictures_total", "counter", "Pictures by outcome.");
  text += fmt::format("jtp_pictures_total{{outcome=\"tagged\"}} {}\n", counts.tagged);
  text += fmt::format("jtp_pictures_total{{outcome=\"failed\"}} {}\n", counts.failed);
  text += fmt::format("jtp_pictures_total{{outcome=\"dropped\"}} {}\n", counts.dropped);
  text += single("jtp_pictures_waiting", "gauge", "Pictures in the queue.", counts.waiting);
  text += single("jtp_pictures_running", "gauge", "Pictures in the network.", counts.running);
  text += single("jtp_decode_seconds_total", "counter", "Time spent decoding, summed over all threads.",
                 counts.decode_seconds);
  text += single("jtp_infer_seconds_total", "counter", "Time spent in the network, summed over all lanes.",
                 counts.infer_seconds);
  return text;
}

}  // namespace

void Metrics::count_request(std::string_view route, int status, double seconds) {
  const std::lock_guard lock(mutex_);
  ++requests_[{std::string(route), status}];
  Histogram& histogram = seconds_[std::string(route)];
  ++histogram.count;
  histogram.sum += seconds;
  for (std::size_t i = 0; i < kBounds.size(); ++i) {
    if (seconds <= kBounds[i]) ++histogram.at_most[i];
  }
}

std::string Metrics::text(const Services& services, int connections) const {
  std::string text = head("jtp_requests_total", "counter", "Requests by route and status.");
  const std::lock_guard lock(mutex_);
  for (const auto& [key, count] : requests_) {
    text +=
        fmt::format("jtp_requests_total{{route=\"{}\",status=\"{}\"}} {}\n", key.first, key.second, count);
  }
  text +=
      head("jtp_request_seconds", "histogram", "Time from the header of a request to the end of its answer.");
  for (const auto& [route, histogram] : seconds_) {
    for (std::size_t i = 0; i < kBounds.size(); ++i) {
      text += fmt::format("jtp_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", route, kBounds[i],
                          histogram.at_most[i]);
    }
    text +=
        fmt::format("jtp_request_seconds_bucket{{route=\"{}\",le=\"+Inf\"}} {}\n", route, histogram.count);
    text += fmt::format("jtp_request_seconds_sum{{route=\"{}\"}} {}\n", route, histogram.sum);
    text += fmt::format("jtp_request_seconds_count{{route=\"{}\"}} {}\n", route, histogram.count);
  }
  text += picture_metrics(services.tagging.counts());
  text += single("jtp_connections", "gauge", "Open connections.", connections);
  text += single("jtp_model_loaded", "gauge", "Whether the model is in memory.",
                 services.model.state() == ModelState::kLoaded ? 1 : 0);
  text += single("jtp_resident_bytes", "gauge", "Resident memory of the process.", resident_bytes());
  return text;
}

}  // namespace jtp
