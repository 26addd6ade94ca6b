// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/image_cache.h"

#include <utility>

namespace jtp {
namespace {

std::int64_t bytes_of(int width, int height) { return std::int64_t{4} * width * height; }

}  // namespace

std::shared_ptr<const Image> ImageCache::find(std::int64_t key) const {
  const std::lock_guard lock(mutex_);
  const auto found = images_.find(key);
  return found == images_.end() ? nullptr : found->second;
}

bool ImageCache::has_room(int width, int height) const {
  const std::lock_guard lock(mutex_);
  return bytes_of(width, height) <= capacity_ - bytes_;
}

void ImageCache::keep(std::int64_t key, std::shared_ptr<const Image> image) {
  const std::lock_guard lock(mutex_);
  const std::int64_t size = bytes_of(image->width, image->height);
  if (size > capacity_ - bytes_) return;
  if (images_.emplace(key, std::move(image)).second) bytes_ += size;
}

}  // namespace jtp
