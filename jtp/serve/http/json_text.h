// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/serve/http/web_message.h"

namespace jtp {

// JSON of answers: keys in the order in which they are set, and float numbers, so that a score is written
// with a float's digits and reads back as the same float.
using AnswerJson = nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool, std::int64_t,
                                        std::uint64_t, float>;

// As text, with U+FFFD for what is not UTF-8.
std::string to_text(const AnswerJson& json);

// 200 with Content-Type: application/json.
WebResponse json_response(std::string text);

inline constexpr int kMaxJsonDepth = 32;
inline constexpr int kMaxJsonValues = 2'000'000;  // a value takes 16 bytes, and as little as two in the text

// A request's JSON. Throws Error kInvalidInput for what is no object, naming the byte where it breaks;
// kUnsupported for nesting beyond kMaxJsonDepth and for more than kMaxJsonValues.
nlohmann::json parse_json_object(std::string_view text);

// The fields of a request's object; `otherwise` is for one that is absent or null. Each throws Error
// kInvalidInput naming the field whose value is of another type or out of range.
std::string string_field(const nlohmann::json& object, const std::string& name, std::string_view otherwise);
bool flag_field(const nlohmann::json& object, const std::string& name);

struct NumberRange {
  double least;
  double most;
};
double number_field(const nlohmann::json& object, const std::string& name, NumberRange range,
                    double otherwise);
int integer_field(const nlohmann::json& object, const std::string& name, NumberRange range, int otherwise);

// The same for the text of a form's field or of a query: a number or a whole number within `range`.
double parse_number(std::string_view name, std::string_view text, NumberRange range);
int parse_integer(std::string_view name, std::string_view text, NumberRange range);

}  // namespace jtp
