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
  std::string reason;  // one line that begins with the path of the picture
};

// Pictures [begin, end) of a set.
struct PictureRange {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

// Adds pictures to an archive, each as MD5.png. They are fitted to the side of `preprocess` like in `jtp tag`
// and the trainer and stored as lossless 8-bit RGBA. So fitting them again changes nothing, and the network's
// input equals that of the original, bit for bit. The result does not depend on the number of threads.
// Returns the unusable pictures, which are skipped. Throws what TarWriter throws, and Error kCancelled.
std::vector<UnusablePicture> add_fitted_pictures(const PictureSet& pictures, PictureRange range,
                                                 const Preprocessor& preprocess, TarWriter& archive,
                                                 ThreadPool& pool, const std::atomic<bool>& cancelled);

}  // namespace jtp
