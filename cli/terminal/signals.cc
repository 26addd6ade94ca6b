// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal/signals.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace jtp {
namespace {

// A signal handler can only access globals.
std::atomic<bool> stop_requested{false};
std::atomic<int> stop_signal{SIGINT};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

extern "C" void handle_stop(int signal) {
  const int interrupted_errno = errno;  // of the call that the signal interrupted
  if (stop_requested.exchange(true)) ::_exit(128 + signal);
  stop_signal = signal;
  constexpr std::string_view kNote = "\nstopping; interrupt again to stop at once\n";
  if (::isatty(STDERR_FILENO) == 1) {
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, kNote.data(), kNote.size());
  }
  errno = interrupted_errno;
}

}  // namespace

void install_signal_handlers() {
  struct sigaction action {};
  ::sigemptyset(&action.sa_mask);
  action.sa_handler = handle_stop;  // without SA_RESTART
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  action.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &action, nullptr);
}

const std::atomic<bool>& interrupted() { return stop_requested; }

int interrupted_exit_code() { return 128 + stop_signal; }

}  // namespace jtp
