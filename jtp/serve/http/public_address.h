// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/socket.h>

namespace jtp {

// Whether an IPv4 or IPv6 address belongs to the public internet. False for the special ranges of IANA's
// registries (this host, private, shared, link-local, documentation, multicast, reserved), and for IPv6 forms
// that embed an IPv4 address.
bool is_public_address(const sockaddr& address);

}  // namespace jtp
