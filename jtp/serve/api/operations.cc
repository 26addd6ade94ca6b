// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/api/operations.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "jtp/serve/http/json_text.h"

namespace jtp {
namespace {

// The keys are those of e621tagger, whose clients use this route too. An unloaded model counts as healthy,
// because it is loaded on demand.
WebResponse health(const Services& services) {
  const ModelState state = services.model.state();
  const auto model = services.model.facts();
  const bool healthy = state != ModelState::kFailed;
  WebResponse response = json_response(to_text({{"status", healthy ? "healthy" : "unhealthy"},
                                                {"model", to_string(state)},
                                                {"tags_count", model ? model->vocabulary.size() : 0},
                                                {"version", services.facts.version}}));
  if (!healthy) response.status = 503;
  response.headers["Cache-Control"] = "no-store";
  return response;
}

}  // namespace

void add_operations(Router& router, const Services& services, const Metrics& metrics,
                    std::function<int()> connections) {
  for (const char* pattern : {"/health", "/ping"}) {
    router.add(
        {.method = "GET",
         .pattern = pattern,
         .handle =
             [services](const std::shared_ptr<Exchange>& exchange) { exchange->respond(health(services)); },
         .place = Place::kServer,
         .protection = Protection::kOpen});
  }
  router.add({.method = "GET",
              .pattern = "/metrics",
              .handle =
                  [services, &metrics,
                   connections = std::move(connections)](const std::shared_ptr<Exchange>& exchange) {
                    exchange->respond({.status = 200,
                                       .headers = {{"Content-Type", "text/plain; version=0.0.4"}},
                                       .body = metrics.text(services, connections())});
                  },
              .place = Place::kServer});
}

}  // namespace jtp
