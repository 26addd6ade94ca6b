// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace jtp {

// A file built into the program (cmake/EmbedFiles.cmake).
struct EmbeddedFile {
  std::string_view path;  // as in the request: "/index.html"
  std::string_view type;  // Content-Type, from the extension
  std::string_view etag;  // of the content, including the quotes
  std::string_view content;
};

// The files of the page, sorted by path; if the page was not built, a plain page that lists the API.
std::span<const EmbeddedFile> page_files();

// "/openapi.json".
std::span<const EmbeddedFile> api_description();

}  // namespace jtp
