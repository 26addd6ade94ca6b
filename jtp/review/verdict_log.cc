// SPDX-License-Identifier: Apache-2.0
#include "jtp/review/verdict_log.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/base/regular_file.h"
#include "jtp/review/text.h"

namespace jtp {
namespace {

ParsedReview read_whole(const std::filesystem::path& file) {
  const std::vector<std::byte> bytes = read_file(file, kMaxReviewFile, ErrorKind::kUnsupported);
  return parse_review({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, file.string());
}

}  // namespace

void write_review(const std::filesystem::path& file, const ReviewPlan& plan) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) {
    fail(ErrorKind::kUsage, "{}: already exists; a review is never overwritten", file.string());
  }
  write_file_atomically(file, plan_text(plan));
}

Review read_review(const std::filesystem::path& file) { return read_whole(file).review; }

VerdictLog::VerdictLog(const std::filesystem::path& file) : file_(file) {
  const RegularFile regular(file);  // refuses a FIFO or device without waiting for it
  fd_ = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (fd_ < 0) fail_errno("cannot open for writing");
  try {
    load();
  } catch (...) {
    ::close(fd_);
    throw;
  }
}

VerdictLog::~VerdictLog() { ::close(fd_); }

void VerdictLog::load() {
  if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) fail_errno("cannot lock");
    fail(ErrorKind::kIo, "{}: another jtp is answering this review", file_.string());
  }
  ParsedReview parsed = read_whole(file_);
  size_ = static_cast<std::int64_t>(parsed.complete_bytes);
  review_ = std::move(parsed.review);
  answer_records_ = parsed.answer_records;
  reviewers_ = std::move(parsed.reviewers);
  if (::ftruncate(fd_, size_) != 0) fail_errno("cannot remove a torn record");
}

void VerdictLog::add(const ReviewAnswer& answer) {
  check_answer(review_.plan, answer);
  require_room(answer.reviewer);
  append(answer_text(answer));
  ++answer_records_;
  reviewers_.insert(answer.reviewer);
  add_answer(review_, answer);
}

// An answer that parse_review() would refuse must not be acknowledged.
void VerdictLog::require_room(const std::string& reviewer) const {
  const bool is_new = !reviewers_.contains(reviewer);
  if (answer_records_ < kMaxAnswerRecords && !(is_new && reviewers_.size() == kMaxReviewers)) return;
  fail(ErrorKind::kUnsupported, "{}: full ({} answers of {} reviewers); begin another review", file_.string(),
       answer_records_, reviewers_.size());
}

bool VerdictLog::undo(std::string_view reviewer, std::int64_t time) {
  Review after = review_;
  if (!undo_answer(after, reviewer)) return false;
  append(undo_text(reviewer, time));
  review_ = std::move(after);
  return true;
}

void VerdictLog::append(std::string_view record) {
  if (static_cast<std::uint64_t>(size_) + record.size() > kMaxReviewFile)
    fail(ErrorKind::kUnsupported, "{}: full ({} bytes); begin another review", file_.string(), size_);
  for (std::string_view left = record; !left.empty();) {
    const ssize_t written = ::write(fd_, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_errno("cannot write");
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fdatasync(fd_) != 0) fail_errno("cannot flush to the disk");
  size_ += static_cast<std::int64_t>(record.size());
}

// Removes the beginning of a record that could not be completed.
void VerdictLog::fail_errno(const char* what) const {
  const int code = errno;
  if (fd_ >= 0 && size_ > 0 && ::ftruncate(fd_, size_) != 0) {
    fail(ErrorKind::kIo, "{}: {}: {}; the torn record stays until the next start", file_.string(), what,
         std::strerror(code));
  }
  fail(ErrorKind::kIo, "{}: {}: {}", file_.string(), what, std::strerror(code));
}

}  // namespace jtp
