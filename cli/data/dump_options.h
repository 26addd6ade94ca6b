// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "jtp/data/vocabulary_rule.h"

namespace CLI {
class App;
}

namespace jtp {

// The dump to read, and how strictly.
struct DumpOptions {
  std::string folder;
  bool lenient = false;

  BrokenRecords broken() const { return lenient ? BrokenRecords::kSkip : BrokenRecords::kStop; }
};

// --dump, --lenient.
void add_dump_options(CLI::App& app, DumpOptions& options);

// Draws "12345678 posts, 500000/s" on stderr while posts are read. Ends the run after a signal.
class PostStatus {
 public:
  PostStatus();
  ~PostStatus();
  PostStatus(const PostStatus&) = delete;
  PostStatus& operator=(const PostStatus&) = delete;

  PostProgress progress();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Reports skipped records on stderr; prints nothing if there are none.
void report_skipped(const SkippedRecords& skipped);

}  // namespace jtp
