// SPDX-License-Identifier: Apache-2.0
#include "cli/serve/options.h"

#include <CLI/CLI.hpp>
#include <cstddef>
#include <map>
#include <vector>

#include "cli/options/engine_options.h"
#include "cli/options/environment.h"
#include "cli/options/number_range.h"
#include "cli/options/parse.h"
#include "cli/options/store_options.h"
#include "jtp/base/error.h"
#include "jtp/base/regular_file.h"
#include "jtp/base/text.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

constexpr const char* kFooter =
    "\nExamples:\n"
    "  jtp serve                                   then open http://127.0.0.1:7860\n"
    "  jtp serve --port 5000 --preload             the port where Danbooru expects its autotagger\n"
    "  jtp serve --host 0.0.0.0 --api-key-file key also for other machines, with the key in a file\n"
    "  curl -F picture=@picture.png http://127.0.0.1:7860/api/v1/tag\n";

constexpr std::uint64_t kMaxKeyFile = 4096;  // bytes

const std::map<std::string, Compatible> kFamilies = {
    {"danbooru", Compatible::kDanbooru},     {"e6", Compatible::kE6},
    {"gradio", Compatible::kGradio},         {"wd14", Compatible::kWd14},
    {"e621tagger", Compatible::kE621tagger}, {"v2", Compatible::kInferenceV2},
};

CLI::Option* add_number(CLI::App& app, const std::string& name, int& value, const CLI::Validator& range) {
  return app.add_option(name, value)->check(range)->type_name("N")->capture_default_str();
}

void add_address(CLI::App& app, ServeOptions& options, std::string& key_file) {
  const std::string group = "Address";
  ServerOptions& server = options.server;
  app.add_option("--host", server.http.host,
                 "address to listen on; one that other machines can reach needs an API key")
      ->type_name("ADDRESS")
      ->capture_default_str()
      ->group(group);
  add_number(app, "--port", server.http.port, whole_number(0, 65535))
      ->description("port to listen on; 0: any free port")
      ->group(group);
  auto* key = app.add_option("--api-key", server.access.api_key,
                             "key that API clients must send (as Bearer, or as the password of Basic)")
                  ->envname("JTP_API_KEY")
                  ->type_name("KEY")
                  ->group(group);
  app.add_option("--api-key-file", key_file, "file with the key, which other users must not be able to read")
      ->excludes(key)
      ->type_name("FILE")
      ->group(group);
  app.add_option("--allow-host", server.access.hosts, "more names of this server, as browsers send them")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("HOST[:PORT],...")
      ->group(group);
  app.add_option("--cors-origin", server.access.origins, "other sites whose pages may use the API")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("https://HOST,...")
      ->group(group);
}

void add_model(CLI::App& app, ServeOptions& options, int& idle) {
  const std::string group = "Model";
  add_model_option(app, options.model)->group(group);
  add_precision_option(app, options.precision)->group(group);
  add_threads_option(app, options.server.threads)->group(group);
  app.add_flag_callback(
         "--preload", [&] { options.preload = Preload::kYes; },
         "load the model before the first picture arrives")
      ->group(group);
  add_number(app, "--idle-unload", idle, whole_number(0, 86'400))
      ->description("release the model's memory after N seconds without a picture; 0: never")
      ->group(group);
}

void add_limits(CLI::App& app, ServeOptions& options, int& body_mib) {
  const std::string group = "Limits";
  ServerOptions& server = options.server;
  add_number(app, "--max-queue", server.max_waiting, whole_number(1, 100'000))
      ->description("number of pictures that may wait; more are refused with status 429")
      ->group(group);
  add_number(app, "--max-body", body_mib, whole_number(1, 512))
      ->description("largest request, in MiB")
      ->group(group);
  app.add_option("--max-pixels", server.decode.max_pixels,
                 "refuse larger pictures before anything is decoded")
      ->check(whole_number(1))
      ->type_name("N")
      ->capture_default_str()
      ->group(group);
  app.add_option("--fetch-hosts", server.fetch_hosts,
                 "download pictures that requests link to from these hosts (default: none)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("HOST[:PORT],...")
      ->group(group);
}

void add_routes(CLI::App& app, ServeOptions& options) {
  const std::string group = "Compatible routes";
  app.add_option_function<std::vector<std::string>>(
         "--without",
         [&](const std::vector<std::string>& names) {
           for (const std::string& name : names) {
             const auto family = kFamilies.find(name);
             if (family == kFamilies.end()) {
               throw CLI::ValidationError("--without", "'" + name + "' is not one of the compatible routes");
             }
             options.server.compatible.erase(family->second);
           }
         },
         "turn off compatible routes: danbooru, e6, gradio, wd14, e621tagger, v2")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME,...")
      ->group(group);
  app.add_flag_callback(
         "--wd14-flat", [&] { options.server.wd14_shape = Wd14Shape::kFlat; },
         "/tagger/v1 answers with one flat list, like the first wd14 extension")
      ->group(group);
}

// The reviewer's name is the login name unless it is given.
void add_review(CLI::App& app, std::optional<ReviewPlace>& review) {
  const std::string group = "Review";
  const auto place = [&review]() -> ReviewPlace& {
    if (!review) review = ReviewPlace{.file = {}, .reviewer = login_name()};
    return *review;
  };
  auto* file = app.add_option_function<std::string>(
                      "--review", [place](const std::string& name) { place().file = name; },
                      "review to answer on the page ('jtp review'); a new file is started there")
                   ->type_name("FILE")
                   ->group(group);
  app.add_option_function<std::string>(
         "--reviewer", [place](const std::string& name) { place().reviewer = name; },
         "name of the reviewer (default: the login name)")
      ->needs(file)
      ->type_name("NAME")
      ->group(group);
}

std::string read_key(const std::string& path) {
  const auto bytes = read_file(path, kMaxKeyFile, ErrorKind::kUsage);
  const std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::string key(trimmed(text));
  if (key.empty()) fail(ErrorKind::kUsage, "{}: the file has no API key", path);
  return key;
}

}  // namespace

std::variant<ServeOptions, int> parse_serve_options(int argc, char** argv) {
  CLI::App app(
      "Serves the page, the API and the routes that clients of other taggers call, on this machine.");
  ServeOptions options;
  options.server.threads = 0;
  std::string key_file;
  int idle = 900;
  int body_mib = 32;
  add_address(app, options, key_file);
  add_model(app, options, idle);
  add_limits(app, options, body_mib);
  add_routes(app, options);
  add_threshold_options(app, options.thresholds);
  StoreOption store;
  add_store_option(app, store)->description("score store that the gallery searches")->group("Gallery");
  add_review(app, options.server.review);
  app.add_flag_callback(
         "--log-requests", [&] { options.log = RequestLog::kOn; },
         "print a line on standard error for each response")
      ->group("Messages");
  app.footer(kFooter);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  check_threshold_options(options.thresholds);
  if (!key_file.empty()) options.server.access.api_key = read_key(key_file);
  if (store.wish == StoreWish::kWanted) options.server.store = store.file;
  options.server.threads = threads_or_all(options.server.threads);
  options.server.idle_unload = std::chrono::seconds(idle);
  options.server.http.max_body = static_cast<std::size_t>(body_mib) << 20;
  return options;
}

}  // namespace jtp
