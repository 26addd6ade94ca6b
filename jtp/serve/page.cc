// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/page.h"

#include <string>

#include "jtp/serve/embedded_file.h"

namespace jtp {
namespace {

constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src "
    "'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// Files in assets/ never change, because bundlers put a hash of the content into their names
// ("app-B3f9a1c2.js").
const char* caching(const EmbeddedFile& file) {
  return file.path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}

WebResponse answer(const EmbeddedFile& file, const WebRequest& request) {
  const bool known = request.header("if-none-match").find(file.etag) != std::string_view::npos;
  return {.status = known ? 304 : 200,
          .headers = {{"Content-Type", std::string(file.type)},
                      {"ETag", std::string(file.etag)},
                      {"Cache-Control", caching(file)},
                      {"Content-Security-Policy", kPolicy},
                      {"Cross-Origin-Opener-Policy", "same-origin"}},
          .body = known ? std::string() : std::string(file.content)};
}

void add_file(Router& router, const EmbeddedFile& file, std::string pattern) {
  router.add({.method = "GET",
              .pattern = std::move(pattern),
              .handle =
                  [&file](const std::shared_ptr<Exchange>& exchange) {
                    exchange->respond(answer(file, exchange->request()));
                  },
              .place = Place::kServer,
              .protection = Protection::kOpen});
}

}  // namespace

void add_page(Router& router) {
  for (const EmbeddedFile& file : page_files()) {
    add_file(router, file, std::string(file.path));
    if (file.path == "/index.html") add_file(router, file, "/");
  }
  for (const EmbeddedFile& file : api_description()) add_file(router, file, std::string(file.path));
}

}  // namespace jtp
