// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "jtp/review/plan.h"

namespace jtp {

// The largest review file that can be read, in bytes.
inline constexpr std::uint64_t kMaxReviewFile = std::uint64_t{256} << 20;

// Writes a new review file with a plan and no answers. Throws Error kUsage if the file exists, because
// answers are never overwritten; kIo, kNotFound.
void write_review(const std::filesystem::path& file, const ReviewPlan& plan);

// Reads the current state of a review file, even while another program answers it. Throws Error kNotFound,
// kIo, kInvalidInput, kUnsupported, each naming the file.
Review read_review(const std::filesystem::path& file);

// A review that is being answered. It is the only writer of its file, which it locks and only appends to.
// When add() and undo() return, the answer is on the disk, so a crash loses no acknowledged answer. A record
// torn by a crash is removed by the next VerdictLog. An object may be used by one thread at a time.
class VerdictLog {
 public:
  // Throws what read_review() throws, and Error kIo if another program is answering the same review.
  explicit VerdictLog(const std::filesystem::path& file);
  ~VerdictLog();
  VerdictLog(const VerdictLog&) = delete;
  VerdictLog& operator=(const VerdictLog&) = delete;

  const std::filesystem::path& file() const { return file_; }
  const Review& review() const { return review_; }

  // Throws Error kInvalidInput for an answer that does not fit the plan, kUnsupported if the file would
  // become too large to read, kIo (disk full, no permission). After an exception, the review is unchanged.
  void add(const ReviewAnswer& answer);

  // Undoes the reviewer's last answer; false if there is none. Nothing is deleted from the file.
  bool undo(std::string_view reviewer, std::int64_t time);

 private:
  void load();
  void require_room(const std::string& reviewer) const;
  void append(std::string_view record);
  [[noreturn]] void fail_errno(const char* what) const;

  std::filesystem::path file_;
  int fd_ = -1;
  std::int64_t size_ = 0;  // of the complete records, bytes
  Review review_;
  std::size_t answer_records_ = 0;
  std::set<std::string> reviewers_;
};

}  // namespace jtp
