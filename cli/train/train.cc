// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "jtp/base/error.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

constexpr const char* kTrainer = "jtp-train";

// In a build it is beside this program; when installed, it is in libexec.
std::optional<fs::path> find_trainer() {
  std::error_code error;
  const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const fs::path& path : {folder / kTrainer, folder / JTP_LIBEXEC_FROM_BIN / kTrainer}) {
    if (fs::exists(path, error)) return path;
  }
  return std::nullopt;
}

}  // namespace

// Training needs LibTorch, which takes half a second and 160 MB to start. The tagger does not need it
// (docs/decisions/1001-a-program-of-its-own.md).
int run_train(int argc, char** argv) {
  const auto trainer = find_trainer();
  if (!trainer) {
    fail(ErrorKind::kUnsupported,
         "this jtp was built without the trainer, because LibTorch was missing; on Debian, install "
         "libtorch-dev libtomlplusplus-dev libgloo-dev and build it again (docs/training.md)");
  }
  std::vector<char*> arguments(argv, argv + argc);
  arguments.push_back(nullptr);
  ::execv(trainer->c_str(), arguments.data());
  fail(ErrorKind::kIo, "{}: {}", trainer->string(), std::strerror(errno));
}

}  // namespace jtp
