// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "jtp/serve/compat/compat.h"
#include "jtp/serve/compat/gradio_call.h"
#include "jtp/serve/expiring_map.h"
#include "jtp/serve/http/json_text.h"
#include "jtp/serve/http/multipart.h"
#include "jtp/serve/picture_request.h"
#include "jtp/serve/tag_run.h"

namespace jtp {
namespace {

using namespace std::chrono_literals;
using Shared = std::shared_ptr<Exchange>;

constexpr auto kLifetime = 5min;
constexpr std::size_t kUploadBytes = std::size_t{128} << 20;
constexpr std::size_t kEventBytes = std::size_t{64} << 20;
constexpr std::size_t kBytesPerEvent = 32 * 1024;  // 250 tags as text

// An answer that the client fetches with a second request. Whichever comes last, the answer or that request,
// sends it.
class Event {
 public:
  void complete(std::string text) {
    const std::lock_guard lock(mutex_);
    text_ = std::move(text);
    send();
  }
  void ask(Shared exchange) {
    const std::lock_guard lock(mutex_);
    waiting_ = std::move(exchange);
    send();
  }

 private:
  void send() {
    if (!text_ || !waiting_) return;
    waiting_->respond({.status = 200,
                       .headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}},
                       .body = *text_});
    waiting_.reset();
  }

  std::mutex mutex_;
  std::optional<std::string> text_;
  Shared waiting_;
};

struct Boxes {
  ExpiringMap<const std::string> uploads{kLifetime, kUploadBytes};
  ExpiringMap<Event> events{kLifetime, kEventBytes};
};

std::string event_text(std::string_view name, const AnswerJson& data) {
  return fmt::format("event: {}\ndata: {}\n\n", name, to_text(data));
}

// The ids of the files, in their order: ["<id>", ...].
void upload(Boxes& boxes, Exchange& exchange) {
  AnswerJson ids = AnswerJson::array();
  for (const FormPart& part :
       parse_multipart(exchange.request().header("content-type"), exchange.request().body)) {
    if (part.name != "files") continue;
    ids.push_back(boxes.uploads.put(std::make_shared<const std::string>(part.content), part.content.size()));
  }
  if (ids.empty()) fail(ErrorKind::kInvalidInput, "the form has no files");
  exchange.respond(json_response(to_text(ids)));
}

PictureBytes find_upload(Boxes& boxes, const std::string& id) {
  const auto content = boxes.uploads.find(id);
  if (!content) fail(ErrorKind::kInvalidInput, "unknown path: it was not uploaded, or has expired");
  return {content, *content};
}

// Answers with {"event_id"} at once; the result is served at the event's address.
void call(const std::shared_ptr<Boxes>& boxes, const Services& services, const Shared& exchange) {
  GradioCall call = parse_gradio_call(parse_json_object(exchange->request().body),
                                      [&](const std::string& id) { return find_upload(*boxes, id); });
  const auto event = std::make_shared<Event>();
  const auto respond_with_id = [boxes, event, exchange] {
    exchange->respond(json_response(to_text({{"event_id", boxes->events.put(event, kBytesPerEvent)}})));
  };
  if (call.is_probe) {
    event->complete(event_text("complete", gradio_probe_data()));
    return respond_with_id();
  }
  services.model.acquire();  // fails here, before the answer, if there is no model
  TaggingRun run{.pictures = {}, .all = {}};
  run.pictures.push_back({"", std::move(call.picture)});
  run.accepted = respond_with_id;
  run.all = [event, threshold = call.threshold](const std::vector<PictureOutcome>& outcomes) {
    const PictureOutcome& outcome = outcomes.front();
    event->complete(outcome.error ? event_text("error", outcome.error->what())
                                  : event_text("complete", gradio_data(outcome, threshold)));
    return WebResponse();
  };
  start_tagging(std::move(run), services.tagging, exchange);
}

void listen(Boxes& boxes, const Shared& exchange) {
  const auto event = boxes.events.take(exchange->path_field("event_id"));
  if (!event) return exchange->refuse(not_found("not_found", "no event has this id"));
  event->ask(exchange);
}

void add_routes_below(Router& router, const std::string& prefix, const std::shared_ptr<Boxes>& boxes,
                      const Services& services) {
  router.add({.method = "POST",
              .pattern = prefix + "/upload",
              .handle = [boxes](const Shared& exchange) { upload(*boxes, *exchange); },
              .takes = BodyType::kForm,
              .refuse = format_detail});
  router.add({.method = "POST",
              .pattern = prefix + "/call/run_classifier",
              .handle = [boxes, services](const Shared& exchange) { call(boxes, services, exchange); },
              .takes = BodyType::kJson,
              .refuse = format_detail});
  router.add({.method = "GET",
              .pattern = prefix + "/call/run_classifier/{event_id}",
              .handle = [boxes](const Shared& exchange) { listen(*boxes, exchange); },
              .refuse = format_detail});
}

}  // namespace

void add_gradio_routes(Router& router, const Services& services) {
  const auto boxes = std::make_shared<Boxes>();
  add_routes_below(router, "", boxes, services);
  add_routes_below(router, "/gradio_api", boxes, services);
  router.add(gradio3_route("/run/predict", services));
}

}  // namespace jtp
