// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace jtp {

// The identity and size of a picture, for every record about it.
struct PictureFacts {
  std::string sha256{};  // of the file's bytes, lower-case hexadecimal
  int width = 0;         // pixels, of the picture in the file
  int height = 0;
};

}  // namespace jtp
