// SPDX-License-Identifier: Apache-2.0
// HTTPS against `openssl s_server`; skipped if the openssl program is not installed.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/http/client.h"
#include "tests/http/http_server.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

// Serves the files of a folder, each of which is a complete answer including its status line, with the
// self-signed certificate <folder>/cert.pem for "localhost".
class TlsServer {
 public:
  explicit TlsServer(const std::filesystem::path& folder) {
    const std::string command =
        "cd '" + folder.string() +
        "' && openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2"
        " -subj /CN=localhost -addext subjectAltName=DNS:localhost >req.log 2>&1";
    if (std::system(command.c_str()) != 0) return;
    start(folder);
  }
  ~TlsServer() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  // "https://localhost:PORT"; empty if the server does not run.
  const std::string& url() const { return url_; }

 private:
  void start(const std::filesystem::path& folder) {
    const std::string log = (folder / "server.log").string();
    const std::string script =
        "cd '" + folder.string() +
        "' && exec openssl s_server -HTTP -accept 127.0.0.1:0 -cert cert.pem -key key.pem";
    std::vector<std::string> words = {"sh", "-c", script};
    std::vector<char*> arguments = {words[0].data(), words[1].data(), words[2].data(), nullptr};
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::posix_spawn_file_actions_adddup2(&actions, 1, 2);
    ::posix_spawn(&pid_, "/bin/sh", &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    const std::string sign = "ACCEPT 127.0.0.1:";
    for (int i = 0; i < 500 && url_.empty(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      const std::string text = std::filesystem::exists(log) ? test::read_text(log) : "";
      const std::size_t at = text.find(sign);
      const std::size_t end = text.find('\n', at);
      if (at == std::string::npos || end == std::string::npos) continue;
      url_ = "https://localhost:" + text.substr(at + sign.size(), end - at - sign.size());
    }
  }

  pid_t pid_ = -1;
  std::string url_;
};

class HttpTls : public ::testing::Test {
 protected:
  void SetUp() override {
    test::forget_proxies();
    if (server_.url().empty()) GTEST_SKIP() << "no openssl program that serves";
    settings_.ca_file = folder_ / "cert.pem";
  }
  HttpResponse get(const std::string& path) {
    HttpClient client(settings_, cancelled_);
    return client.send({HttpMethod::kGet, server_.url() + path, "", 0, HttpRedirects::kAll});
  }
  Error failure(const std::string& path) {
    try {
      get(path);
    } catch (const Error& error) {
      return error;
    }
    return {ErrorKind::kInternal, "no error"};
  }

  test::TemporaryFolder folder_;
  TlsServer server_{folder_.path()};
  HttpSettings settings_;
  std::atomic<bool> cancelled_{false};
};

TEST_F(HttpTls, TrustsOnlyTheGivenCertificates) {
  test::write_text(folder_ / "a", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok");
  EXPECT_EQ(get("/a").status, 200);
  settings_.ca_file.clear();
  const Error error = failure("/a");
  EXPECT_EQ(error.kind(), ErrorKind::kNetwork);
  EXPECT_NE(std::string(error.what()).find("the connection is not secure"), std::string::npos)
      << error.what();
}

TEST_F(HttpTls, FollowsNoRedirectToAnUnencryptedAddress) {
  const test::HttpServer plain("127.0.0.1", [](const test::ServerRequest&) { return test::ServerReply{}; });
  test::write_text(folder_ / "a",
                   "HTTP/1.0 302 Found\r\nLocation: " + plain.url() + "/b\r\nContent-Length: 0\r\n\r\n");
  const Error error = failure("/a");
  EXPECT_EQ(error.kind(), ErrorKind::kNetwork);
  EXPECT_NE(std::string(error.what()).find("not encrypted"), std::string::npos) << error.what();
  EXPECT_TRUE(plain.requests().empty());
}

}  // namespace
}  // namespace jtp
