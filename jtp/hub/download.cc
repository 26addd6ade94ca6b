// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/download.h"

#include <fmt/format.h>

#include <system_error>

#include "jtp/base/error.h"
#include "jtp/http/url.h"
#include "jtp/hub/file_lock.h"
#include "jtp/hub/partial_file.h"
#include "jtp/hub/retry.h"
#include "jtp/hub/verify.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

// An attempt that brings at least this many bytes counts as progress and resets the count of retries, so that
// a poor connection does not use them up.
constexpr std::uint64_t kProgress = 1 << 20;

// The download of one file.
class Download {
 public:
  Download(const DownloadContext& context, const FileAddress& address, const RemoteFile& remote)
      : context_(context),
        address_(address),
        remote_(remote),
        partial_(context.cache.partial(remote.etag), remote.size) {}

  // Runs until the blob has its final name. If the part of an earlier run turns out to be damaged, starts
  // again from the beginning.
  void run() {
    if (partial_.size() > remote_.size) partial_.clear();
    const bool resumed = partial_.size() > 0;
    require_space(partial_.path().parent_path(), remote_.size - partial_.size());
    fetch();
    std::optional<std::string> wrong = mismatch();
    if (wrong && resumed) {
      notice(fmt::format("{}: the partial download of an earlier run is damaged ({}); starting again",
                         address_.text(), *wrong));
      partial_.clear();
      fetch();
      wrong = mismatch();
    }
    if (wrong) {
      remove_partial();
      fail(ErrorKind::kModel, "{}: the download is not what the hub announced: {}", address_.text(), *wrong);
    }
    partial_.finish(context_.cache.blob(remote_.etag));
  }

 private:
  void fetch() {
    Retry retry(context_.options, context_.events, context_.cancelled);
    report();
    while (partial_.size() < remote_.size) {
      const std::uint64_t before = partial_.size();
      const HttpResponse response = context_.client.get(
          address_, before, [this, before](const HttpResponse& head, std::span<const std::byte> bytes) {
            receive(head, before, bytes);
          });
      if (partial_.size() == remote_.size) return;
      if (partial_.size() >= before + kProgress) retry.reset();
      if (response.status == 416) partial_.clear();
      retry.wait(why_not_complete(response), response.retry_after);
    }
  }

  // `begin`: the offset that was requested.
  void receive(const HttpResponse& head, std::uint64_t begin, std::span<const std::byte> bytes) {
    if (head.header("content-type").starts_with("text/html")) {
      fail(ErrorKind::kNetwork,
           "{}: {} sends an HTML page; is there a login page or a captive portal in between?",
           address_.text(), without_query(head.url));
    }
    const bool whole = head.status == 200;  // the server sends the whole file and ignores the range
    if (!receiving_) {
      receiving_ = true;
      if (whole && begin > 0) partial_.clear();
      if (!whole) check_range(head, begin);
    }
    if (bytes.size() > remote_.size - partial_.size()) {
      partial_.clear();
      fail(ErrorKind::kNetwork, "{}: the server sends more than the {} bytes that the hub announced",
           address_.text(), remote_.size);
    }
    partial_.append(bytes);
    report();
  }

  void check_range(const HttpResponse& head, std::uint64_t begin) {
    const std::string wanted = fmt::format("bytes {}-{}/{}", begin, remote_.size - 1, remote_.size);
    const std::string range = head.header("content-range");
    if (range == wanted) return;
    partial_.clear();  // otherwise every later attempt would end here too
    fail(ErrorKind::kNetwork, "{}: asked for \"{}\", but the server sends \"{}\"", address_.text(), wanted,
         range);
  }

  // Throws if a retry cannot help. A refusal by a host other than the hub means that the address has expired:
  // the hub will give a new one.
  std::string why_not_complete(const HttpResponse& response) {
    receiving_ = false;
    const bool complete = response.outcome == HttpOutcome::kAnswered && response.status / 100 == 2;
    if (complete) {
      return fmt::format("{}: incomplete: {} of {} bytes arrived", address_.text(), partial_.size(),
                         remote_.size);
    }
    const bool expired = response.status == 403 && !response.url.starts_with(context_.options.endpoint);
    if (!is_temporary(response) && !expired && response.status != 416)
      context_.client.refuse(address_, response);
    return fmt::format("{}: {} after {} of {} bytes", address_.text(), describe_failure(response),
                       partial_.size(), remote_.size);
  }

  // nullopt: the bytes on the disk are right. Throws if they are recognised as something else.
  std::optional<std::string> mismatch() {
    if (const auto what = foreign_content(partial_.path())) {
      remove_partial();
      fail(ErrorKind::kModel, "{}: the hub sent {}", address_.text(), *what);
    }
    return content_mismatch(partial_.path(), {remote_.size, remote_.etag}, context_.cancelled);
  }

  void remove_partial() {
    std::error_code ignored;
    fs::remove(partial_.path(), ignored);
  }

  void report() {
    if (context_.events.progress) context_.events.progress(address_.path, partial_.size(), remote_.size);
  }
  void notice(const std::string& line) {
    if (context_.events.notice) context_.events.notice(line);
  }

  const DownloadContext& context_;
  const FileAddress& address_;
  const RemoteFile& remote_;
  PartialFile partial_;
  bool receiving_ = false;  // the first bytes of the current answer have arrived
};

// Whether `file` is what the hub described; reports a damaged one.
bool is_good(const DownloadContext& context, const fs::path& file, const RemoteFile& remote) {
  std::error_code error;
  if (!fs::is_regular_file(file, error) || fs::file_size(file, error) != remote.size) return false;
  if (context.options.cached == CachedFiles::kTrust) return true;
  const auto wrong = content_mismatch(file, {remote.size, remote.etag}, context.cancelled);
  if (wrong && context.events.notice)
    context.events.notice(fmt::format("{}: damaged: {}", file.string(), *wrong));
  return !wrong;
}

}  // namespace

void download(const DownloadContext& context, const FileAddress& address, const RemoteFile& remote) {
  const HubCache& cache = context.cache;
  if (is_good(context, cache.entry(remote.commit, address.path), remote)) return;
  cache.prepare(remote.etag);
  const auto tell_waiting = [&] {
    if (context.events.notice)
      context.events.notice(address.text() + ": another program is downloading it; waiting");
  };
  const FileLock lock(cache.lock(remote.etag), tell_waiting, context.cancelled);
  if (is_good(context, cache.entry(remote.commit, address.path), remote)) return;
  if (!is_good(context, cache.blob(remote.etag), remote)) Download(context, address, remote).run();
  cache.add_entry(remote.commit, address.path, remote.etag, context.options.links);
}

}  // namespace jtp
