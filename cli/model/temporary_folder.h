// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace jtp {

// A new folder in $TMPDIR (otherwise /tmp). The destructor removes it with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder();  // throws Error kIo
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace jtp
