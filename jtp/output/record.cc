// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/record.h"

#include <fmt/core.h>

#include <cstdint>
#include <nlohmann/json.hpp>

#include "jtp/files/csv.h"

namespace jtp {
namespace {

// Keeps keys in insertion order and numbers as float, so that a score is written with the digits of a float,
// not of a double.
using Json = nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool, std::int64_t,
                                  std::uint64_t, float>;

Json tags_json(std::span<const SelectedTag> tags) {
  Json list = Json::array();
  for (const SelectedTag& tag : tags) {
    list.push_back({{"name", tag.name},
                    {"index", tag.index},
                    {"category", to_string(tag.category)},
                    {"score", tag.score}});
  }
  return list;
}

}  // namespace

std::string to_json(const PictureRecord& record) {
  Json json = {{"file", record.file}};
  if (record.error) {
    json["error"] = {{"kind", to_string(record.error->kind())}, {"message", record.error->what()}};
  } else {
    json["sha256"] = record.picture.sha256;
    json["model"] = record.model;
    json["width"] = record.picture.width;
    json["height"] = record.picture.height;
    json["tags"] = tags_json(record.tags);
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string csv_header() { return "file,tag,category,score\n"; }

std::string to_csv(const PictureRecord& record) {
  if (record.error) return {};
  const std::string file = csv_field(record.file);
  std::string rows;
  for (const SelectedTag& tag : record.tags)
    rows += fmt::format("{},{},{},{}\n", file, csv_field(tag.name), to_string(tag.category), tag.score);
  return rows;
}

}  // namespace jtp
