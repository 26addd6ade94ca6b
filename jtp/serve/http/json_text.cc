// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/json_text.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"

namespace jtp {
namespace {

using Json = nlohmann::json;

// The field's value, or null if it is absent.
const Json& field_of(const Json& object, const std::string& name) {
  static const Json kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

void require_in_range(std::string_view name, double value, NumberRange range) {
  if (!(value >= range.least && value <= range.most)) {
    fail(ErrorKind::kInvalidInput, "`{0}` must be a number from {2} to {3}, not {1}", name, value,
         range.least, range.most);
  }
}

int whole(std::string_view name, double value) {
  if (value != std::floor(value))
    fail(ErrorKind::kInvalidInput, "`{0}` must be a whole number, not {1}", name, value);
  return static_cast<int>(value);
}

}  // namespace

std::string to_text(const AnswerJson& json) {
  return json.dump(-1, ' ', false, AnswerJson::error_handler_t::replace);
}

WebResponse json_response(std::string text) {
  return {.status = 200, .headers = {{"Content-Type", "application/json"}}, .body = std::move(text)};
}

nlohmann::json parse_json_object(std::string_view text) {
  int values = 0;
  const auto check = [&](int depth, Json::parse_event_t, Json&) {
    if (depth > kMaxJsonDepth)
      fail(ErrorKind::kUnsupported, "the JSON is nested deeper than {} levels", kMaxJsonDepth);
    if (++values > kMaxJsonValues)
      fail(ErrorKind::kUnsupported, "the JSON has more than {} values", kMaxJsonValues);
    return true;
  };
  Json json;
  try {
    json = Json::parse(text, check);
  } catch (const Json::parse_error& error) {
    fail(ErrorKind::kInvalidInput, "the body is not valid JSON: error at byte {}", error.byte);
  } catch (const Json::exception&) {
    fail(ErrorKind::kInvalidInput, "the body contains a number that is out of range");
  }
  if (!json.is_object()) fail(ErrorKind::kInvalidInput, "the body must be a JSON object");
  return json;
}

std::string string_field(const Json& object, const std::string& name, std::string_view otherwise) {
  const Json& value = field_of(object, name);
  if (value.is_null()) return std::string(otherwise);
  if (!value.is_string()) fail(ErrorKind::kInvalidInput, "`{}` must be a string", name);
  return value.get<std::string>();
}

bool flag_field(const Json& object, const std::string& name) {
  const Json& value = field_of(object, name);
  if (value.is_null()) return false;
  if (!value.is_boolean()) fail(ErrorKind::kInvalidInput, "`{}` must be true or false", name);
  return value.get<bool>();
}

double number_field(const Json& object, const std::string& name, NumberRange range, double otherwise) {
  const Json& value = field_of(object, name);
  if (value.is_null()) return otherwise;
  if (!value.is_number()) fail(ErrorKind::kInvalidInput, "`{}` must be a number", name);
  require_in_range(name, value.get<double>(), range);
  return value.get<double>();
}

int integer_field(const Json& object, const std::string& name, NumberRange range, int otherwise) {
  return whole(name, number_field(object, name, range, otherwise));
}

double parse_number(std::string_view name, std::string_view text, NumberRange range) {
  const auto value = parse_number<double>(text);
  if (!value) fail(ErrorKind::kInvalidInput, "`{}` must be a number", name);
  require_in_range(name, *value, range);
  return *value;
}

int parse_integer(std::string_view name, std::string_view text, NumberRange range) {
  return whole(name, parse_number(name, text, range));
}

}  // namespace jtp
