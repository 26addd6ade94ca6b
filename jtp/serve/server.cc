// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/server.h"

#include <fmt/core.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "jtp/serve/api/api_v1.h"
#include "jtp/serve/api/operations.h"
#include "jtp/serve/api/store_search.h"
#include "jtp/serve/http/router.h"
#include "jtp/serve/http/url_fetch.h"
#include "jtp/serve/metrics.h"
#include "jtp/serve/page.h"
#include "jtp/serve/review/route.h"
#include "jtp/serve/services.h"
#include "jtp/serve/tag_run.h"
#include "jtp/serve/tag_service.h"
#include "jtp/serve/workers.h"

namespace jtp {
namespace {

constexpr int kRequestThreads = 2;  // read bodies and wait for the model; pictures have their own threads
constexpr std::chrono::seconds kHousekeeping{2};

// Headers of every answer, unless its route sets others.
constexpr std::pair<const char*, const char*> kCommonHeaders[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cache-Control", "no-store"},
};

std::function<std::string(const std::string&)> fetcher(const ServerOptions& options) {
  UrlFetchOptions fetch{.hosts = {}, .max_bytes = options.http.max_body};
  for (const std::string& host : options.fetch_hosts) fetch.hosts.push_back(lower_ascii(host));
  return [fetch = std::move(fetch)](const std::string& url) { return fetch_url(url, fetch); };
}

ServiceFacts facts_of(const ServerOptions& options) {
  return {.model_name = options.model_name,
          .version = options.version,
          .threads = options.threads,
          .max_waiting = options.max_waiting,
          .max_body = options.http.max_body,
          .max_pixels = options.decode.max_pixels,
          .fetches = !options.fetch_hosts.empty(),
          .thresholds = options.thresholds};
}

}  // namespace

struct Server::State {
  State(const ServerOptions& server_options, ServerCallbacks server_callbacks);
  ~State();

  Tagger load_model();
  void add_routes();
  std::optional<WebResponse> admit(const WebRequest& head);
  void handle(const std::shared_ptr<Exchange>& exchange);
  void note_answer(const WebRequest& request, int status, double seconds);
  void decorate(const WebRequest& request, WebResponse& response) const;
  void keep_house();
  void count_stored();

  const ServerOptions options;
  const ServerCallbacks callbacks;
  const ServiceFacts facts;
  Metrics metrics;
  // Everything that answers through connections is destroyed before them.
  HttpServer http;
  AccessPolicy access;
  ModelHolder model;
  TagService tagging;
  const std::unique_ptr<StoreSearch> store;
  const std::unique_ptr<ReviewDesk> review;
  Services services{model, tagging, facts, store.get(), review.get()};
  Router router;
  Workers workers{kRequestThreads};

