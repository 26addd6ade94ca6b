// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "jtp/serve/http/exchange.h"
#include "jtp/serve/picture_request.h"
#include "jtp/serve/tag_service.h"

namespace jtp {

// A request as a family of routes parsed it: pictures in, one answer out.
struct TaggingRun {
  std::vector<NamedPicture> pictures;
  Keep keep = Keep::kNothing;
  // Called when the pictures are in the queue, before any of them is done. May be empty.
  std::function<void()> accepted{};
  // Called for each finished picture, in any order, one at a time. May be empty.
  std::function<void(std::size_t index, const PictureOutcome& outcome)> each{};
  // Makes the answer from all outcomes, in the order of the pictures; every outcome has its model. If a
  // stream is open, this sends its last piece; the stream is then closed and the answer ignored.
  std::function<WebResponse(std::vector<PictureOutcome>)> all;
};

// Tags the pictures and answers `exchange` later, from another thread. Refuses if the queue is full or the
// model cannot be loaded. An exception from `all` becomes a refusal.
void start_tagging(TaggingRun run, TagService& service, const std::shared_ptr<Exchange>& exchange);

// Runs `action`; an exception becomes the exchange's refusal.
void answer_errors(Exchange& exchange, const std::function<void()>& action);

}  // namespace jtp
