// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "jtp/image/preprocess.h"
#include "jtp/image/row_source.h"
#include "jtp/loader/counter_random.h"
#include "jtp/loader/warp.h"

namespace jtp {

// How a training picture may differ from the network's usual input: only in ways that keep its tags true. Hue
// is not changed, because some tags name colours. Nothing is cut off unless max_scale is above 1.
struct Augmentation {
  double min_scale = 0.85;    // the longest side is fitted to S times a number in [min_scale, max_scale] ...
  double max_scale = 1.0;     // ... above 1, the borders are cut off; 0.1 to 2
  double shift = 1.0;         // share of the room around the picture (or of what sticks out) that is used; 0:
                              // centred
  double flip_chance = 0.5;   // mirrored left to right, if the tags allow it
  double brightness = 0.1;    // factor in [1 - x, 1 + x]
  double contrast = 0.1;      // the same, around middle grey
  double jpeg_chance = 0.25;  // compressed as JPEG at its final size ...
  int min_quality = 70;       // ... with a quality in [min_quality, 100]

  // Off by default, for small sets; note that "lying" and "tall" are tags too.
  double turn = 0;     // degrees to either side, 0 to 45
  double stretch = 0;  // wider or narrower by a factor of up to 1 + x; x is 0 to 1
};

// Throws Error kUsage naming the first number that is out of range.
void check(const Augmentation& augmentation);

enum class Mirroring { kAllowed, kForbidden };

// The changes to one picture.
struct AugmentationDraw {
  int side = 0;         // length of the fitted longest side, pixels
  double across = 0.5;  // 0: at the left, 1: at the right
  double down = 0.5;    // 0: at the top, 1: at the bottom
  bool flipped = false;
  double brightness = 1;
  double contrast = 1;
  std::optional<int> jpeg_quality = {};
  Warp warp = {};
};

// Always consumes the same number of random numbers. `side`: S, pixels.
AugmentationDraw draw_augmentation(const Augmentation& augmentation, int side, Mirroring mirroring,
                                   SampleRandom& random);

// fit, warp, mirror, colours, JPEG, to_pixels: the steps of `preprocess` with the drawn changes between them.
// `pixels`: 3 * S * S floats, planes R, G, B. Throws what Preprocessor::fit() throws.
void augment(const RowSource& rows, const AugmentationDraw& draw, const Preprocessor& preprocess,
             std::span<float> pixels);

}  // namespace jtp
