// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/export_format.h"

#include <algorithm>

#include "jtp/base/error.h"

namespace jtp {
namespace {

std::vector<ExportFormat> make_formats() {
  std::vector<ExportFormat> formats;
  for (const CaptionPreset& preset : caption_presets())
    formats.push_back({std::string(preset.name), std::string(preset.summary), preset});
  formats.push_back({"xmp", "name.ext.xmp for photo managers: dc:subject and two hierarchies", XmpStyle{}});
  formats.push_back({"jsonl", "one object per picture, with scores", TablePreset{TableFormat::kJsonLines}});
  formats.push_back({"csv-long", "rows file,tag,category,score", TablePreset{TableFormat::kCsvLong}});
  formats.push_back({"csv-wide", "a row per picture, a column per tag, like JTP-3's script",
                     TablePreset{TableFormat::kCsvWide}});
  formats.push_back(
      {"kohya-json", "the metadata file of kohya's trainers", TablePreset{TableFormat::kKohyaJson}});
  formats.push_back({"hf-metadata", "metadata.jsonl of a Hugging Face image folder",
                     TablePreset{TableFormat::kHfMetadata}});
  return formats;
}

}  // namespace

const std::vector<ExportFormat>& export_formats() {
  static const std::vector<ExportFormat> formats = make_formats();
  return formats;
}

const ExportFormat& find_export_format(std::string_view name) {
  const auto& formats = export_formats();
  const auto found = std::find_if(formats.begin(), formats.end(),
                                  [name](const ExportFormat& format) { return format.name == name; });
  if (found != formats.end()) return *found;
  std::string names;
  for (const ExportFormat& format : formats) names += (names.empty() ? "" : ", ") + format.name;
  fail(ErrorKind::kUsage, "--format {}: unknown format; choose one of {}", name, names);
}

}  // namespace jtp
