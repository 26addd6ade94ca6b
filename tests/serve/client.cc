// SPDX-License-Identifier: Apache-2.0
#include "tests/serve/client.h"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "jtp/serve/http/web_message.h"

namespace jtp::test {
namespace {

constexpr int kPatience = 20'000;  // milliseconds

std::size_t parse_size(const std::string& text, int base) { return std::stoul("0" + text, nullptr, base); }

}  // namespace

Client::Client(int port) : port_(port), fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(fd_);
    throw std::runtime_error("no connection");
  }
}

Client::~Client() { close(); }

void Client::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

bool Client::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// More bytes into the buffer; false at the end, or when none come.
bool Client::fill() {
  pollfd wanted{fd_, POLLIN, 0};
  if (::poll(&wanted, 1, kPatience) <= 0) return false;
  std::array<char, 16384> bytes;
  const ssize_t size = ::recv(fd_, bytes.data(), bytes.size(), 0);
  if (size <= 0) return false;
  buffer_.append(bytes.data(), static_cast<std::size_t>(size));
  return true;
}

std::string Client::take_line() {
  std::size_t end;
  while ((end = buffer_.find("\r\n")) == std::string::npos) {
    if (!fill()) return {};
  }
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return line;
}

Answer Client::read_answer(std::string_view method) {
  Answer answer;
  const std::string first = take_line();
  if (first.size() < 12) return answer;
  answer.status = std::stoi(first.substr(9, 3));
  for (std::string line; !(line = take_line()).empty();) {
    const std::size_t colon = line.find(": ");
    answer.headers[lower_ascii(line.substr(0, colon))] = line.substr(colon + 2);
  }
  if (answer.status == 100) return read_answer(method);
  if (method == "HEAD") return answer;
  const auto take = [&](std::size_t size) {
    while (buffer_.size() < size && fill()) continue;
    std::string text = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return text;
  };
  if (!answer.headers.contains("transfer-encoding")) {
    answer.body = take(parse_size(answer.headers["content-length"], 10));
    return answer;
  }
  while (const std::size_t size = parse_size(take_line(), 16)) {
    answer.body += take(size);
    take_line();
  }
  take_line();
  return answer;
}

bool Client::is_closed_within(int milliseconds) {
  pollfd wanted{fd_, POLLIN, 0};
  if (::poll(&wanted, 1, milliseconds) <= 0) return false;
  char byte = 0;
  return ::recv(fd_, &byte, 1, MSG_PEEK) <= 0;
}

std::string format_request(int port, std::string_view method, std::string_view target, const Headers& headers,
                           std::string_view body) {
  const auto has = [&](std::string_view name) {
    return std::any_of(headers.begin(), headers.end(),
                       [&](const auto& header) { return header.first == name; });
  };
  std::string text = fmt::format("{} {} HTTP/1.1\r\n", method, target);
  if (!has("Host")) text += fmt::format("Host: 127.0.0.1:{}\r\n", port);
  for (const auto& [name, value] : headers) text += fmt::format("{}: {}\r\n", name, value);
  if ((method == "POST" || !body.empty()) && !has("Content-Length") && !has("Transfer-Encoding")) {
    text += fmt::format("Content-Length: {}\r\n", body.size());
  }
  text += "\r\n";
  text += body;
  return text;
}

Answer get(int port, std::string_view target, Headers headers) {
  Client client(port);
  client.send(format_request(port, "GET", target, headers));
  return client.read_answer();
}

Answer post(int port, std::string_view target, Headers headers, std::string_view body) {
  Client client(port);
  client.send(format_request(port, "POST", target, headers, body));
  return client.read_answer();
}

Answer post_json(int port, std::string_view target, std::string_view json) {
  return post(port, target, {{"Content-Type", "application/json"}}, json);
}

std::string format_form(const std::vector<Field>& fields) {
  std::string body;
  for (const Field& field : fields) {
    body += fmt::format("------limit\r\nContent-Disposition: form-data; name=\"{}\"", field.name);
    if (!field.file_name.empty()) {
      body += fmt::format("; filename=\"{}\"\r\nContent-Type: application/octet-stream", field.file_name);
    }
    body += "\r\n\r\n" + field.content + "\r\n";
  }
  return body + "------limit--\r\n";
}

Answer post_form(int port, std::string_view target, const std::vector<Field>& fields, Headers headers) {
  headers.emplace_back("Content-Type", kFormType);
  return post(port, target, std::move(headers), format_form(fields));
}

}  // namespace jtp::test
