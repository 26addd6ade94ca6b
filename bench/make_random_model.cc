// SPDX-License-Identifier: Apache-2.0
// make_random_model so400m|tiny FOLDER [SEED]
//
// Writes a model of the published size with random weights (jtp/model/random_model.h), for other programs and
// for what `jtp bench --random` does not show. `tiny` is the same with two small blocks.
#include <fmt/core.h>

#include <cstdio>
#include <string>

#include "jtp/model/random_model.h"

int main(int argc, char** argv) {
  const std::string size = argc > 1 ? argv[1] : "";
  if (argc < 3 || argc > 4 || (size != "so400m" && size != "tiny")) {
    std::fputs("usage: make_random_model so400m|tiny FOLDER [SEED]\n", stderr);
    return 2;
  }
  try {
    jtp::write_random_model(size == "tiny" ? jtp::RandomModelSize::kTiny : jtp::RandomModelSize::kSo400m,
                            argc > 3 ? std::stoul(argv[3]) : 1, argv[2]);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "make_random_model: {}\n", error.what());
    return 1;
  }
}
