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

// Raise it whenever the same weights would be packed to other bytes (pack_panel, load_vit_weights) or stand
// under other names: files of other versions are then refused.
inline constexpr int kPackedVersion = 2;

// What the four Linears of a block are multiplied in.
ElementType linear_type(Precision precision);

// Whatever decides on the packed bytes.
struct PackedFormat {
  VitConfig config;
  Precision precision = Precision::kF32;
  BlockTypes types;
  std::int64_t panel = 0;    // Kernels::panel
  std::string model_sha256;  // of the file that the weights come from

  bool operator==(const PackedFormat&) const = default;
};

// The entries of a file's header that say all this.
std::map<std::string, std::string> to_metadata(const PackedFormat& format);

// Whether the file says that it holds packed weights, of any version.
bool is_packed(const SafetensorsFile& file);

// Throws Error kModel naming the file: another version, an entry that is missing or makes no network.
PackedFormat read_packed_format(const SafetensorsFile& file);

}  // namespace jtp
