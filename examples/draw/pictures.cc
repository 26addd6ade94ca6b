// SPDX-License-Identifier: Apache-2.0
#include "examples/draw/pictures.h"

#include <utility>

namespace jtp::draw {

namespace {

constexpr Color kWhite{255, 255, 255};
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
  canvas.fill(within(mouth, rectangle({-0.3, 0.08}, {0.3, 0.15})), kWhite);
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

Canvas draw_cat_face() {
  Canvas canvas(256, 256);
  const Paint fur{{255, 205, 80}, {250, 175, 50}};
  canvas.fill(mirrored(polygon({{0.12, -0.28}, {0.4, -0.47}, {0.44, -0.02}})), fur);
  canvas.fill(mirrored(polygon({{0.2, -0.27}, {0.36, -0.38}, {0.39, -0.12}})), Color{240, 140, 130});
  canvas.fill(ellipse({0, 0.07}, {0.46, 0.38}), fur);
  canvas.fill(mirrored(ellipse({0.19, -0.01}, {0.05, 0.08})), kInk);
  canvas.fill(polygon({{-0.05, 0.13}, {0.05, 0.13}, {0, 0.19}}), Color{225, 95, 110});
  canvas.fill(mirrored(arc({0.07, 0.18}, 0.07, 0.025, {10, 175})), kInk);
  canvas.fill(mirrored(turned(rectangle({0.26, 0.135}, {0.47, 0.15}), {0.26, 0.14}, -8)), kInk);
  canvas.fill(mirrored(turned(rectangle({0.26, 0.195}, {0.47, 0.21}), {0.26, 0.2}, 8)), kInk);
  return canvas;
}

Canvas draw_apple() {
  Canvas canvas(256, 288);
  canvas.fill(mirrored(ellipse({0.17, 0.1}, {0.27, 0.36})), {{235, 60, 55}, {185, 20, 35}});
  canvas.fill(ellipse({-0.24, -0.05}, {0.06, 0.1}), Color{250, 150, 140});
  canvas.fill(turned(rounded_rectangle({-0.025, -0.42}, {0.025, -0.14}, 0.02), {0, -0.14}, 8),
              Color{110, 70, 40});
  canvas.fill(turned(within(circle({0.16, -0.43}, 0.16), circle({0.16, -0.25}, 0.16)), {0.16, -0.34}, -15),
              Color{100, 175, 60});
  return canvas;
}

Canvas draw_car() {
  Canvas canvas(320, 240);
  canvas.fill(everywhere(), kWhite);
  canvas.fill(polygon({{-0.4, -0.02}, {-0.25, -0.28}, {0.2, -0.28}, {0.36, -0.02}}),
              {{70, 140, 220}, {50, 110, 200}});
  canvas.fill(polygon({{-0.3, -0.03}, {-0.21, -0.22}, {-0.04, -0.22}, {-0.04, -0.03}}), Color{190, 225, 245});
  canvas.fill(polygon({{0.02, -0.03}, {0.02, -0.22}, {0.17, -0.22}, {0.27, -0.03}}), Color{190, 225, 245});
  canvas.fill(rounded_rectangle({-0.6, -0.04}, {0.6, 0.2}, 0.09), {{65, 135, 225}, {40, 90, 180}});
  canvas.fill(rounded_rectangle({0.53, 0.02}, {0.6, 0.1}, 0.03), Color{255, 220, 90});
  canvas.fill(mirrored(circle({0.33, 0.2}, 0.14)), Color{55, 60, 70});
  canvas.fill(mirrored(circle({0.33, 0.2}, 0.07)), Color{200, 205, 210});
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

}  // namespace

// One of each kind of file: transparent and opaque PNG, JPEG, WebP, GIF; square, wide and tall.
std::vector<Picture> draw_pictures() {
  return {{"smiling_face.png", draw_smiling_face()},
          {"heart.webp", draw_heart()},
          {"cat_face.png", draw_cat_face()},
          {"apple.gif", draw_apple()},
          {"car.jpg", draw_car()},
          {"sailboat.png", draw_sailboat()},
          {"flower.webp", draw_flower()},
          {"moon.png", draw_moon()}};
}

}  // namespace jtp::draw
