// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jtp::test {

// tests/golden of the source tree: small fixtures with their provenance.
std::filesystem::path golden_dir();

// The source tree.
std::filesystem::path source_dir();

// The folder with the large reference data, or nothing where it is absent: such a test calls GTEST_SKIP().
std::optional<std::filesystem::path> shared_dir();

// A new folder that is removed with everything in it at the end of the scope.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

std::string read_text(const std::filesystem::path& path);
std::vector<std::byte> read_bytes(const std::filesystem::path& path);
void write_text(const std::filesystem::path& path, std::string_view text);
std::span<const std::byte> as_bytes(std::string_view text);

}  // namespace jtp::test
