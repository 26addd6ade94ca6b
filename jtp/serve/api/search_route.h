// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/serve/http/exchange.h"
#include "jtp/serve/services.h"

namespace jtp {

// POST /api/v1/search
void answer_search(const Services& services, Exchange& exchange);

}  // namespace jtp
