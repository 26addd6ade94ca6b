// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "jtp/image/image.h"

namespace jtp {

// Decoded pictures of a small set, kept until their pixels take `capacity` bytes; later ones are not kept.
// Nothing is ever evicted: every epoch reads everything once, so an evicted picture would be needed again.
// Safe to use from any number of threads.
class ImageCache {
 public:
  explicit ImageCache(std::int64_t capacity) : capacity_(capacity) {}

  // Nothing if the picture was not kept.
  std::shared_ptr<const Image> find(std::int64_t key) const;

  // Whether a picture of this size would be kept now.
  bool has_room(int width, int height) const;
  void keep(std::int64_t key, std::shared_ptr<const Image> image);

 private:
  const std::int64_t capacity_;
  mutable std::mutex mutex_;
  std::int64_t bytes_ = 0;
  std::unordered_map<std::int64_t, std::shared_ptr<const Image>> images_;
};

}  // namespace jtp
