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

// So much in one try is progress that makes the count of retries start again: a poor line must not use them
// up.
constexpr std::uint64_t kProgress = 1 << 20;

// One file on its way.
class Download {
 public:
  Download(const DownloadContext& context, const FileAddress& address, const RemoteFile& remote)
      : context_(context),
        address_(address),
        remote_(remote),
        partial_(context.cache.partial(remote.etag), remote.size) {}

  // Until the blob has its name. A part of an earlier run may be spoilt: then once more from the start.
  void run() {
    if (partial_.size() > remote_.size) partial_.clear();
    const bool resumed = partial_.size() > 0;
    require_space(partial_.path().parent_path(), remote_.size - partial_.size());
    fetch();
    std::optional<std::string> wrong = mismatch();
    if (wrong && resumed) {
      notice(fmt::format("{}: what an earlier run left is damaged ({}); starting again", address_.text(),
                         *wrong));
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

  // `begin`: the offset that was asked for.
  void receive(const HttpResponse& head, std::uint64_t begin, std::span<const std::byte> bytes) {
    if (head.header("content-type").starts_with("text/html")) {
      fail(ErrorKind::kNetwork,
           "{}: {} answers with an HTML page: a login page or a captive portal may stand in between",
           address_.text(), without_query(head.url));
    }
    const bool whole = head.status == 200;  // the server sends all, whatever range was asked for
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
    partial_.clear();  // or every later try would end here too
    fail(ErrorKind::kNetwork, "{}: asked for \"{}\", the server sends \"{}\"", address_.text(), wanted,
         range);
  }

  // Throws where no repetition can help. A refusal by another host than the hub is an address that has
  // expired: the hub gives a new one.
  std::string why_not_complete(const HttpResponse& response) {
    receiving_ = false;
    const bool complete = response.outcome == HttpOutcome::kAnswered && response.status / 100 == 2;
    if (complete) {
      return fmt::format("{}: short file: {} of {} bytes arrived", address_.text(), partial_.size(),
                         remote_.size);
    }
    const bool expired = response.status == 403 && !response.url.starts_with(context_.options.endpoint);
    if (!is_temporary(response) && !expired && response.status != 416)
      context_.client.refuse(address_, response);
    return fmt::format("{}: {} after {} of {} bytes", address_.text(), describe_failure(response),
                       partial_.size(), remote_.size);
  }

  // nullopt: the bytes on the disk are right. Throws for what is recognised as something else.
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
  bool receiving_ = false;  // the first bytes of the present answer have come
};

// Whether `file` is what the hub described; a damaged one is reported.
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
