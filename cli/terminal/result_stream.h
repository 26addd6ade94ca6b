// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace jtp {

// The destination of a run's results: standard output, or a file. A file grows as FILE.part, line by line,
// and becomes FILE when the run is complete. An interrupted run leaves FILE unchanged and its results in
// FILE.part.
class ResultStream {
 public:
  // Standard output.
  ResultStream() = default;

  // Throws Error kUsage if FILE.part exists: it has the results of a run that was interrupted or is still
  // running. Throws kIo or kNotFound if it cannot be created. Anything other than a regular file, such as
  // /dev/null, is written directly.
  explicit ResultStream(const std::filesystem::path& file);
  ~ResultStream();
  ResultStream(const ResultStream&) = delete;
  ResultStream& operator=(const ResultStream&) = delete;

  // Hands everything to the operating system before it returns. Throws Error kIo, or kCancelled when the
  // reader of a pipe has closed it.
  void write(std::string_view text);

  // The results are complete: renames FILE.part to FILE.
  void complete();

  // FILE.part while it exists.
  const std::optional<std::filesystem::path>& part() const { return part_; }

 private:
  std::filesystem::path file_;
  std::optional<std::filesystem::path> part_;
  int fd_ = 1;
};

}  // namespace jtp
