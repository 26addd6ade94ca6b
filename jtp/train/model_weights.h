// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "jtp/files/safetensors.h"
#include "jtp/train/vit_module.h"

namespace jtp {

// Which tensors of a file belong to the picture's tower: timm's names are used as they are; open_clip writes
// them as "visual.trunk.NAME", beside those of the text tower.
std::string_view backbone_prefix(const SafetensorsFile& file);

// Sets every parameter but the head from `file`, widened or rounded to the module's element type. Throws
// Error kModel naming file and tensor: missing, another shape, an element that is not finite.
void load_backbone(const VitModule& module, const SafetensorsFile& file);

// Sets the rows of the head for tags that the file's model knows too; `source_of_tag`: [K], its row there, or
// -1 for tags that keep what they have. Returns how many were set. A file without a head sets none; one with
// the other kind of head is an Error kModel.
int load_head(const VitModule& module, const SafetensorsFile& file, const std::vector<int>& source_of_tag);

}  // namespace jtp
