// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "jtp/base/thread_pool.h"
#include "jtp/data/tar_writer.h"
#include "jtp/image/preprocess.h"
#include "jtp/loader/picture_set.h"

namespace jtp {

// A picture that could not be read, decoded or fitted.
struct UnusablePicture {
  std::int64_t post_id = 0;
  Md5 md5{};
  std::string reason;  // one line that begins with the picture's path
};

// Some of the pictures of a set, by their numbers: [begin, end).
struct PictureRange {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

// Adds pictures to an archive, each as MD5.png, fitted to the side of `preprocess` as `jtp tag` and the
// trainer do: 8-bit RGBA, lossless, so that fitting it again changes nothing and the network's input is that
// of the original, bit for bit. What is added does not depend on the number of threads. Returns the pictures
// that cannot be used and are left out. Throws what TarWriter throws, and Error kCancelled.
std::vector<UnusablePicture> add_fitted_pictures(const PictureSet& pictures, PictureRange range,
                                                 const Preprocessor& preprocess, TarWriter& archive,
                                                 ThreadPool& pool, const std::atomic<bool>& cancelled);

}  // namespace jtp
