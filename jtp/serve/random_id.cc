// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/random_id.h"

#include <fmt/core.h>
#include <sys/random.h>

#include <array>

#include "jtp/base/error.h"

namespace jtp {

std::string random_id() {
  std::array<unsigned char, 16> bytes{};
  // Requests of up to 256 bytes are never cut short once the system's generator is seeded.
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    fail(ErrorKind::kInternal, "cannot get random bytes from the system");
  }
  std::string id;
  for (const unsigned char byte : bytes) id += fmt::format("{:02x}", byte);
  return id;
}

}  // namespace jtp
