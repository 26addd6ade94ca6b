// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace jtp {

// A file that was built into the program (cmake/EmbedFiles.cmake).
struct EmbeddedFile {
  std::string_view path;  // "/index.html", as it is asked for
  std::string_view type;  // Content-Type, by the extension
  std::string_view etag;  // of its content, with the quotes
  std::string_view content;
};

// The page, sorted by path; a plain page that names the API where the page was not built.
std::span<const EmbeddedFile> page_files();

// "/openapi.json".
std::span<const EmbeddedFile> api_description();

}  // namespace jtp
