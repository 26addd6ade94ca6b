// SPDX-License-Identifier: Apache-2.0
// make_seeds FOLDER MODEL: writes FOLDER/<fuzz target>/<name>, small well-formed inputs from which libFuzzer
// starts. MODEL is the folder of a model, whose tables are seeds too.
#include <tiffio.h>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include "examples/draw/encode.h"

namespace {

namespace fs = std::filesystem;
using jtp::draw::Pixels;

void write(const fs::path& path, std::string_view bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

// Odd sizes, every channel varies; `alpha` of the first pixel, the others are opaque.
Pixels gradient(std::uint8_t alpha) {
  Pixels pixels{7, 5, {}};
  for (int i = 0; i < pixels.width * pixels.height; ++i) {
    const auto channel = [i](int step) { return static_cast<std::uint8_t>(i * step % 256); };
    pixels.rgba.insert(pixels.rgba.end(), {channel(7), channel(11), channel(29), 255});
  }
  pixels.rgba[3] = alpha;
  return pixels;
}

void write_tiff(const fs::path& path, const Pixels& pixels, std::uint16_t compression) {
  fs::create_directories(path.parent_path());
  TIFF* tiff = TIFFOpen(path.c_str(), "w");
  if (tiff == nullptr) throw std::runtime_error("cannot write " + path.string());
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, pixels.width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, pixels.height);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 4);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression);
  std::uint16_t extra = EXTRASAMPLE_UNASSALPHA;
  TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &extra);
  std::string row;
  for (int y = 0; y < pixels.height; ++y) {
    const auto first = pixels.rgba.begin() + static_cast<std::ptrdiff_t>(y) * pixels.width * 4;
    row.assign(first, first + static_cast<std::ptrdiff_t>(pixels.width) * 4);
    TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y), 0);
  }
  TIFFClose(tiff);
}

std::string little_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text.push_back(static_cast<char>(value >> (8 * i)));
  return text;
}

// 24-bit, rows from the bottom, padded to four bytes.
std::string encode_bmp(const Pixels& pixels) {
  std::string rows;
  for (int y = pixels.height - 1; y >= 0; --y) {
    for (int x = 0; x < pixels.width; ++x) {
      const auto i = static_cast<std::size_t>(y * pixels.width + x) * 4;
      for (const std::size_t channel : {2, 1, 0}) rows.push_back(static_cast<char>(pixels.rgba[i + channel]));
    }
    while (rows.size() % 4 != 0) rows.push_back('\0');
  }
  const std::string info = little_endian(40, 4) + little_endian(static_cast<std::uint64_t>(pixels.width), 4) +
                           little_endian(static_cast<std::uint64_t>(pixels.height), 4) + little_endian(1, 2) +
                           little_endian(24, 2) + std::string(24, '\0');
  return "BM" + little_endian(54 + rows.size(), 4) + std::string(4, '\0') + little_endian(54, 4) + info +
         rows;
}

void write_pictures(const fs::path& folder) {
  const Pixels opaque = gradient(255);
  const Pixels transparent = gradient(0);
  write(folder / "decode_png" / "rgb.png", encode_png(opaque));
  write(folder / "decode_png" / "rgba.png", encode_png(transparent));
  write(folder / "decode_jpeg" / "ycc.jpg", encode_jpeg(opaque));
  write(folder / "decode_webp" / "lossless.webp", encode_webp_lossless(transparent));
  write(folder / "decode_gif" / "transparent.gif", encode_gif(transparent));
  write(folder / "decode_bmp" / "24.bmp", encode_bmp(opaque));
  write_tiff(folder / "decode_tiff" / "plain.tif", transparent, COMPRESSION_NONE);
  write_tiff(folder / "decode_tiff" / "lzw.tif", transparent, COMPRESSION_LZW);
  // The target that sniffs the format starts from all of them.
  for (const char* name : {"png", "jpeg", "webp", "gif", "bmp", "tiff"}) {
    fs::copy(folder / (std::string("decode_") + name), folder / "decode_image",
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  }
}

void write_tables(const fs::path& folder, const fs::path& model) {
  write(folder / "tags_json" / "small.json", R"({"solo": 1, "red fur": 0, "wolf": 2, "^_^": 3})");
  write(folder / "tags_json" / "model.json", read(model / "tags.json"));
  write(folder / "tags_csv" / "model.csv", read(model / "tags.csv"));
  write(folder / "thresholds" / "quoted.csv",
        "tag,threshold,count\nwolf,0.35,12\n\"red_fur\",,7\nsolo,0.2,\"1\"\"\"\n");
  write(folder / "caption" / "plain.txt", "red fur, solo, wolf (species)\n");
  write(folder / "caption" / "escaped.txt", "wolf_\\(species\\), ^_^ ,\n\nmy own words");
}

std::string safetensors(std::string_view header, std::size_t data_bytes) {
  return little_endian(header.size(), 8) + std::string(header) + std::string(data_bytes, '\1');
}

void write_safetensors(const fs::path& folder, const fs::path& model) {
  write(
      folder / "one.safetensors",
      safetensors(
          R"({"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}})", 24));
  write(folder / "two.safetensors", safetensors(R"({"b":{"dtype":"BF16","shape":[2],"data_offsets":[8,12]},)"
                                                R"("a":{"dtype":"F16","shape":[4,1],"data_offsets":[0,8]}})",
                                                12));
  write(folder / "empty.safetensors", safetensors("{}", 0));
  // A real header with its true lengths, though the data is cut off.
  write(folder / "model.safetensors", read(model / "model.safetensors").substr(0, 16384));
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) throw std::runtime_error("usage: make_seeds FOLDER MODEL");
  const fs::path folder = argv[1];
  const fs::path model = argv[2];
  write_pictures(folder);
  write_tables(folder, model);
  write_safetensors(folder / "safetensors", model);
} catch (const std::exception& error) {
  std::fprintf(stderr, "make_seeds: %s\n", error.what());
  return 1;
}
