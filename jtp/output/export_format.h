// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "jtp/output/caption_preset.h"
#include "jtp/output/table.h"
#include "jtp/output/xmp.h"

namespace jtp {

struct TablePreset {
  TableFormat format;
  CaptionStyle captions{};  // of captions inside the table
};

// What `jtp export --format NAME` writes: captions, XMP sidecars or one table.
struct ExportFormat {
  std::string name;
  std::string summary;  // for people
  std::variant<CaptionPreset, XmpStyle, TablePreset> what;
};

// All formats, in the order of the documentation.
const std::vector<ExportFormat>& export_formats();

// Throws Error kUsage listing the available formats.
const ExportFormat& find_export_format(std::string_view name);

}  // namespace jtp
