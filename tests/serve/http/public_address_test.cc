// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/http/public_address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <string>

namespace jtp::test {
namespace {

bool is_public(const std::string& text) {
  if (text.find(':') == std::string::npos) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    EXPECT_EQ(::inet_pton(AF_INET, text.c_str(), &v4.sin_addr), 1) << text;
    return is_public_address(reinterpret_cast<const sockaddr&>(v4));
  }
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  EXPECT_EQ(::inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr), 1) << text;
  return is_public_address(reinterpret_cast<const sockaddr&>(v6));
}

TEST(PublicAddress, AddressesOfTheInternetArePublic) {
  for (const char* address : {"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255",
                              "100.128.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255",
                              "223.255.255.255", "2606:4700::1111", "2a00::1", "2001:4860::8888"}) {
    EXPECT_TRUE(is_public(address)) << address;
  }
}

TEST(PublicAddress, SpecialRangesAreNotPublic) {
  for (const char* address : {"0.0.0.0",
                              "10.0.0.1",
                              "100.64.0.1",
                              "100.127.255.255",
                              "127.0.0.1",
                              "127.255.255.255",
                              "169.254.169.254",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.0.0.1",
                              "192.0.2.1",
                              "192.168.0.1",
                              "198.18.0.1",
                              "198.19.255.255",
                              "198.51.100.1",
                              "203.0.113.1",
                              "224.0.0.1",
                              "240.0.0.1",
                              "255.255.255.255",
                              "::",
                              "::1",
                              "::ffff:127.0.0.1",
                              "::ffff:8.8.8.8",
                              "64:ff9b::7f00:1",
                              "fe80::1",
                              "fc00::1",
                              "fd12::1",
                              "ff02::1",
                              "2001::1",
                              "2001:1ff::1",
                              "2001:db8::1",
                              "2002:7f00:1::"}) {
    EXPECT_FALSE(is_public(address)) << address;
  }
}

TEST(PublicAddress, OtherFamiliesAreNotPublic) {
  sockaddr unix_socket{};
  unix_socket.sa_family = AF_UNIX;
  EXPECT_FALSE(is_public_address(unix_socket));
}

}  // namespace
}  // namespace jtp::test
