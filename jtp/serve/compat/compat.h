// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "jtp/serve/http/exchange.h"
#include "jtp/serve/http/router.h"
#include "jtp/serve/services.h"
#include "jtp/tags/selection.h"

namespace jtp {

// Routes of other taggers, in the formats that their clients send and read (docs/http-api.md, "Compatible
// routes"). Each family is one file and can be switched off.

// Danbooru's autotagger: POST /evaluate.
void add_danbooru_routes(Router& router, const Services& services);

// The E6AutoTagger userscript: /api/e6/*, and /api/predict as its first versions called it.
void add_e6_routes(Router& router, const Services& services);

// The model card's demo, for clients of Gradio 3 (/run/predict), 4 (/call, /upload) and 5 (/gradio_api/...).
void add_gradio_routes(Router& router, const Services& services);

enum class Wd14Shape {
  kNested,  // {"caption": {"tag": {...}, "rating": {}}}, as in later versions of the extension
  kFlat,    // {"caption": {...}}, as in its first versions
};

// The wd14-tagger extension: /tagger/v1/*.
void add_wd14_routes(Router& router, const Services& services, Wd14Shape shape);

// e621tagger: POST /predict.
void add_e621tagger_routes(Router& router, const Services& services);

// Open Inference Protocol 2: /v2/*.
void add_inference_v2_routes(Router& router, const Services& services);

// Shared by the families.

// Tags one picture and answers with format(outcome); refuses with the picture's error.
void tag_one(PictureContent picture, const Services& services, const std::shared_ptr<Exchange>& exchange,
             std::function<WebResponse(const PictureOutcome&)> format);

// The tags of one picture by `rule`, best first, at most `limit` (0: all). The names point into the model's
// vocabulary.
std::vector<SelectedTag> tags_of(const PictureOutcome& outcome, ThresholdRule rule, float threshold,
                                 int limit = 0);

// {"detail": message}, the error format of FastAPI.
WebResponse format_detail(const Refusal& refusal);

}  // namespace jtp
