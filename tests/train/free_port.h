// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace jtp::test {

// A TCP port of this machine that nobody uses now.
int free_port();

}  // namespace jtp::test
