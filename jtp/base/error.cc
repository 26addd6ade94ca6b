// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/error.h"

#include <exception>
#include <new>

namespace jtp {

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kUsage:
      return "usage";
    case ErrorKind::kNotFound:
      return "not_found";
    case ErrorKind::kIo:
      return "io";
    case ErrorKind::kInvalidInput:
      return "invalid_input";
    case ErrorKind::kUnsupported:
      return "unsupported";
    case ErrorKind::kModel:
      return "model";
    case ErrorKind::kDevice:
      return "device";
    case ErrorKind::kNetwork:
      return "network";
    case ErrorKind::kCancelled:
      return "cancelled";
    case ErrorKind::kInternal:
      return "internal";
  }
  return "internal";
}

Error with_context(const Error& error, std::string_view context) {
  return {error.kind(), fmt::format("{}: {}", context, error.what())};
}

Error current_error(ErrorKind no_memory) {
  try {
    throw;
  } catch (const Error& error) {
    return error;
  } catch (const std::bad_alloc&) {
    return {no_memory, "not enough memory"};
  } catch (const std::exception& error) {
    return {ErrorKind::kInternal, error.what()};
  }
}

}  // namespace jtp
