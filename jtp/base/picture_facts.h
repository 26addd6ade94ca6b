// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace jtp {

// Which picture it is, and how large: what every record about a picture begins with.
struct PictureFacts {
  std::string sha256{};  // of the file's bytes, lower-case hexadecimal
  int width = 0;         // pixels, of the picture in the file
  int height = 0;
};

}  // namespace jtp
