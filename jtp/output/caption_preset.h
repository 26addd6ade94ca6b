// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "jtp/output/caption.h"

namespace jtp {

// How a sidecar is named.
enum class SidecarName {
  kStem,      // a.png -> a.txt
  kFullName,  // a.png -> a.png.txt
};

// The caption style of another program.
struct CaptionPreset {
  std::string_view name;     // "kohya"
  std::string_view summary;  // for people
  CaptionStyle style;
  SidecarName sidecar = SidecarName::kStem;
  std::string extension = ".txt";
};

// kohya, sd, hydrus, e621, postybirb, jtp3 (docs/formats.md, "Presets").
std::span<const CaptionPreset> caption_presets();

// The path of the sidecar of `picture`, in the same folder. Throws what caption_path() throws.
std::filesystem::path sidecar_path(const std::filesystem::path& picture, SidecarName name,
                                   std::string_view extension);

}  // namespace jtp
