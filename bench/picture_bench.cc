// SPDX-License-Identifier: Apache-2.0
// picture_bench FILE [REPEATS]
//
// Prints the processor time from the bytes of a picture file to its RGBA fitted to 384 pixels, as one line
// "MILLISECONDS ..." for the repeats, and the SHA-256 of the result. bench/compare_pillow.py runs it.
#include <fmt/core.h>

#include <ctime>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "jtp/base/digest.h"
#include "jtp/image/decode.h"
#include "jtp/image/preprocess.h"

namespace {

void run(const std::string& file, int repeats) {
  std::ifstream in(file, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  const auto bytes = std::as_bytes(std::span(content));
  const jtp::Preprocessor preprocessor(384);
  jtp::Image fitted;
  for (int i = 0; i < repeats; ++i) {
    const std::clock_t start = std::clock();
    fitted = preprocessor.fit(jtp::open_image(bytes));
    fmt::print("{:.2f} ", 1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  fmt::print("\n{}\n", jtp::sha256_hex(std::as_bytes(std::span(fitted.rgba))));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: picture_bench FILE [REPEATS]\n");
    return 2;
  }
  try {
    run(argv[1], argc > 2 ? std::stoi(argv[2]) : 5);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "picture_bench: {}\n", error.what());
    return 1;
  }
}
