// SPDX-License-Identifier: Apache-2.0
#include "jtp/loader/fitted_shard.h"

#include <algorithm>
#include <cstddef>
#include <new>
#include <variant>

#include "jtp/base/error.h"
#include "jtp/image/decode.h"
#include "jtp/image/encode_png.h"

namespace jtp {
namespace {

constexpr std::int64_t kAtOnce = 64;  // pictures in memory at a time, as PNG

using Png = std::vector<std::byte>;

// The picture as PNG, or the reason why it is unusable.
std::variant<Png, std::string> fitted(const PictureSet& pictures, std::int64_t number,
                                      const Preprocessor& preprocess) {
  const std::string name = pictures.path(number).string();
  try {
    const std::vector<std::byte> bytes = pictures.read(number);
    return encode_png(preprocess.fit(open_image(bytes, {})));
  } catch (const Error& error) {
    return std::string(error.what()).starts_with(name) ? error.what() : name + ": " + error.what();
  } catch (const std::bad_alloc&) {
    return name + ": not enough memory for this picture";
  }
}

}  // namespace

std::vector<UnusablePicture> add_fitted_pictures(const PictureSet& pictures, PictureRange range,
                                                 const Preprocessor& preprocess, TarWriter& archive,
                                                 ThreadPool& pool, const std::atomic<bool>& cancelled) {
  std::vector<UnusablePicture> unusable;
  std::vector<std::variant<Png, std::string>> results(kAtOnce);
  for (std::int64_t begin = range.begin; begin < range.end; begin += kAtOnce) {
    const std::int64_t count = std::min(kAtOnce, range.end - begin);
    pool.parallel_for(count, [&](std::int64_t i, int) {
      if (!cancelled) results[static_cast<std::size_t>(i)] = fitted(pictures, begin + i, preprocess);
    });
    if (cancelled) fail(ErrorKind::kCancelled, "fitting pictures was stopped");
    for (std::int64_t i = 0; i < count; ++i) {
      const Sample sample = pictures.manifest().sample(pictures.sample(begin + i));
      const auto& result = results[static_cast<std::size_t>(i)];
      if (const auto* png = std::get_if<Png>(&result)) {
        archive.add(to_string(sample.md5) + ".png", *png);
      } else {
        unusable.push_back({sample.post_id, sample.md5, std::get<std::string>(result)});
      }
    }
  }
  return unusable;
}

}  // namespace jtp
