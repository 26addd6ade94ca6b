// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/png_scanlines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "jtp/base/error.h"
#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

std::string big_endian(std::uint32_t value) {
  std::string bytes(4, '\0');
  for (std::size_t i = 0; i < 4; ++i) bytes[i] = static_cast<char>(value >> (24 - 8 * i));
  return bytes;
}

std::uint32_t crc32_of(const std::string& bytes) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int k = 0; k < 8; ++k) crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1u)));
  }
  return ~crc;
}

std::string chunk(const std::string& type, const std::string& data) {
  return big_endian(static_cast<std::uint32_t>(data.size())) + type + data +
         big_endian(crc32_of(type + data));
}

// A zlib stream of stored (uncompressed) blocks.
std::string stored(const std::string& data) {
  std::uint32_t a = 1, b = 0;
  std::string stream = "\x78\x01";
  for (std::size_t at = 0; at < data.size(); at += 1000) {
    const std::string block = data.substr(at, 1000);
    const auto size = static_cast<unsigned>(block.size());
    stream += at + 1000 >= data.size() ? '\1' : '\0';
    for (const unsigned word : {size, ~size}) {
      stream += static_cast<char>(word & 0xFFu);
      stream += static_cast<char>(word >> 8 & 0xFFu);
    }
    stream += block;
  }
  for (const char c : data) {
    a = (a + static_cast<std::uint8_t>(c)) % 65521;
    b = (b + a) % 65521;
  }
  return stream + big_endian(b << 16 | a);
}

constexpr PngLayout kLayout = {.row_bytes = 300, .pixel_bytes = 3, .rows = 500};

// 500 rows, more than one block, alternately unfiltered and filtered "up" with ones: byte = row / 2 + ones.
std::string pixels() {
  std::string data;
  for (int y = 0; y < kLayout.rows; ++y) {
    data += static_cast<char>(y % 2 == 0 ? 0 : 2);
    data += std::string(kLayout.row_bytes, static_cast<char>(y % 2 == 0 ? y / 2 : 1));
  }
  return data;
}

void read_rows(const std::string& chunks) {
  const auto next = png_scanlines(test::as_bytes(chunks), kLayout);
  for (int y = 0; y < kLayout.rows; ++y) {
    const auto row = next();
    ASSERT_EQ(row.size(), kLayout.row_bytes);
    const auto expected = static_cast<std::uint8_t>(y / 2 + y % 2);
    ASSERT_TRUE(std::all_of(row.begin(), row.end(), [&](std::uint8_t byte) { return byte == expected; }))
        << y;
  }
}

void expect_invalid(const std::string& chunks, const std::string& message) {
  test::expect_error(ErrorKind::kInvalidInput, message, [&] { read_rows(chunks); });
}

TEST(PngScanlines, DoNotDependOnHowTheStreamIsDividedIntoChunks) {
  const std::string stream = stored(pixels());
  for (const std::size_t size : {std::size_t{1}, std::size_t{7}, std::size_t{8192}, stream.size()}) {
    std::string chunks;
    for (std::size_t at = 0; at < stream.size(); at += size) chunks += chunk("IDAT", stream.substr(at, size));
    SCOPED_TRACE(size);
    read_rows(chunks + chunk("IEND", ""));
  }
}

TEST(PngScanlines, EmptyChunksAreSkipped) {
  const std::string stream = stored(pixels());
  read_rows(chunk("IDAT", "") + chunk("IDAT", stream.substr(0, 9)) + chunk("IDAT", "") +
            chunk("IDAT", stream.substr(9)) + chunk("IEND", ""));
}

TEST(PngScanlines, MissingDataIsAnError) {
  const std::string stream = stored(pixels());
  expect_invalid(chunk("IEND", ""), "not enough image data");
  expect_invalid(chunk("IDAT", stream.substr(0, stream.size() / 2)) + chunk("IEND", ""),
                 "not enough image data");
  expect_invalid(chunk("IDAT", stored(pixels().substr(0, pixels().size() - 1))) + chunk("IEND", ""),
                 "not enough image data");
  // All pixels are present, but the end of the stream is missing.
  expect_invalid(chunk("IDAT", stream.substr(0, stream.size() - 2)) + chunk("IEND", ""),
                 "not enough image data");
  expect_invalid("", "truncated");
  expect_invalid(chunk("IDAT", stream).substr(0, stream.size()), "truncated");
}

TEST(PngScanlines, IgnoresDataAfterTheLastPixel) {
  read_rows(chunk("IDAT", stored(pixels() + "surplus")) + chunk("IEND", ""));
}

TEST(PngScanlines, DamageIsAnError) {
  std::string wrong_checksum = chunk("IDAT", stored(pixels()));
  wrong_checksum[1000] ^= 1;
  expect_invalid(wrong_checksum, "wrong checksum");
  expect_invalid(chunk("IDAT", "no zlib stream"), "incorrect header check");
  std::string unknown_filter = pixels();
  unknown_filter[0] = 7;
  expect_invalid(chunk("IDAT", stored(unknown_filter)), "filter 7");
}

}  // namespace
}  // namespace jtp
