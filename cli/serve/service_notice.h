// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace jtp {

// Tells systemd how the service does (sd_notify(3)): "READY=1", "STOPPING=1", one per line. Nothing happens
// where NOTIFY_SOCKET is not set, or nobody listens.
void notify_service_manager(std::string_view state);

}  // namespace jtp
