// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/published.h"

#include <fmt/core.h>

#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>

#include "jtp/base/digest.h"

namespace jtp {
namespace {

constexpr std::string_view kJtpPilotTags = "d436a8d4e98c42906a65616cc6bc1a47e155bc3b79d22f48093178ce98980fb7";

struct Block {
  TagCategory category;
  std::size_t size;
};

// The list has one block per category, each sorted by falling number of posts: 0-7711, 7712-7734, 7735-8948,
// 8949-9082.
constexpr std::array<Block, 4> kJtpPilotBlocks = {{{TagCategory::kGeneral, 7712},
                                                   {TagCategory::kCopyright, 23},
                                                   {TagCategory::kSpecies, 1214},
                                                   {TagCategory::kMeta, 134}}};

}  // namespace

std::string tag_list_sha256(std::span<const std::string> names) {
  std::string text = "{";
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name =
        nlohmann::json(names[i]).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    text += fmt::format("{}{}: {}", i == 0 ? "" : ", ", name, i);
  }
  text += '}';
  return sha256_hex(std::as_bytes(std::span(text)));
}

std::optional<std::vector<TagCategory>> published_categories(std::string_view sha256) {
  if (sha256 != kJtpPilotTags) return std::nullopt;
  std::vector<TagCategory> categories;
  for (const Block& block : kJtpPilotBlocks) categories.insert(categories.end(), block.size, block.category);
  return categories;
}

}  // namespace jtp
