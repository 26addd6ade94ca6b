// SPDX-License-Identifier: Apache-2.0
#include "tests/support/files.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace jtp::test {
namespace fs = std::filesystem;

fs::path golden_dir() { return JTP_GOLDEN_DIR; }
fs::path source_dir() { return JTP_SOURCE_DIR; }

std::optional<fs::path> shared_dir() {
  if (!fs::is_directory(JTP_SHARED_DIR "/golden")) return std::nullopt;
  return fs::path(JTP_SHARED_DIR);
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "jtp-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::byte> read_bytes(const fs::path& path) {
  const std::string text = read_text(path);
  const auto bytes = as_bytes(text);
  return {bytes.begin(), bytes.end()};
}

void write_text(const fs::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

std::span<const std::byte> as_bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace jtp::test
