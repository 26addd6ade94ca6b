// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/public_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>

namespace jtp {
namespace {

struct AddressRange {
  std::uint32_t first;
  int bits;  // of the prefix
};

constexpr std::uint32_t quad(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24 | b << 16 | c << 8 | d;
}

// RFC 6890 and the registry that continues it.
constexpr AddressRange kSpecial[] = {
    {quad(0, 0, 0, 0), 8},        // this network
    {quad(10, 0, 0, 0), 8},       // private
    {quad(100, 64, 0, 0), 10},    // shared by carriers
    {quad(127, 0, 0, 0), 8},      // loopback
    {quad(169, 254, 0, 0), 16},   // link-local, cloud metadata
    {quad(172, 16, 0, 0), 12},    // private
    {quad(192, 0, 0, 0), 24},     // protocol assignments
    {quad(192, 0, 2, 0), 24},     // documentation
    {quad(192, 88, 99, 0), 24},   // 6to4 relays
    {quad(192, 168, 0, 0), 16},   // private
    {quad(198, 18, 0, 0), 15},    // benchmarks
    {quad(198, 51, 100, 0), 24},  // documentation
    {quad(203, 0, 113, 0), 24},   // documentation
    {quad(224, 0, 0, 0), 3},      // multicast, reserved, broadcast
};

bool is_public(std::uint32_t address) {
  return std::none_of(std::begin(kSpecial), std::end(kSpecial), [address](const AddressRange& range) {
    return address >> (32 - range.bits) == range.first >> (32 - range.bits);
  });
}

// Global unicast is 2000::/3; within it 2001::/23 (Teredo and others), 2001:db8::/32 and 2002::/16 (6to4) are
// special. Mapped and translated IPv4 addresses lie outside.
bool is_public(const std::uint8_t (&address)[16]) {
  const std::uint32_t first = quad(address[0], address[1], address[2], address[3]);
  return first >> 29 == 1 && first >> 9 != 0x20010000U >> 9 && first != 0x20010DB8U && first >> 16 != 0x2002U;
}

}  // namespace

bool is_public_address(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return is_public(ntohl(v4.sin_addr.s_addr));
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address, sizeof v6);
  return is_public(v6.sin6_addr.s6_addr);
}

}  // namespace jtp
