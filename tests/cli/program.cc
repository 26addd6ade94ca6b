// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "tests/support/draw.h"
#include "tests/support/rights.h"

namespace jtp::test {
namespace fs = std::filesystem;

namespace {

// The environment of the child, "NAME=value".
std::vector<std::string> environment(const fs::path& home, const Variables& variables) {
  Variables all = {{"HOME", home}, {"XDG_CACHE_HOME", home / "cache"}, {"HF_HUB_OFFLINE", "1"}};
  for (const char* kept : {"PATH", "JTP_ISA", "ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"}) {
    if (const char* value = std::getenv(kept)) all[kept] = value;
  }
  for (const auto& [name, value] : variables) all[name] = value;
  std::vector<std::string> text;
  for (const auto& [name, value] : all) text.push_back(name + "=" + value);
  return text;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

int create(const fs::path& path) { return ::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600); }

}  // namespace

Program::Program(const Arguments& arguments, const Surroundings& surroundings) {
  std::vector<std::string> words = {JTP_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> settings = environment(home_.path(), surroundings.variables);
  const auto argv = pointers(words);
  const auto envp = pointers(settings);

  std::array<int, 2> input{};
  std::array<int, 2> left{};
  if (::pipe2(input.data(), O_CLOEXEC) != 0 || ::pipe2(left.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("pipe2");
  }
  ::close(left[0]);
  const int out = surroundings.reader == Reader::kHasLeft ? ::dup(left[1]) : create(home_ / "stdout");
  const int err = create(home_ / "stderr");
  process_ = ::fork();
  if (process_ == 0) {
    if (surroundings.rights == Rights::kCount) make_rights_count();
    ::dup2(input[0], STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    ::execve(JTP_PROGRAM, argv.data(), envp.data());
    ::_exit(127);
  }
  for (const int fd : {input[0], left[1], out, err}) ::close(fd);
  input_ = input[1];
}

Program::~Program() {
  if (process_ > 0) {
    ::kill(process_, SIGKILL);
    finish();
  }
}

void Program::type(std::string_view text) const {
  if (::write(input_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    throw std::runtime_error("cannot type");
  }
}

// A signal to -1 would go to all processes.
void Program::signal(int number) const {
  if (const pid_t process = process_; process > 0) ::kill(process, number);
}

bool Program::has_printed(std::size_t lines) const {
  using namespace std::chrono_literals;
  for (int tries = 0; tries < 3000; ++tries) {
    if (lines_of(read_text(home_ / "stdout")).size() >= lines) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

Outcome Program::finish() {
  ::close(input_);
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = -1;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  const bool has_output = fs::exists(home_ / "stdout");
  return {code, has_output ? read_text(home_ / "stdout") : "", read_text(home_ / "stderr")};
}

Outcome run_jtp(const Arguments& arguments, const Variables& variables) {
  return Program(arguments, {.variables = variables}).finish();
}

Outcome run_jtp_where_rights_count(const Arguments& arguments) {
  return Program(arguments, {.variables = {}, .rights = Rights::kCount}).finish();
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) break;  // not complete yet
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

void draw_pictures(const fs::path& folder, int count) {
  fs::create_directories(folder);
  for (int i = 0; i < count; ++i) {
    write_text(folder / fmt::format("{:04}.bmp", i), draw_bmp(static_cast<unsigned>(i)));
  }
}

Arguments tag_quietly(Arguments more) {
  Arguments all = {"tag", "--model", "mini", "-q"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace jtp::test
