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
  CaptionStyle captions{};  // inside the table
};

// What `jtp export --format NAME` writes: captions, XMP sidecars or one table.
struct ExportFormat {
  std::string name;
  std::string summary;  // for people
  std::variant<CaptionPreset, XmpStyle, TablePreset> what;
};

// Every format, in the order in which they are documented.
const std::vector<ExportFormat>& export_formats();

// Throws Error kUsage naming those there are.
const ExportFormat& find_export_format(std::string_view name);

}  // namespace jtp
