// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "jtp/output/caption.h"

namespace jtp {

// What a sidecar is called.
enum class SidecarName {
  kStem,      // a.png -> a.txt
  kFullName,  // a.png -> a.png.txt
};

// How the captions of another program look.
struct CaptionPreset {
  std::string_view name;     // "kohya"
  std::string_view summary;  // for people
  CaptionStyle style;
  SidecarName sidecar = SidecarName::kStem;
  std::string extension = ".txt";
};

// kohya, sd, hydrus, e621, postybirb, jtp3 (docs/formats.md, "Presets").
std::span<const CaptionPreset> caption_presets();

// Where the sidecar of `picture` belongs: beside it. Throws what caption_path() throws.
std::filesystem::path sidecar_path(const std::filesystem::path& picture, SidecarName name,
                                   std::string_view extension);

}  // namespace jtp
