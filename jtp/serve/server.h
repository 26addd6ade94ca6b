// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/image/decode.h"
#include "jtp/serve/compat/compat.h"
#include "jtp/serve/http/access.h"
#include "jtp/serve/http/http_server.h"
#include "jtp/serve/review/desk.h"
#include "jtp/tagger/tagger.h"
#include "jtp/tags/thresholds.h"

namespace jtp {

// A family of routes that is compatible with another program.
enum class Compatible { kDanbooru, kE6, kGradio, kWd14, kE621tagger, kInferenceV2 };

// An event for the log, without queries, picture names and headers.
struct ServerEvent {
  std::string text;  // one line
};

struct ServerOptions {
  HttpServerOptions http{};
  AccessOptions access{};
  int threads = 1;
  int max_waiting = 256;  // pictures
  DecodeOptions decode{.max_pixels = 100'000'000};
  std::chrono::seconds idle_unload{0};  // 0: the model stays loaded
  std::vector<std::string> fetch_hosts{};
  std::optional<std::filesystem::path> store{};  // the score store to search
  std::optional<ReviewPlace> review{};
  std::set<Compatible> compatible{Compatible::kDanbooru, Compatible::kE6,         Compatible::kGradio,
                                  Compatible::kWd14,     Compatible::kE621tagger, Compatible::kInferenceV2};
  Wd14Shape wd14_shape = Wd14Shape::kNested;
  Thresholds thresholds{};  // of requests to /api/v1 that name none
  std::string model_name{};
  std::string version{};  // of jtp
};

struct ServerCallbacks {
  std::function<Tagger()> load_model;                  // as Tagger::load, with its errors
  std::function<void(const ServerEvent&)> failed{};    // such as: the model cannot be loaded; any thread
  std::function<void(const ServerEvent&)> answered{};  // a request: method, route, status, time
};

// `jtp serve`: the page and the APIs on one address.
class Server {
 public:
  // Starts to listen. Throws what HttpServer, AccessPolicy, StoreSearch and ReviewDesk throw.
  Server(const ServerOptions& options, ServerCallbacks callbacks);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Loads the model now instead of at the first picture. Throws what load_model throws.
  void preload();

  void start();

  // Accepts no further requests and answers the ones received so far. Requests that are not done after
  // `patience` are cut off.
  void drain(std::chrono::milliseconds patience);

  std::string url() const;
  int port() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jtp
