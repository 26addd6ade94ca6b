// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/serve/http/router.h"

namespace jtp {

// The page's files under "/", and /openapi.json; with their ETag and a policy that lets the page load
// nothing from elsewhere.
void add_page(Router& router);

}  // namespace jtp
