// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "jtp/files/safetensors.h"
#include "jtp/train/vit_module.h"

namespace jtp {

// The prefix of the image tower's tensors in a file: empty for timm's names, "visual.trunk." for open_clip,
// whose files also contain the text tower.
std::string_view backbone_prefix(const SafetensorsFile& file);

// Sets every parameter except the head from `file`, converted to the module's element type. Throws Error
// kModel naming file and tensor for a tensor that is missing, has the wrong shape, or has an element that is
// not finite.
void load_backbone(const VitModule& module, const SafetensorsFile& file);

// Sets the rows of the head for the tags that the file's model also has. `source_of_tag`: [K], the row in the
// file, or -1 to keep the tag's current row. Returns the number of rows set: 0 for a file without a head. A
// file with the other kind of head is an Error kModel.
int load_head(const VitModule& module, const SafetensorsFile& file, const std::vector<int>& source_of_tag);

}  // namespace jtp
