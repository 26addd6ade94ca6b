// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace jtp {

// Where the results of a long run go: standard output, or a file. A file grows as FILE.part, line by line,
// and becomes FILE when the run is complete; a run that was cut off leaves FILE as it was and its results in
// FILE.part.
class ResultStream {
 public:
  // Standard output.
  ResultStream() = default;

  // Throws Error kUsage when FILE.part exists: it holds the results of a run that was cut off, or of one that
  // is still going on. kIo, kNotFound where it cannot be made. What is no regular file, such as /dev/null, is
  // written directly.
  explicit ResultStream(const std::filesystem::path& file);
  ~ResultStream();
  ResultStream(const ResultStream&) = delete;
  ResultStream& operator=(const ResultStream&) = delete;

  // Everything is with the operating system when this returns. Throws Error kIo, or kCancelled when the
  // reader of a pipe has left.
  void write(std::string_view text);

  // The results are complete: FILE.part becomes FILE.
  void complete();

  // FILE.part while it is there.
  const std::optional<std::filesystem::path>& part() const { return part_; }

 private:
  std::filesystem::path file_;
  std::optional<std::filesystem::path> part_;
  int fd_ = 1;
};

}  // namespace jtp
