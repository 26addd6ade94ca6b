// SPDX-License-Identifier: Apache-2.0
#include "examples/draw/pictures.h"

#include <utility>

namespace jtp::draw {

namespace {

constexpr Color kInk{60, 45, 40};

Shape everywhere() {
  return [](Point) { return true; };
}

Shape mirrored(const Shape& shape) {
  return unite({shape, [shape](Point p) { return shape({-p.x, p.y}); }});
}

Canvas draw_smiling_face() {
  Canvas canvas(256, 256);
  canvas.fill(circle({0, 0}, 0.47), {{255, 222, 80}, {250, 180, 40}});
  canvas.fill(mirrored(ellipse({0.16, -0.1}, {0.055, 0.085})), kInk);
  const Shape mouth = within(circle({0, 0.06}, 0.28), rectangle({-0.3, 0.08}, {0.3, 0.4}));
  canvas.fill(mouth, Color{110, 40, 30});
  canvas.fill(within(mouth, rectangle({-0.3, 0.08}, {0.3, 0.15})), Color{255, 255, 255});
  canvas.fill(within(mouth, ellipse({0, 0.34}, {0.14, 0.1})), Color{235, 90, 100});
  return canvas;
}

Canvas draw_heart() {
  Canvas canvas(240, 240);
  const Shape lobes = mirrored(circle({0.225, -0.16}, 0.245));
  const Shape point = polygon({{-0.432, -0.03}, {0, -0.2}, {0.432, -0.03}, {0, 0.45}});
  canvas.fill(unite({lobes, point}), {{240, 55, 70}, {200, 20, 45}});
  return canvas;
}

Canvas draw_bear() {
  Canvas canvas(256, 256);
  const Paint fur{{185, 120, 75}, {150, 90, 55}};
  canvas.fill(mirrored(circle({0.33, -0.31}, 0.14)), fur);
  canvas.fill(mirrored(circle({0.33, -0.31}, 0.08)), Color{230, 170, 130});
  canvas.fill(ellipse({0, 0.05}, {0.45, 0.41}), fur);
  canvas.fill(ellipse({0, 0.21}, {0.2, 0.17}), Color{235, 195, 160});
  canvas.fill(mirrored(ellipse({0.17, -0.02}, {0.045, 0.055})), kInk);
  canvas.fill(ellipse({0, 0.13}, {0.085, 0.06}), kInk);
  canvas.fill(mirrored(arc({0.055, 0.23}, 0.055, 0.025, {10, 175})), kInk);
  return canvas;
}

// Flat colours of the web-safe cube, so that the GIF shows them as they are.
Canvas draw_apple() {
  Canvas canvas(256, 288);
  const Shape lobes = mirrored(ellipse({0.16, 0.08}, {0.27, 0.35}));
  canvas.fill(unite({lobes, ellipse({0, 0.14}, {0.2, 0.3})}), Color{204, 51, 51});
  canvas.fill(turned(ellipse({-0.25, -0.05}, {0.05, 0.1}), {-0.25, -0.05}, 15), Color{255, 153, 153});
  canvas.fill(turned(rounded_rectangle({-0.025, -0.44}, {0.025, -0.14}, 0.02), {0, -0.14}, 8),
              Color{102, 51, 0});
  canvas.fill(turned(within(circle({0.16, -0.43}, 0.16), circle({0.16, -0.25}, 0.16)), {0.16, -0.34}, -15),
              Color{102, 153, 51});
  return canvas;
}

Canvas draw_car() {
  Canvas canvas(320, 200);
  const Paint body{{235, 80, 70}, {195, 40, 45}};
  canvas.fill(polygon({{-0.46, 0.0}, {-0.3, -0.4}, {0.24, -0.4}, {0.44, 0.0}}), body);
  canvas.fill(polygon({{-0.35, -0.02}, {-0.25, -0.33}, {-0.05, -0.33}, {-0.05, -0.02}}),
              Color{190, 225, 245});
  canvas.fill(polygon({{0.01, -0.02}, {0.01, -0.33}, {0.2, -0.33}, {0.35, -0.02}}), Color{190, 225, 245});
  canvas.fill(rounded_rectangle({-0.76, -0.04}, {0.76, 0.3}, 0.12), body);
  canvas.fill(rounded_rectangle({0.66, 0.03}, {0.76, 0.14}, 0.04), Color{255, 220, 90});
  canvas.fill(rounded_rectangle({-0.76, 0.03}, {-0.7, 0.14}, 0.03), Color{225, 60, 50});
  canvas.fill(mirrored(circle({0.44, 0.29}, 0.18)), Color{50, 55, 65});
  canvas.fill(mirrored(circle({0.44, 0.29}, 0.09)), Color{200, 205, 210});
  return canvas;
}

Canvas draw_sailboat() {
  Canvas canvas(240, 300);
  canvas.fill(rectangle({-0.015, -0.55}, {0.015, 0.3}), Color{130, 90, 60});
  canvas.fill(polygon({{0.03, -0.55}, {0.42, 0.18}, {0.03, 0.18}}), {{255, 255, 255}, {215, 225, 235}});
  canvas.fill(polygon({{-0.03, -0.42}, {-0.32, 0.18}, {-0.03, 0.18}}), {{235, 80, 70}, {200, 45, 50}});
  canvas.fill(polygon({{-0.44, 0.25}, {0.44, 0.25}, {0.3, 0.45}, {-0.3, 0.45}}), Color{150, 95, 60});
  canvas.fill(rectangle({-0.5, 0.42}, {0.5, 0.6}), {{90, 180, 235}, {50, 130, 205}});
  return canvas;
}

Canvas draw_flower() {
  Canvas canvas(256, 256);
  canvas.fill(rounded_rectangle({-0.025, 0.05}, {0.025, 0.48}, 0.02), Color{80, 150, 60});
  canvas.fill(mirrored(turned(ellipse({0.13, 0.36}, {0.12, 0.05}), {0.13, 0.36}, -30)), Color{95, 170, 70});
  for (int i = 0; i < 5; ++i) {
    canvas.fill(turned(ellipse({0, -0.33}, {0.13, 0.15}), {0, -0.13}, i * 72),
                {{255, 170, 200}, {240, 110, 160}});
  }
  canvas.fill(circle({0, -0.13}, 0.1), Color{255, 210, 70});
  return canvas;
}

Canvas draw_moon() {
  Canvas canvas(256, 256);
  canvas.fill(everywhere(), {{25, 35, 80}, {50, 60, 120}});
  canvas.fill(without(circle({0.02, 0}, 0.4), circle({0.2, -0.08}, 0.34)), {{255, 230, 130}, {250, 200, 80}});
  canvas.fill(five_pointed_star({0.22, -0.12}, 0.1), Color{255, 240, 190});
  return canvas;
}

Canvas draw_tree() {
  Canvas canvas(256, 288);
  canvas.fill(rounded_rectangle({-0.07, 0.1}, {0.07, 0.55}, 0.02), Color{130, 90, 60});
  canvas.fill(unite({circle({0, -0.28}, 0.25), circle({-0.22, -0.05}, 0.24), circle({0.22, -0.05}, 0.24),
                     circle({0, 0.05}, 0.25)}),
              {{120, 190, 80}, {60, 130, 50}});
  return canvas;
}

}  // namespace

// One of each kind of file: transparent and opaque PNG, JPEG, WebP, GIF; square, wide and tall.
std::vector<Picture> draw_pictures() {
  return {{"smiling_face.png", draw_smiling_face()},
          {"heart.webp", draw_heart()},
          {"bear.png", draw_bear()},
          {"apple.gif", draw_apple()},
          {"car.png", draw_car()},
          {"sailboat.png", draw_sailboat()},
          {"flower.webp", draw_flower()},
          {"moon.jpg", draw_moon()},
          {"tree.png", draw_tree()}};
}

}  // namespace jtp::draw
