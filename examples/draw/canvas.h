// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "examples/draw/shape.h"

namespace jtp::draw {

struct Color {
  double red = 0;  // 0...255
  double green = 0;
  double blue = 0;
};

// A colour that changes evenly from the top of the picture to its bottom.
struct Paint {
  Color top;
  Color bottom;
};

// Straight RGBA, 8 bits a channel, rows from the top.
struct Pixels {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgba;
};

// A picture that shapes are painted on, one over the other, with smooth edges; transparent at first.
class Canvas {
 public:
  Canvas(int width, int height);

  void fill(const Shape& shape, const Paint& paint);
  void fill(const Shape& shape, const Color& color) { fill(shape, Paint{color, color}); }

  Pixels pixels() const;

 private:
  // The share of a pixel's area that the shape covers, from samples on a grid.
  double coverage(const Shape& shape, int x, int y) const;

  struct Premultiplied {
    double red = 0, green = 0, blue = 0, alpha = 0;  // colours times alpha; alpha 0...1
  };
  int width_;
  int height_;
  std::vector<Premultiplied> pixels_;
};

}  // namespace jtp::draw
