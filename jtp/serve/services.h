// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "jtp/serve/http/exchange.h"
#include "jtp/serve/model_holder.h"
#include "jtp/serve/tag_service.h"
#include "jtp/tags/thresholds.h"

namespace jtp {

class ReviewDesk;
class StoreSearch;

// Facts that do not change while the server runs.
struct ServiceFacts {
  std::string model_name;
  std::string version;  // of jtp
  int threads = 1;
  int max_waiting = 256;        // pictures
  std::size_t max_body = 0;     // bytes
  std::int64_t max_pixels = 0;  // of one picture
  bool fetches = false;         // whether it fetches pictures from some hosts
  Thresholds thresholds;        // of requests that name none
};

// Everything that the routes work with; it outlives them.
struct Services {
  ModelHolder& model;
  TagService& tagging;
  const ServiceFacts& facts;
  StoreSearch* store;  // nullptr: started without a store
  ReviewDesk* review;  // nullptr: started without a review
};

}  // namespace jtp
