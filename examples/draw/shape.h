// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

namespace jtp::draw {

// Lengths are in units of the picture's shorter side; the origin is its middle, y points down.
struct Point {
  double x = 0;
  double y = 0;
};

// A set of points: whether it holds one.
using Shape = std::function<bool(Point)>;

Shape ellipse(Point center, Point radii);
Shape circle(Point center, double radius);
Shape rectangle(Point corner, Point opposite);
Shape rounded_rectangle(Point corner, Point opposite, double radius);

// Closed by an edge from the last corner to the first; even-odd where it crosses itself.
Shape polygon(std::vector<Point> corners);

// Five points up, for outer radius `radius`.
Shape five_pointed_star(Point center, double radius);

// The part of a ring of `width` around `center` whose angle (degrees, clockwise from the right) is in [from,
// to].
Shape arc(Point center, double radius, double width, Point from_to_degrees);

Shape unite(std::vector<Shape> shapes);
Shape without(Shape shape, Shape hole);
Shape within(Shape shape, Shape limit);
Shape turned(Shape shape, Point center, double degrees);

}  // namespace jtp::draw
