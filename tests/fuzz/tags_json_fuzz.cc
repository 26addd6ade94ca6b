// SPDX-License-Identifier: Apache-2.0
// tags.json: whatever is accepted has sound names, and reads back from the layout of the published file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/tags/published.h"
#include "jtp/tags/tags_json.h"
#include "jtp/tags/vocabulary.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

std::vector<std::string> parse(std::string_view text) {
  try {
    return jtp::parse_tags_json(text, "tags.json");
  } catch (const jtp::Error& error) {
    require(error.kind() == jtp::ErrorKind::kModel);
    require(std::string_view(error.what()).find('\n') == std::string_view::npos);
    return {};
  }
}

void check_vocabulary(const std::vector<std::string>& names) {
  try {
    const jtp::Vocabulary vocabulary(names, std::vector(names.size(), jtp::TagCategory::kGeneral));
    for (int i = 0; i < vocabulary.size(); ++i) require(vocabulary.find(vocabulary.name(i)) == i);
  } catch (const jtp::Error& error) {  // two spellings of one tag
    require(error.kind() == jtp::ErrorKind::kModel);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::string> names = parse({reinterpret_cast<const char*>(data), size});
  nlohmann::json again = nlohmann::json::object();
  for (std::size_t i = 0; i < names.size(); ++i) again[names[i]] = i;
  if (again.size() == names.size()) require(parse(again.dump()) == names);  // names are not repeated
  require(jtp::tag_list_sha256(names).size() == 64);
  check_vocabulary(names);
  return 0;
}
