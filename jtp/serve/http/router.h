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
  kServer,  // in the server's thread: answers from memory, at once
  kWorker,  // in a thread of its own kind: reads bodies, may wait for the model
};

// Which bodies a POST takes; others are refused with 415 before they are read.
enum class BodyType {
  kAny,  // or none
  kForm,
  kJson,
  kFormOrJson,
};

struct Route {
  std::string method;   // "GET" (then HEAD too) or "POST"
  std::string pattern;  // "/v2/models/{model}/infer": {name} is any one name of the path
  std::function<void(const std::shared_ptr<Exchange>&)> handle;
  BodyType takes = BodyType::kAny;
  Place place = Place::kWorker;
  Protection protection = Protection::kApi;
  RefusalFormat refuse = format_refusal;
};

struct RouteMatch {
  const Route* route = nullptr;  // nothing here has this path and method
  std::map<std::string, std::string> fields;
  std::string allowed;                    // the methods that the path has, "GET, HEAD"; empty: no such path
  RefusalFormat refuse = format_refusal;  // of the path's routes
};

// Whether a body of this Content-Type is one that the route takes.
bool takes_body(BodyType takes, std::string_view content_type);

// "multipart/form-data", ...; for a message.
std::string_view to_string(BodyType type);

// Which route a request belongs to. The first one that fits is taken.
class Router {
 public:
  void add(Route route) { routes_.push_back(std::move(route)); }

  RouteMatch find(const std::string& method, std::string_view path) const;

 private:
  std::vector<Route> routes_;
};

}  // namespace jtp
