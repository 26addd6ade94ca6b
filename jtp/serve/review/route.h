// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/serve/http/router.h"
#include "jtp/serve/services.h"

namespace jtp {

// /api/v1/review and the routes below it, as described in openapi.json.
void add_review_routes(Router& router, const Services& services);

}  // namespace jtp
