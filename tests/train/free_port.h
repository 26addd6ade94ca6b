// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace jtp::test {

// A TCP port of this machine that is currently unused.
int free_port();

}  // namespace jtp::test
