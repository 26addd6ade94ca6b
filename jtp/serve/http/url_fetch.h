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
  std::vector<std::string> hosts;  // whose addresses are opened: "static1.example.net", "example.net:8080"
  std::size_t max_bytes = std::size_t{32} << 20;
  std::chrono::seconds timeout{15};  // for everything together
  // Which addresses may be connected to. It is asked at the very connection, so that a name cannot lead
  // elsewhere between the question and the use.
  std::function<bool(const sockaddr&)> may_connect = is_public_address;
};

// The content of a http or https address of one of the hosts. No proxy, no cookies, no credentials, at most
// three redirects, each checked like the first. Throws Error kNetwork; the messages do not tell what the
// other end said or whether it is there. Any number of threads.
std::string fetch_url(const std::string& url, const UrlFetchOptions& options);

}  // namespace jtp
