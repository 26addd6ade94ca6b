// SPDX-License-Identifier: Apache-2.0
#include "tests/support/draw.h"

#include <cstddef>
#include <cstdint>
#include <random>

namespace jtp::test {
namespace {

void append_le(std::string& bytes, std::uint32_t value, int count) {
  for (int i = 0; i < count; ++i) bytes.push_back(static_cast<char>(value >> (8 * i)));
}

// BITMAPFILEHEADER and BITMAPINFOHEADER; rows from the bottom, each padded to 4 bytes.
std::string bmp_header(PictureSize size, std::uint32_t pixel_bytes) {
  constexpr std::uint32_t kHeaderBytes = 54;
  std::string bytes = "BM";
  append_le(bytes, kHeaderBytes + pixel_bytes, 4);
  append_le(bytes, 0, 4);
  append_le(bytes, kHeaderBytes, 4);
  append_le(bytes, 40, 4);
  append_le(bytes, static_cast<std::uint32_t>(size.width), 4);
  append_le(bytes, static_cast<std::uint32_t>(size.height), 4);
  append_le(bytes, 1, 2);
  append_le(bytes, 24, 2);
  append_le(bytes, 0, 4);
  append_le(bytes, pixel_bytes, 4);
  for (int i = 0; i < 4; ++i) append_le(bytes, 0, 4);
  return bytes;
}

}  // namespace

std::string draw_bmp(unsigned seed, PictureSize size) {
  std::mt19937 random(seed);
  const std::uint32_t ground = random() & 0xFFFFFF;
  const std::uint32_t disc = random() & 0xFFFFFF;
  const int x0 = static_cast<int>(random() % static_cast<unsigned>(size.width));
  const int y0 = static_cast<int>(random() % static_cast<unsigned>(size.height));
  const int radius = 1 + size.height / 3;

  const int padding = (4 - size.width * 3 % 4) % 4;
  std::string bytes = bmp_header(size, static_cast<std::uint32_t>((size.width * 3 + padding) * size.height));
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      const bool inside = (x - x0) * (x - x0) + (y - y0) * (y - y0) < radius * radius;
      append_le(bytes, inside ? disc : ground, 3);
    }
    bytes.append(static_cast<std::size_t>(padding), '\0');
  }
  return bytes;
}

}  // namespace jtp::test
