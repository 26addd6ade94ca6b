// SPDX-License-Identifier: Apache-2.0
#include "cli/tag/heat_map_writer.h"

#include <algorithm>
#include <utility>

#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/base/isa.h"
#include "jtp/image/encode_png.h"
#include "jtp/image/heat_overlay.h"
#include "jtp/image/resample.h"
#include "jtp/image/row_kernels.h"
#include "jtp/tagger/inputs.h"
#include "jtp/tagger/prepare.h"

namespace jtp {
namespace fs = std::filesystem;

namespace {

constexpr int kMaxPixels = 1024;  // per side: the network's input is smaller

int find_tag(const std::string& name, const Vocabulary& vocabulary) {
  std::string underscored = name;
  std::replace(underscored.begin(), underscored.end(), ' ', '_');
  if (const auto index = vocabulary.find(name)) return *index;
  if (const auto index = vocabulary.find(underscored)) return *index;
  fail(ErrorKind::kUsage, "--heatmap: the model has no tag '{}'", name);
}

// The picture that the heat map is drawn on, in its original size or shrunk.
Image shown(const RowSource& rows) {
  const std::int64_t longest = std::max(rows.width, rows.height);
  const auto side = [&](std::int64_t pixels) {
    return static_cast<int>(std::max<std::int64_t>(1, pixels * kMaxPixels / longest));
  };
  if (longest <= kMaxPixels) return read_all(rows);
  return resize_lanczos(rows, side(rows.width), side(rows.height), row_kernels_for(active_isa()));
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_.()+&!").find(c) != std::string_view::npos ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

fs::path heat_map_path(const fs::path& picture, const std::string& tag) {
  std::string name = tag;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !is_plain(c); }, '_');
  return picture.string() + "." + name + std::string(kHeatMapSuffix);
}

HeatMapWriter::HeatMapWriter(HeatMapOptions options, const Tagger& tagger)
    : options_(std::move(options)), tagger_(tagger) {
  for (const std::string& tag : options_.tags) tags_.push_back(find_tag(tag, tagger.vocabulary()));
}

void HeatMapWriter::write(const fs::path& picture, std::span<const float> features) {
  const auto bytes = read_picture_file(picture);
  try {
    write(picture, shown(open_image(bytes, options_.decode)), features);
  } catch (const Error& error) {
    throw with_context(error, picture.string());
  }
}

void HeatMapWriter::write(const fs::path& picture, const Image& image, std::span<const float> features) {
  for (const int tag : tags_) {
    const Image overlay =
        heat_overlay(tagger_.heat_map(features, tag), tagger_.config().grid, image.width, image.height);
    const std::vector<std::byte> png = encode_png(blend(image, overlay));
    write_file_atomically(heat_map_path(picture, tagger_.vocabulary().name(tag)),
                          {reinterpret_cast<const char*>(png.data()), png.size()});
    ++written_;
  }
}

}  // namespace jtp
