// SPDX-License-Identifier: Apache-2.0
#include "jtp/captions/sidecar_paths.h"

namespace jtp {
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> xmp_paths(const fs::path& picture) {
  const fs::path full = sidecar_path(picture, SidecarName::kFullName, ".xmp");
  const fs::path stem = sidecar_path(picture, SidecarName::kStem, ".xmp");
  std::vector<fs::path> there;
  std::error_code ignored;
  for (const fs::path& path : {full, stem}) {
    if (fs::exists(path, ignored)) there.push_back(path);
  }
  return there.empty() ? std::vector{full} : there;
}

}  // namespace

std::vector<fs::path> sidecar_paths(const fs::path& picture, const ExportFormat& format) {
  const auto* preset = std::get_if<CaptionPreset>(&format.what);
  if (!preset) return xmp_paths(picture);
  return {sidecar_path(picture, preset->sidecar, preset->extension)};
}

}  // namespace jtp
