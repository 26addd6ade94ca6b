// SPDX-License-Identifier: Apache-2.0
// The JSON bodies of /api/v1/tag and of Gradio's routes: what is accepted is in range, every refusal is an
// Error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "jtp/base/error.h"
#include "jtp/serve/compat/gradio_call.h"
#include "jtp/serve/http/json_text.h"
#include "jtp/serve/picture_request.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// Runs what is refused by an Error only.
template <typename Action>
void attempt(Action&& action) {
  try {
    action();
  } catch (const jtp::Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  jtp::WebRequest request;
  request.body.assign(reinterpret_cast<const char*>(data), size);
  attempt([&] {
    const jtp::TagRequest parsed = jtp::parse_tag_json(request);
    require(!parsed.pictures.empty() &&
            (!parsed.threshold || (*parsed.threshold >= 0 && *parsed.threshold <= 1)));
  });
  attempt([&] {
    const jtp::GradioCall call = jtp::parse_gradio_call(
        jtp::parse_json_object(request.body), [](const std::string&) { return jtp::PictureBytes(); });
    require(call.threshold >= 0 && call.threshold <= 1);
  });
  return 0;
}
