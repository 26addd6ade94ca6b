// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "jtp/output/export_format.h"

namespace jtp {

// The paths of the sidecars of `picture` (absolute) in a sidecar format. There is one, except for XMP:
// whichever of name.ext.xmp and name.xmp exist, or name.ext.xmp if neither exists. Throws as caption_path()
// does.
std::vector<std::filesystem::path> sidecar_paths(const std::filesystem::path& picture,
                                                 const ExportFormat& format);

}  // namespace jtp
