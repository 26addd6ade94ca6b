// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "jtp/output/export_format.h"

namespace jtp {

// The sidecars of `picture` (absolute) in a format of sidecars. There is one, but for XMP: name.ext.xmp and
// name.xmp where both are there; where neither is, name.ext.xmp. Throws what caption_path() throws.
std::vector<std::filesystem::path> sidecar_paths(const std::filesystem::path& picture,
                                                 const ExportFormat& format);

}  // namespace jtp
