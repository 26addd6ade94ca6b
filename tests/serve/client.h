// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jtp::test {

struct Answer {
  int status = 0;                              // 0: the connection ended without an answer
  std::map<std::string, std::string> headers;  // lower-case names
  std::string body;                            // without its framing
};

// One connection to a server on this machine, used as a stranger would: bytes out, bytes in.
class Client {
 public:
  explicit Client(int port);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // False where the other end has closed the connection.
  bool send(std::string_view bytes) const;

  // The next answer; waits up to 20 seconds. `method`: of the request, because an answer to HEAD has no body.
  Answer read_answer(std::string_view method = "GET");

  // Whether the other end closes the connection within so many milliseconds.
  bool is_closed_within(int milliseconds);

  // No further bytes from this side; close() ends both directions.
  void close();

  int port() const { return port_; }

 private:
  bool fill();
  std::string take_line();

  int port_;
  int fd_ = -1;
  std::string buffer_;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

// "GET /path HTTP/1.1" with the Host of 127.0.0.1:port, these headers and this body.
std::string format_request(int port, std::string_view method, std::string_view target,
                           const Headers& headers = {}, std::string_view body = {});

// One request on a connection of its own.
Answer get(int port, std::string_view target, Headers headers = {});
Answer post(int port, std::string_view target, Headers headers, std::string_view body);
Answer post_json(int port, std::string_view target, std::string_view json);

// A form of (name, file name, content); a plain field has no file name.
struct Field {
  std::string name;
  std::string file_name;
  std::string content;
};
Answer post_form(int port, std::string_view target, const std::vector<Field>& fields, Headers headers = {});
std::string format_form(const std::vector<Field>& fields);
inline constexpr const char* kFormType = "multipart/form-data; boundary=----limit";

}  // namespace jtp::test
