// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/socket.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "jtp/serve/http/public_address.h"

namespace jtp {

struct UrlFetchOptions {
  std::vector<std::string> hosts;  // allowed hosts: "static1.example.net", "example.net:8080"
  std::size_t max_bytes = std::size_t{32} << 20;
  std::chrono::seconds timeout{15};  // in total
  // Whether an address may be connected to. Checked for the address of the actual connection, so that a name
  // cannot resolve differently between the check and the use.
  std::function<bool(const sockaddr&)> may_connect = is_public_address;
};

// The content of an http or https URL on one of the hosts. No proxy, no cookies, no credentials, at most
// three redirects, each checked like the first URL. Throws Error kNetwork; the messages reveal neither the
// reply nor whether the host exists. Safe for any number of threads.
std::string fetch_url(const std::string& url, const UrlFetchOptions& options);

}  // namespace jtp