  std::mutex mutex;
  std::condition_variable stopped;
  bool stopping = false;
  std::thread housekeeper;
};

Server::State::State(const ServerOptions& server_options, ServerCallbacks server_callbacks)
    : options(server_options),
      callbacks(std::move(server_callbacks)),
      facts(facts_of(options)),
      http(options.http, {.admit = [this](const WebRequest& head) { return admit(head); },
                          .handle = [this](const std::shared_ptr<Exchange>& exchange) { handle(exchange); },
                          .answered = [this](const WebRequest& request, int status,
                                             double seconds) { note_answer(request, status, seconds); },
                          .refuse = [](int status) { return format_refusal(refusal_of_status(status)); },
                          .decorate = [this](const WebRequest& request,
                                             WebResponse& response) { decorate(request, response); }}),
      access(options.access, options.http.host, http.port()),
      model([this] { return load_model(); }, options.threads, options.idle_unload),
      tagging({.threads = options.threads, .max_waiting = options.max_waiting, .decode = options.decode},
              model, fetcher(options)),
      store(options.store ? std::make_unique<StoreSearch>(*options.store, options.model_name) : nullptr),
      review(options.review ? std::make_unique<ReviewDesk>(*options.review) : nullptr) {
  add_routes();
  housekeeper = std::thread([this] { keep_house(); });
}

Server::State::~State() {
  http.drain(std::chrono::milliseconds(0));
  {
    const std::lock_guard lock(mutex);
    stopping = true;
  }
  stopped.notify_all();
  housekeeper.join();
}

Tagger Server::State::load_model() {
  try {
    return callbacks.load_model();
  } catch (const Error& error) {
    if (callbacks.failed) callbacks.failed({fmt::format("the model cannot be loaded: {}", error.what())});
    throw;
  }
}

void Server::State::add_routes() {
  add_api_v1(router, services);
  add_review_routes(router, services);
  add_operations(router, services, metrics, [this] { return http.connections(); });
  add_page(router);
  for (const Compatible family : options.compatible) {
    switch (family) {
      case Compatible::kDanbooru:
        add_danbooru_routes(router, services);
        break;
      case Compatible::kE6:
        add_e6_routes(router, services);
        break;
      case Compatible::kGradio:
        add_gradio_routes(router, services);
        break;
      case Compatible::kWd14:
        add_wd14_routes(router, services, options.wd14_shape);
        break;
      case Compatible::kE621tagger:
        add_e621tagger_routes(router, services);
        break;
      case Compatible::kInferenceV2:
        add_inference_v2_routes(router, services);
        break;
    }
  }
}

std::optional<WebResponse> Server::State::admit(const WebRequest& head) {
  const RouteMatch match = router.find(head.method, head.path);
  const bool preflight = head.method == "OPTIONS" && !match.allowed.empty();
  const Protection protection = preflight                ? Protection::kOpen
                                : match.route != nullptr ? match.route->protection
                                                         : Protection::kApi;
  if (const auto refusal = access.refuse(head, protection)) return match.refuse(*refusal);
  if (preflight) return access.preflight(head);
  if (match.route == nullptr) {
    return match.refuse(match.allowed.empty() ? not_found("not_found", "no such address")
                                              : method_not_allowed(match.allowed));
  }
  if (!takes_body(match.route->takes, head.header("content-type"))) {
    return match.refuse(unsupported_media_type(to_string(match.route->takes)));
  }
  return std::nullopt;
}

void Server::State::handle(const std::shared_ptr<Exchange>& exchange) {
  RouteMatch match = router.find(exchange->request().method, exchange->request().path);
  exchange->set_route(std::move(match.fields), match.route->refuse);
  auto run = [exchange, handler = &match.route->handle] {
    answer_errors(*exchange, [&] { (*handler)(exchange); });
  };
  if (match.route->place == Place::kServer) {
    run();
  } else {
    workers.post(std::move(run));
  }
}

void Server::State::decorate(const WebRequest& request, WebResponse& response) const {
  access.allow_reading(request, response);
  for (const auto& [name, value] : kCommonHeaders) response.headers.emplace(name, value);
}

void Server::State::note_answer(const WebRequest& request, int status, double seconds) {
  const RouteMatch match = router.find(request.method, request.path);
  const std::string_view route = match.route == nullptr ? "" : std::string_view(match.route->pattern);
  metrics.count_request(route, status, seconds);
  if (!callbacks.answered) return;
  const std::string_view method = route.empty() ? "-" : std::string_view(request.method);
  callbacks.answered(
      {fmt::format("{} {} {} {:.1f} ms", method, route.empty() ? "-" : route, status, seconds * 1000)});
}

// Periodic housekeeping.
void Server::State::keep_house() {
  std::unique_lock lock(mutex);
  while (!stopped.wait_for(lock, kHousekeeping, [this] { return stopping; })) {
    model.unload_if_idle(ModelHolder::Clock::now());
    tagging.kept().expire();
    if (store) count_stored();
  }
}

void Server::State::count_stored() {
  try {
    store->refresh();
  } catch (const Error& error) {
    if (callbacks.failed) callbacks.failed({error.what()});
  }
}

Server::Server(const ServerOptions& options, ServerCallbacks callbacks)
    : state_(std::make_unique<State>(options, std::move(callbacks))) {}

Server::~Server() = default;

void Server::preload() { state_->model.acquire(); }
void Server::start() { state_->http.start(); }
void Server::drain(std::chrono::milliseconds patience) { state_->http.drain(patience); }
std::string Server::url() const { return state_->http.url(); }
int Server::port() const { return state_->http.port(); }

}  // namespace jtp
