// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace jtp {

// Tells systemd the state of the service (sd_notify(3)): "READY=1", "STOPPING=1", one per line. Does nothing
// if NOTIFY_SOCKET is not set or has no listener.
void notify_service_manager(std::string_view state);

}  // namespace jtp
