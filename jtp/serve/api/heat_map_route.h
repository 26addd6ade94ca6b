// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/serve/http/exchange.h"
#include "jtp/serve/services.h"

namespace jtp {

// GET /api/v1/heatmap?picture=ID&tag=NAME&format=json|png, for a kept picture.
void answer_heat_map(const Services& services, Exchange& exchange);

}  // namespace jtp
