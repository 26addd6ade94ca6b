// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/serve/http/web_message.h"

namespace jtp {

// JSON of answers: keys in insertion order, and numbers as float, so that a score is written with a float's
// digits and reads back as the same float.
using AnswerJson = nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool, std::int64_t,
                                        std::uint64_t, float>;

// As text, with U+FFFD in place of invalid UTF-8.
std::string to_text(const AnswerJson& json);

// 200 with Content-Type: application/json.
WebResponse json_response(std::string text);

inline constexpr int kMaxJsonDepth = 32;
inline constexpr int kMaxJsonValues = 2'000'000;  // 16 bytes each, but only 2 in the text

// Parses a request's JSON object. Throws Error kInvalidInput for anything else, naming the byte of a syntax
// error; kUnsupported for nesting beyond kMaxJsonDepth and for more than kMaxJsonValues.
nlohmann::json parse_json_object(std::string_view text);

// The fields of a request's object; `otherwise` replaces a value that is absent or null. Each throws Error
// kInvalidInput that names the field if its value has another type or is out of range.
std::string string_field(const nlohmann::json& object, const std::string& name, std::string_view otherwise);
bool flag_field(const nlohmann::json& object, const std::string& name);

struct NumberRange {
  double least;
  double most;
};
double number_field(const nlohmann::json& object, const std::string& name, NumberRange range,
                    double otherwise);
int integer_field(const nlohmann::json& object, const std::string& name, NumberRange range, int otherwise);

// The same for the text of a form field or query parameter: a number or whole number within `range`.
double parse_number(std::string_view name, std::string_view text, NumberRange range);
int parse_integer(std::string_view name, std::string_view text, NumberRange range);

}  // namespace jtp
