// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/files.h"

namespace jtp::test {

struct Outcome {
  int code = 0;  // 128 + the signal for a process that a signal ended
  std::string out;
  std::string err;
};

using Arguments = std::vector<std::string>;
using Variables = std::map<std::string, std::string>;

// Where standard output goes.
enum class Reader { kListens, kHasLeft };

// Whether the rights of files count for the program even where the caller is root.
enum class Rights { kAsForTheCaller, kCount };

struct Surroundings {
  Variables variables;  // of the environment
  Reader reader = Reader::kListens;
  Rights rights = Rights::kAsForTheCaller;
};

// The built program, running in a home of its own with none of the caller's JTP_* and HF_* variables.
class Program {
 public:
  explicit Program(const Arguments& arguments, const Surroundings& surroundings = {});
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // To its standard input, which stays open until finish().
  void type(std::string_view text) const;
  // From any thread; does nothing once it has ended.
  void signal(int number) const;

  // Waits until it has printed so many lines on standard output; false after 30 seconds.
  bool has_printed(std::size_t lines) const;

  // Closes its standard input and waits for its end.
  Outcome finish();

 private:
  TemporaryFolder home_;
  std::atomic<pid_t> process_ = -1;
  int input_ = -1;
};

// Runs the program to its end.
Outcome run_jtp(const Arguments& arguments, const Variables& variables = {});
Outcome run_jtp_where_rights_count(const Arguments& arguments);

std::vector<std::string> lines_of(std::string_view text);

// `count` drawn pictures called 0000.bmp, 0001.bmp, ... in `folder`.
void draw_pictures(const std::filesystem::path& folder, int count);

// The arguments of a run with the bundled model that prints nothing but what went wrong.
Arguments tag_quietly(Arguments more);

}  // namespace jtp::test
