// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "jtp/review/plan.h"

namespace jtp {

// The largest review file that is read, in bytes.
inline constexpr std::uint64_t kMaxReviewFile = std::uint64_t{256} << 20;

// A new review file with a plan and no answers. Throws Error kUsage where the file is there already: answers
// are never overwritten; kIo, kNotFound.
void write_review(const std::filesystem::path& file, const ReviewPlan& plan);

// A review file as it stands, also while somebody else answers. Throws Error kNotFound, kIo, kInvalidInput,
// kUnsupported, each naming the file.
Review read_review(const std::filesystem::path& file);

// A review that is being answered: the only writer of its file, which it locks, and which only grows. Answers
// are on the disk when add() and undo() return, so that no crash loses one that was acknowledged; a record
// that a crash has torn is cut off by the next VerdictLog. One object belongs to one thread at a time.
class VerdictLog {
 public:
  // Throws what read_review() throws; Error kIo where another program answers the same review.
  explicit VerdictLog(const std::filesystem::path& file);
  ~VerdictLog();
  VerdictLog(const VerdictLog&) = delete;
  VerdictLog& operator=(const VerdictLog&) = delete;

  const std::filesystem::path& file() const { return file_; }
  const Review& review() const { return review_; }

  // Throws Error kInvalidInput for an answer that does not belong to the plan, kUnsupported where the file
  // would grow beyond what is read again, kIo (disk full, no rights); the review is then as before.
  void add(const ReviewAnswer& answer);

  // Takes back the reviewer's last answer; false where there is none. Nothing is deleted from the file.
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
