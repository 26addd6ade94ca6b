// SPDX-License-Identifier: Apache-2.0
#include "jtp/captions/sidecar_writer.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "jtp/base/atomic_file.h"
#include "jtp/base/digest.h"
#include "jtp/files/text_file.h"
#include "jtp/output/diff.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {

constexpr std::size_t kBatch = 2048;  // about 10 MB; sidecars between two flushes to disk
constexpr std::size_t kMaxFileBytes = std::size_t{4}
                                      << 20;  // enough for an XMP file with an editor's history

std::int64_t now() {
  using namespace std::chrono;
  return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

bool is_same_file(const std::optional<FileStamp>& read, const std::optional<FileStamp>& now) {
  if (!read || !now) return !read && !now;
  return read->size == now->size && read->mtime_ns == now->mtime_ns;
}

}  // namespace

std::string describe_origins(const SidecarCounts& counts) {
  const auto captions = [](std::int64_t count) {
    return fmt::format("{} caption{}", count, count == 1 ? "" : "s");
  };
  std::string text;
  if (counts.moved > 0) text += fmt::format(", {} recognised after a move", captions(counts.moved));
  if (counts.copied > 0) text += fmt::format(", {} recognised as copies", captions(counts.copied));
  if (counts.unknown > 0) {
    text += fmt::format(
        ", {} from another folder, changed since: nothing was removed, because it is not known"
        " which tags are jtp's",
        captions(counts.unknown));
  }
  return text;
}

void SidecarWriter::add(SidecarJob job) {
  const std::string path = job.path;
  try {
    Change change = prepare(std::move(job));
    count(change);
    if (plan_.preview) return preview(change);
    batch_.push_back(std::move(change));
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::kCancelled) throw;  // the reader of the preview has stopped reading
    ++counts_.failed;
    plan_.report(std::string_view(error.what()).starts_with(path) ? error : with_context(error, path));
  }
  if (batch_.size() >= kBatch) write_batch();
}

void SidecarWriter::finish() {
  if (!batch_.empty()) write_batch();
  finish_writing();
}

SidecarWriter::Change SidecarWriter::prepare(SidecarJob job) const {
  Change change{.job = std::move(job), .before = {}, .after = {}, .stamp = {}};
  const std::string& path = change.job.path;
  change.stamp = stamp_file(path);
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) {
    change.before.text = read_text_file(path, kMaxFileBytes, ErrorKind::kInvalidInput);
    change.found = find_record(Provenance(store_), path, change.job.picture_sha256, *change.before.text);
    change.before.share = settled_share(change.found.record, *change.before.text);
    const auto& intended = change.found.record.intended;
    change.intention_happened =
        intended && change.before.share && *change.before.share == share_of(*intended);
  } else {
    change.found.record = Provenance(store_).find(path);
  }
  change.after = plan_.update(change.before, change.job.tags);
  return change;
}

// Comes first, so that the record has the path of the file whatever happens next.
void SidecarWriter::adopt_record(const Change& change) {
  const FoundRecord& found = change.found;
  if (found.origin == RecordOrigin::kMoved) Provenance(store_).move(found.path, change.job.path);
  if (found.origin == RecordOrigin::kCopied) Provenance(store_).copy(found.path, change.job.path);
}

void SidecarWriter::count(const Change& change) {
  if (change.after.share && change.after.share->replaced) ++counts_.kept_texts;
  const RecordOrigin origin = change.found.origin;
  if (origin == RecordOrigin::kMoved) ++counts_.moved;
  if (origin == RecordOrigin::kCopied) ++counts_.copied;
  if (origin == RecordOrigin::kUnknown) ++counts_.unknown;
}

void SidecarWriter::preview(const Change& change) {
  const auto& [before, after] = std::pair(change.before.text, change.after.text);
  if (before == after) {
    ++counts_.unchanged;
    return;
  }
  ++(after ? counts_.written : counts_.removed);
  const auto name = [&](const std::optional<std::string>& text) {
    return text ? std::string_view(change.job.path) : std::string_view("/dev/null");
  };
  plan_.preview(unified_diff({name(before), before ? std::string_view(*before) : ""},
                             {name(after), after ? std::string_view(*after) : ""}));
}

void SidecarWriter::write_batch() {
  finish_writing();
  writing_ = std::exchange(batch_, {});
  record_intentions();
  start_writing();
}

// A file that loses the machine's tags also needs an intention: without it, a crash before the record is
// removed would look as if the user had removed the tags. An earlier intention that was carried out is
// confirmed first, because after a crash before the new one is carried out it is still needed.
void SidecarWriter::record_intentions() {
  store_.transaction([&] {
    for (const Change& change : writing_) {
      adopt_record(change);
      if (!change.after.text || change.after.text == change.before.text) continue;
      if (change.intention_happened) Provenance(store_).confirm(change.job.path);
      Provenance(store_).intend(record_of(change));
    }
  });
}

void SidecarWriter::start_writing() {
  std::vector<FileChange> files;
  changed_.clear();
  for (Change& change : writing_) {
    if (change.after.text == change.before.text) continue;
    if (!is_same_file(change.stamp, stamp_file(change.job.path))) {
      fail_change(change, Error(ErrorKind::kIo,
                                change.job.path + ": changed by another program meanwhile; left unchanged"));
    } else {
      files.push_back({change.job.path, change.after.text});
      changed_.push_back(&change);
    }
  }
  outcomes_ = std::async(std::launch::async, [files = std::move(files)] { return change_files(files); });
}

void SidecarWriter::finish_writing() {
  if (!outcomes_.valid()) return;
  const auto errors = outcomes_.get();
  for (std::size_t i = 0; i < errors.size(); ++i) {
    if (errors[i]) fail_change(*changed_[i], *errors[i]);
  }
  record_outcomes();
}

void SidecarWriter::record_outcomes() {
  Provenance provenance(store_);
  store_.transaction([&] {
    for (const Change& change : writing_) {
      const std::string& path = change.job.path;
      const bool is_new_text = change.after.text != change.before.text;
      if (change.error) {
        provenance.abandon(path);
      } else if (!change.after.share) {
        if (change.has_record() || is_new_text) provenance.forget(path);
      } else if (is_new_text) {
        provenance.confirm(path);
      } else if (change.found.record.intended || change.after.share != change.before.share) {
        provenance.intend(record_of(change));
        provenance.confirm(path);
      }
    }
  });
  for (const Change& change : writing_) {
    if (change.error) continue;
    if (change.after.text == change.before.text) {
      ++counts_.unchanged;
    } else {
      ++(change.after.text ? counts_.written : counts_.removed);
    }
  }
}

WrittenFile SidecarWriter::record_of(const Change& change) const {
  CaptionShare share;
  share.origin = CaptionOrigin::kUser;
  if (change.after.share) share = *change.after.share;
  return {.path = change.job.path,
          .format = plan_.format,
          .model = change.job.model,
          .picture_sha256 = change.job.picture_sha256,
          .origin = share.origin == CaptionOrigin::kMachine ? FileOrigin::kMachine : FileOrigin::kUser,
          .tags = share.tags,
          .declined = share.declined,
          .sha256 = sha256_hex(*change.after.text),
          .insertion_begin = static_cast<std::int64_t>(share.insertion.begin),
          .insertion_end = static_cast<std::int64_t>(share.insertion.end),
          .time = now(),
          .replaced = share.replaced};
}

void SidecarWriter::fail_change(Change& change, const Error& error) {
  change.error = error;
  ++counts_.failed;
  plan_.report(error);
}

}  // namespace jtp
