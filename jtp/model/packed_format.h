// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "jtp/files/safetensors.h"
#include "jtp/model/activations.h"
#include "jtp/model/config.h"
#include "jtp/model/engine.h"

namespace jtp {

// Increase it whenever the same weights are packed to other bytes (pack_panel, load_vit_weights) or stored
// under other names: files of other versions are refused.
inline constexpr int kPackedVersion = 2;

// The element type in which the four Linears of a block are multiplied.
ElementType linear_type(Precision precision);

// Everything that determines the packed bytes.
struct PackedFormat {
  VitConfig config;
  Precision precision = Precision::kF32;
  BlockTypes types;
  std::int64_t panel = 0;    // Kernels::panel
  std::string model_sha256;  // of the file that the weights come from

  bool operator==(const PackedFormat&) const = default;
};

// The format as entries of a file's header.
std::map<std::string, std::string> to_metadata(const PackedFormat& format);

// Whether the file's header declares packed weights of any version.
bool is_packed(const SafetensorsFile& file);

// Throws Error kModel naming the file if the version is another, or an entry is missing or invalid.
PackedFormat read_packed_format(const SafetensorsFile& file);

}  // namespace jtp
