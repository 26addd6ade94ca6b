// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal/failure_log.h"

#include "cli/terminal/terminal.h"

namespace jtp {
namespace {

constexpr std::size_t kNamed = 20;

}  // namespace

void FailureLog::add(const Error& error) {
  ++count_;
  if (named_.size() < kNamed) named_.push_back(printable(error.what()));
}

void FailureLog::print(std::string_view hint) const {
  for (const std::string& failure : named_) print_message("failed: " + failure);
  const auto named = static_cast<std::int64_t>(named_.size());
  if (count_ > named) print_message(fmt::format("failed: and {} more{}", count_ - named, hint));
}

}  // namespace jtp
