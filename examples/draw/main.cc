// SPDX-License-Identifier: Apache-2.0
// draw_examples FOLDER: draws the pictures of examples/ into FOLDER, in the format that each name ends with.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "examples/draw/encode.h"
#include "examples/draw/pictures.h"

namespace {

std::string encode(const std::filesystem::path& file, const jtp::draw::Pixels& pixels) {
  if (file.extension() == ".jpg") return jtp::draw::encode_jpeg(pixels);
  if (file.extension() == ".webp") return jtp::draw::encode_webp_lossless(pixels);
  if (file.extension() == ".gif") return jtp::draw::encode_gif(pixels);
  return jtp::draw::encode_png(pixels);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) throw std::runtime_error("usage: draw_examples FOLDER");
  for (const jtp::draw::Picture& picture : jtp::draw::draw_pictures()) {
    const std::filesystem::path path = std::filesystem::path(argv[1]) / picture.file;
    std::ofstream file(path, std::ios::binary);
    file << encode(path, picture.canvas.pixels());
    if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
  }
} catch (const std::exception& error) {
  std::fprintf(stderr, "draw_examples: %s\n", error.what());
  return 1;
}
