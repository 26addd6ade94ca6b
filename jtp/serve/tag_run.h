// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "jtp/serve/http/exchange.h"
#include "jtp/serve/picture_request.h"
#include "jtp/serve/tag_service.h"

namespace jtp {

// What a family of routes makes of its request: pictures in, one answer out.
struct TaggingRun {
  std::vector<NamedPicture> pictures;
  Keep keep = Keep::kNothing;
  // The pictures are in the queue; before any of them is done. May be empty.
  std::function<void()> accepted{};
  // Each picture as it is done, in any order, one at a time; may be empty.
  std::function<void(std::size_t index, const PictureOutcome& outcome)> each{};
  // The answer, from all outcomes in the order of the pictures; each of them has its model. Who has opened
  // a stream sends the last piece here; the stream is then closed, and the answer ignored.
  std::function<WebResponse(std::vector<PictureOutcome>)> all;
};

// Tags the pictures and answers `exchange`, later and from another thread. Refuses where the queue is full
// or the model cannot be loaded. What `all` throws becomes a refusal.
void start_tagging(TaggingRun run, TagService& service, const std::shared_ptr<Exchange>& exchange);

// Runs `action`; what it throws is the exchange's refusal.
void answer_errors(Exchange& exchange, const std::function<void()>& action);

}  // namespace jtp
