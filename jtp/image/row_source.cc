// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/row_source.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

namespace jtp {

RowSource rows_of(const Image& image) {
  const std::size_t row_bytes = static_cast<std::size_t>(image.width) * 4;
  const auto next = [rest = std::span(image.rgba), row_bytes]() mutable {
    const auto row = rest.first(row_bytes);
    rest = rest.subspan(row_bytes);
    return row;
  };
  return {image.width, image.height, Opacity::kUnknown, next};
}

RowSource rows_of(Image&& image) {
  const auto kept = std::make_shared<const Image>(std::move(image));
  RowSource rows = rows_of(*kept);
  rows.next_row = [kept, next = std::move(rows.next_row)] { return next(); };
  return rows;
}

Image read_all(const RowSource& rows) {
  Image image{rows.width, rows.height, {}};
  const std::size_t row_bytes = static_cast<std::size_t>(rows.width) * 4;
  image.rgba.reserve(static_cast<std::size_t>(rows.height) * row_bytes);
  for (int y = 0; y < rows.height; ++y) {
    const auto row = rows.next_row();
    image.rgba.insert(image.rgba.end(), row.begin(), row.end());
  }
  return image;
}

}  // namespace jtp
