// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "jtp/serve/http/router.h"
#include "jtp/serve/metrics.h"
#include "jtp/serve/services.h"

namespace jtp {

// Routes for operators: GET /health (and /ping), GET /metrics.
void add_operations(Router& router, const Services& services, const Metrics& metrics,
                    std::function<int()> connections);

}  // namespace jtp
