// SPDX-License-Identifier: Apache-2.0
#include "jtp/tags/tags_json.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

constexpr std::size_t kMaxNameBytes = 255;  // the longest published name has 34 bytes

struct Entry {
  std::string name;
  std::uint64_t index = 0;
};

// Receives the events of the parser, because a parsed document would hide repeated keys. Stops at the first
// value that is not an index, so that nesting cannot grow.
class EntryReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit EntryReader(std::string_view source) : source_(source) {}

  std::vector<Entry> take_entries() { return std::move(entries_); }

  bool start_object(std::size_t) override {
    if (inside_) refuse("an object");
    inside_ = true;
    return true;
  }
  bool key(std::string& name) override {
    entries_.push_back({check_name(name), 0});
    return true;
  }
  bool number_unsigned(number_unsigned_t value) override {
    if (!inside_) refuse("a number");
    entries_.back().index = value;
    return true;
  }
  bool end_object() override { return true; }

  bool number_integer(number_integer_t value) override { refuse(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& text) override { refuse(text.substr(0, 40)); }
  bool null() override { refuse("null"); }
  bool boolean(bool) override { refuse("a boolean"); }
  bool string(string_t&) override { refuse("a string"); }
  bool binary(binary_t&) override { refuse("bytes"); }
  bool start_array(std::size_t) override { refuse("an array"); }
  bool end_array() override { return true; }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
    fail(ErrorKind::kModel, "{}: not valid JSON at byte {}", source_, position);
  }

 private:
  [[noreturn]] void refuse(std::string_view what) const {
    if (!inside_) fail(ErrorKind::kModel, "{}: expected an object {{name: index}}, found {}", source_, what);
    fail(ErrorKind::kModel, "{}: the index of tag {:?} is {}, not a whole number from 0", source_,
         entries_.back().name, what);
  }

  std::string check_name(std::string_view text) const {
    if (text.size() > kMaxNameBytes) {
      fail(ErrorKind::kModel, "{}: the name of a tag has {} bytes; at most {} are allowed", source_,
           text.size(), kMaxNameBytes);
    }
    std::string name(text);
    std::replace(name.begin(), name.end(), ' ', '_');
    if (trimmed(text).empty()) fail(ErrorKind::kModel, "{}: a tag has an empty name", source_);
    return name;
  }

  std::string_view source_;
  std::vector<Entry> entries_;
  bool inside_ = false;
};

}  // namespace

std::vector<std::string> parse_tags_json(std::string_view text, std::string_view source) {
  EntryReader reader(source);
  nlohmann::json::sax_parse(text, &reader);
  std::vector<Entry> entries = reader.take_entries();
  std::vector<std::string> names(entries.size());
  for (Entry& entry : entries) {
    if (entry.index >= names.size()) {
      fail(ErrorKind::kModel, "{}: tag {:?} has index {}, but there are {} tags", source, entry.name,
           entry.index, names.size());
    }
    std::string& name = names[entry.index];
    if (!name.empty()) {
      fail(ErrorKind::kModel, "{}: tags {:?} and {:?} both have index {}", source, name, entry.name,
           entry.index);
    }
    name = std::move(entry.name);
  }
  return names;
}

}  // namespace jtp
