// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/core.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace jtp {

// Why something could not be done. The command line maps kinds to exit codes, the server to HTTP status
// codes.
enum class ErrorKind {
  kUsage,         // the caller asked for something that makes no sense
  kNotFound,      // a file, a folder or a name that is not there
  kIo,            // the operating system refused: rights, disk full, broken pipe
  kInvalidInput,  // a picture, table or request that breaks its format
  kUnsupported,   // well-formed, but more than this build or program handles
  kModel,         // the model is missing, corrupt or does not fit together
  kDevice,        // the wanted instruction set or device is not available
  kNetwork,       // a download failed
  kCancelled,     // the user or the program asked to stop
  kInternal,      // a bug in jtp
};

// "invalid_input" for kInvalidInput and so on: the spelling used in JSON and CSV output.
std::string_view to_string(ErrorKind kind);

// The one exception type of the library. It is thrown where the outside world enters: files, pictures,
// weights, options, the network. The message names the thing and the numbers, in one line, without a final
// stop.
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

// `error` with "context: " before its message, same kind; for the caller that knows the path or the name.
Error with_context(const Error& error, std::string_view context);

}  // namespace jtp
