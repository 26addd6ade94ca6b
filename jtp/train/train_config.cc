// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/train_config.h"

#include "jtp/base/error.h"

namespace jtp {

VitConfig network_sizes(const NetworkConfig& network, int tags) {
  if (network.patch_size > network.image_size) {
    fail(ErrorKind::kUsage, "model.patch_size ({}) is greater than model.image_size ({})", network.patch_size,
         network.image_size);
  }
  if (network.width % network.heads != 0) {
    fail(ErrorKind::kUsage, "model.width ({}) is not a multiple of model.heads ({})", network.width,
         network.heads);
  }
  VitConfig sizes;
  sizes.image_size = network.image_size;
  sizes.patch_size = network.patch_size;
  sizes.grid = network.image_size / network.patch_size;
  sizes.tokens = sizes.grid * sizes.grid;
  sizes.width = network.width;
  sizes.depth = network.depth;
  sizes.heads = network.heads;
  sizes.mlp_width = network.mlp_width;
  sizes.num_tags = tags;
  sizes.head = network.head;
  return sizes;
}

}  // namespace jtp
