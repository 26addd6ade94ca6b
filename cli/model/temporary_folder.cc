// SPDX-License-Identifier: Apache-2.0
#include "cli/model/temporary_folder.h"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include "jtp/base/error.h"

namespace jtp {
namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
  std::error_code error;
  const fs::path parent = fs::temp_directory_path(error);
  if (error) fail(ErrorKind::kIo, "TMPDIR: {}", error.message());
  std::string name = parent / "jtp-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) {
    fail(ErrorKind::kIo, "{}: {}", name, std::generic_category().message(errno));
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace jtp
