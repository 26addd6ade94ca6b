// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/data/csv_stream.h"

namespace {

using Record = std::vector<std::optional<std::string>>;

// Every field of the table that `text` holds, in blocks of `block` bytes; broken records are left out.
std::vector<Record> read(std::string_view text, std::size_t block) {
  const auto next = [text, block]() mutable {
    const std::string_view part = text.substr(0, block);
    text.remove_prefix(part.size());
    return std::span<const char>(part.data(), part.size());
  };
  jtp::CsvStream stream(next, "fuzz", jtp::BrokenRecords::kSkip);
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < stream.header().size(); ++i) columns.push_back(i);
  stream.keep(columns);
  std::vector<Record> records;
  while (stream.next()) {
    Record& record = records.emplace_back();
    for (const std::size_t column : columns) {
      const auto field = stream.field(column);
      record.push_back(field ? std::optional<std::string>(*field) : std::nullopt);
    }
  }
  return records;
}

}  // namespace

// The first byte is the size of the blocks: the table must not depend on it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::optional<std::vector<Record>> whole;
  try {
    whole = read(text, text.size() + 1);
  } catch (const jtp::Error&) {
  }
  try {
    const auto parts = read(text, std::size_t{data[0]} + 1);
    if (!whole || parts != *whole) std::abort();
  } catch (const jtp::Error&) {
    if (whole) std::abort();
  }
  return 0;
}
