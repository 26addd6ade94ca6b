// SPDX-License-Identifier: Apache-2.0
#include "examples/draw/shape.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace jtp::draw {

namespace {

constexpr double kRadiansPerDegree = std::numbers::pi / 180;

// The share of a star's outer radius at which two edges of a regular pentagram cross.
constexpr double kPentagramInner = 0.381966;

}  // namespace

Shape ellipse(Point center, Point radii) {
  return [=](Point p) {
    const double x = (p.x - center.x) / radii.x;
    const double y = (p.y - center.y) / radii.y;
    return x * x + y * y <= 1;
  };
}

Shape circle(Point center, double radius) { return ellipse(center, {radius, radius}); }

Shape rectangle(Point corner, Point opposite) { return rounded_rectangle(corner, opposite, 0); }

Shape rounded_rectangle(Point corner, Point opposite, double radius) {
  return [=](Point p) {
    // How far p lies beyond the rectangle that is smaller by the radius.
    const double x = std::max({corner.x + radius - p.x, p.x - (opposite.x - radius), 0.0});
    const double y = std::max({corner.y + radius - p.y, p.y - (opposite.y - radius), 0.0});
    return x * x + y * y <= radius * radius;
  };
}

Shape polygon(std::vector<Point> corners) {
  return [corners = std::move(corners)](Point p) {
    bool inside = false;
    for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
      const Point a = corners[i];
      const Point b = corners[j];
      if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
    }
    return inside;
  };
}

Shape five_pointed_star(Point center, double radius) {
  std::vector<Point> corners;
  for (int i = 0; i < 10; ++i) {
    const double angle = (i * 36 - 90) * kRadiansPerDegree;
    const double r = i % 2 == 0 ? radius : radius * kPentagramInner * 1.15;
    corners.push_back({center.x + r * std::cos(angle), center.y + r * std::sin(angle)});
  }
  return polygon(std::move(corners));
}

Shape arc(Point center, double radius, double width, Point from_to_degrees) {
  return [=](Point p) {
    const double x = p.x - center.x;
    const double y = p.y - center.y;
    if (std::abs(std::hypot(x, y) - radius) > width / 2) return false;
    double degrees = std::atan2(y, x) / kRadiansPerDegree;
    if (degrees < from_to_degrees.x) degrees += 360;
    return degrees <= from_to_degrees.y;
  };
}

Shape unite(std::vector<Shape> shapes) {
  return [shapes = std::move(shapes)](Point p) {
    return std::any_of(shapes.begin(), shapes.end(), [p](const Shape& shape) { return shape(p); });
  };
}

Shape without(Shape shape, Shape hole) {
  return [shape = std::move(shape), hole = std::move(hole)](Point p) { return shape(p) && !hole(p); };
}

Shape within(Shape shape, Shape limit) {
  return [shape = std::move(shape), limit = std::move(limit)](Point p) { return shape(p) && limit(p); };
}

Shape turned(Shape shape, Point center, double degrees) {
  const double c = std::cos(degrees * kRadiansPerDegree);
  const double s = std::sin(degrees * kRadiansPerDegree);
  return [=, shape = std::move(shape)](Point p) {
    const double x = p.x - center.x;
    const double y = p.y - center.y;
    return shape({center.x + c * x + s * y, center.y - s * x + c * y});
  };
}

}  // namespace jtp::draw
