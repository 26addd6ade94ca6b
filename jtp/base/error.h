// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/core.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace jtp {

// Why an operation failed. The command line maps kinds to exit codes, the server to HTTP status codes.
enum class ErrorKind {
  kUsage,         // the caller asked for something that makes no sense
  kNotFound,      // a file, a folder or a name does not exist
  kIo,            // the operating system refused: permissions, disk full, broken pipe
  kInvalidInput,  // a picture, table or request is malformed
  kUnsupported,   // well-formed, but beyond what this build or program handles
  kModel,         // the model is missing, corrupt or inconsistent
  kDevice,        // the requested instruction set or device is not available
  kNetwork,       // a download failed
  kCancelled,     // the user or the program asked to stop
  kInternal,      // a bug in jtp
};

// The spelling in JSON and CSV output: "invalid_input" for kInvalidInput, and so on.
std::string_view to_string(ErrorKind kind);

// The library's only exception type, thrown where data enters from outside: files, pictures, weights,
// options, the network. The message is one line without a full stop; it names the thing and the numbers.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  ErrorKind kind() const { return kind_; }

 private:
  ErrorKind kind_;
};

// Throws Error with a formatted message.
template <typename... Args>
[[noreturn]] void fail(ErrorKind kind, fmt::format_string<Args...> format, Args&&... args) {
  throw Error(kind, fmt::format(format, std::forward<Args>(args)...));
}

// The same kind of error with "context: " before the message, for a caller that knows the path or the name.
Error with_context(const Error& error, std::string_view context);

// The exception being handled, as an Error; for use in a catch block. std::bad_alloc becomes `no_memory`,
// other exceptions of the standard library kInternal. An exception that does not derive from std::exception
// is rethrown.
Error current_error(ErrorKind no_memory = ErrorKind::kInternal);

}  // namespace jtp
