// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/serve/http/router.h"
#include "jtp/serve/services.h"

namespace jtp {

// The routes /api/v1/*, as described in openapi.json.
void add_api_v1(Router& router, const Services& services);

}  // namespace jtp
