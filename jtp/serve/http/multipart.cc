// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/multipart.h"

#include <optional>

#include "jtp/base/error.h"
#include "jtp/serve/http/web_message.h"

namespace jtp {
namespace {

constexpr std::size_t kMaxBoundary = 70;      // RFC 2046
constexpr std::size_t kMaxPartHeader = 4096;  // bytes; the file name is the longest field

std::string delimiter_of(std::string_view content_type) {
  const auto boundary = header_parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > kMaxBoundary) {
    fail(ErrorKind::kInvalidInput, "the form's Content-Type needs a boundary of 1 to {} characters",
         kMaxBoundary);
  }
  return "\r\n--" + *boundary;
}

// The value of Content-Disposition in a part's header.
std::string_view disposition_of(std::string_view header) {
  constexpr std::string_view kName = "content-disposition:";
  while (!header.empty()) {
    const std::size_t end = header.find("\r\n");
    const std::string_view line = header.substr(0, end);
    if (media_type(line.substr(0, kName.size())) == kName) return line.substr(kName.size());
    if (end == std::string_view::npos) break;
    header.remove_prefix(end + 2);
  }
  fail(ErrorKind::kInvalidInput, "a part of the form has no Content-Disposition");
}

// `text` is everything between two delimiters: CRLF, header, empty line, content.
FormPart parse_part(std::string_view text, std::size_t number) {
  const std::size_t end = text.substr(0, kMaxPartHeader).find("\r\n\r\n");
  if (!text.starts_with("\r\n") || end == std::string_view::npos || end == 0) {
    fail(ErrorKind::kInvalidInput, "part {} of the form needs a header of at most {} bytes", number,
         kMaxPartHeader);
  }
  const std::string_view disposition = disposition_of(text.substr(2, end - 2));
  auto name = header_parameter(disposition, "name");
  if (!name || name->empty()) fail(ErrorKind::kInvalidInput, "part {} of the form has no name", number);
  return {.name = std::move(*name),
          .file_name = header_parameter(disposition, "filename").value_or(""),
          .content = text.substr(end + 4)};
}

}  // namespace

std::vector<FormPart> parse_multipart(std::string_view content_type, std::string_view body) {
  const std::string delimiter = delimiter_of(content_type);
  // The first delimiter has no line end before it when nothing precedes it.
  const std::string_view first = std::string_view(delimiter).substr(2);
  const bool at_start = body.starts_with(first);
  const std::size_t begin = at_start ? 0 : body.find(delimiter);
  if (begin == std::string_view::npos)
    fail(ErrorKind::kInvalidInput, "the form's boundary does not occur in the body");
  body.remove_prefix(begin + (at_start ? first.size() : delimiter.size()));

  std::vector<FormPart> parts;
  while (!body.starts_with("--")) {
    const std::size_t end = body.find(delimiter);
    if (end == std::string_view::npos) {
      fail(ErrorKind::kInvalidInput, "part {} of the form is incomplete", parts.size() + 1);
    }
    if (parts.size() == kMaxFormParts)
      fail(ErrorKind::kUnsupported, "the form has more than {} parts", kMaxFormParts);
    parts.push_back(parse_part(body.substr(0, end), parts.size() + 1));
    body.remove_prefix(end + delimiter.size());
  }
  return parts;
}

}  // namespace jtp
