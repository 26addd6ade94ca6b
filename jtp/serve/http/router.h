// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/serve/http/access.h"
#include "jtp/serve/http/exchange.h"
#include "jtp/serve/http/refusal.h"

namespace jtp {

// Where a handler runs.
enum class Place {
  kServer,  // in the server's thread: answers at once from memory
  kWorker,  // in a worker thread: reads bodies, may wait for the model
};

// The body types that a POST accepts; others are refused with 415 before they are read.
enum class BodyType {
  kAny,  // or no body
  kForm,
  kJson,
  kFormOrJson,
};

struct Route {
  std::string method;   // "GET" (then HEAD too) or "POST"
  std::string pattern;  // "/v2/models/{model}/infer": {name} matches one path segment
  std::function<void(const std::shared_ptr<Exchange>&)> handle;
  BodyType takes = BodyType::kAny;
  Place place = Place::kWorker;
  Protection protection = Protection::kApi;
  RefusalFormat refuse = format_refusal;
};

struct RouteMatch {
  const Route* route = nullptr;  // nullptr: no route has this path and method
  std::map<std::string, std::string> fields;
  std::string allowed;                    // the methods of the path, "GET, HEAD"; empty: no such path
  RefusalFormat refuse = format_refusal;  // of the path's routes
};

// Whether a route that takes `takes` accepts a body of this Content-Type.
bool takes_body(BodyType takes, std::string_view content_type);

// "multipart/form-data", ..., for messages.
std::string_view to_string(BodyType type);

// Finds the route of a request: the first one that matches.
class Router {
 public:
  void add(Route route) { routes_.push_back(std::move(route)); }

  RouteMatch find(const std::string& method, std::string_view path) const;

 private:
  std::vector<Route> routes_;
};

}  // namespace jtp
