// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/serve/http/router.h"

namespace jtp {

// Serves the page's files under "/", and /openapi.json, with an ETag each. The content security policy
// forbids the page to load anything from other hosts.
void add_page(Router& router);

}  // namespace jtp
