// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/compat/compat.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "jtp/serve/http/json_text.h"
#include "jtp/serve/tag_run.h"

namespace jtp {
namespace {

// Refuses a request of one picture with the picture's error.
Refusal picture_refusal(const Error& error) {
  if (error.kind() == ErrorKind::kCancelled) return shutting_down();
  if (error.kind() == ErrorKind::kInternal) return refusal_of(error);
  return {.status = 400, .code = std::string(to_string(error.kind())), .message = error.what()};
}

}  // namespace

void tag_one(PictureContent picture, const Services& services, const std::shared_ptr<Exchange>& exchange,
             std::function<WebResponse(const PictureOutcome&)> format) {
  TaggingRun run{.pictures = {}, .all = {}};
  run.pictures.push_back({"", std::move(picture)});
  // The run keeps the exchange alive as long as it lasts.
  run.all = [exchange = exchange.get(),
             format = std::move(format)](const std::vector<PictureOutcome>& outcomes) {
    const PictureOutcome& outcome = outcomes.front();
    if (!outcome.error) return format(outcome);
    exchange->refuse(picture_refusal(*outcome.error));
    return WebResponse();
  };
  start_tagging(std::move(run), services.tagging, exchange);
}

std::vector<SelectedTag> tags_of(const PictureOutcome& outcome, ThresholdRule rule, float threshold,
                                 int limit) {
  const auto selection = outcome.model->selection(Thresholds(threshold), {.limit = limit, .rule = rule});
  return selection->select(outcome.result.scores);
}

WebResponse format_detail(const Refusal& refusal) {
  return refuse_with_json(refusal, to_text({{"detail", refusal.message}}));
}

}  // namespace jtp
