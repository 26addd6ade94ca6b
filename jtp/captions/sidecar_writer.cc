// SPDX-License-Identifier: Apache-2.0
#include "jtp/captions/sidecar_writer.h"

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

constexpr std::size_t kBatch = 2048;                         // some 10 MB; between two flushes of the disk
constexpr std::size_t kMaxFileBytes = std::size_t{4} << 20;  // an XMP file with an editor's history

std::string hash_of(const std::string& text) { return sha256_hex(std::as_bytes(std::span(text))); }

CaptionShare share_of(const WrittenFile& file) {
  return {.origin = file.origin == FileOrigin::kMachine ? CaptionOrigin::kMachine : CaptionOrigin::kUser,
          .tags = file.tags,
          .declined = file.declined,
          .sha256 = file.sha256,
          .insertion = {static_cast<std::size_t>(file.insertion_begin),
                        static_cast<std::size_t>(file.insertion_end)}};
}

std::int64_t now() {
  using namespace std::chrono;
  return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

bool is_same_file(const std::optional<FileStamp>& read, const std::optional<FileStamp>& now) {
  if (!read || !now) return !read && !now;
  return read->size == now->size && read->mtime_ns == now->mtime_ns;
}

// Whether a tag that only `ours` has stands in the text (canonical).
bool has_tag_of_its_own(const WrittenFile& ours, const WrittenFile& other, const std::string& text) {
  return std::any_of(ours.tags.begin(), ours.tags.end(), [&](const std::string& tag) {
    return std::find(other.tags.begin(), other.tags.end(), tag) == other.tags.end() &&
           text.find(canonical_tag(tag)) != std::string::npos;
  });
}

}  // namespace

std::optional<CaptionShare> settled_share(const WriteRecord& record, const std::string& text) {
  const auto& [written, intended] = record;
  if (!intended) return written ? std::optional(share_of(*written)) : std::nullopt;
  const std::string hash = hash_of(text);
  if (intended->sha256 == hash) return share_of(*intended);
  if (written && written->sha256 == hash) return share_of(*written);
  if (has_tag_of_its_own(*intended, written.value_or(WrittenFile()), canonical_tag(text)))
    return share_of(*intended);
  return written ? std::optional(share_of(*written)) : std::nullopt;
}

void SidecarWriter::add(SidecarJob job) {
  const std::string path = job.path;
  try {
    Change change = prepare(std::move(job));
    if (plan_.preview) return preview(change);
    batch_.push_back(std::move(change));
  } catch (const Error& error) {
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
  const WriteRecord record = Provenance(store_).find(path);
  change.has_record = record.written || record.intended;
  change.has_intention = record.intended.has_value();
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) {
    change.before.text = read_text_file(path, kMaxFileBytes, ErrorKind::kInvalidInput);
    change.before.share = settled_share(record, *change.before.text);
    change.intention_happened =
        record.intended && change.before.share && *change.before.share == share_of(*record.intended);
  }
  change.after = plan_.update(change.before, change.job.tags);
  return change;
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

// A file that loses the machine's tags has an intention too: without it, a crash before the record is gone
// would make it look as if the user had taken them out. An earlier intention that turned out to have happened
// is confirmed first: a crash before the new one happens must still find it.
void SidecarWriter::record_intentions() {
  store_.transaction([&] {
    for (const Change& change : writing_) {
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
      fail_change(change, Error(ErrorKind::kIo, change.job.path + ": was changed meanwhile; left as it is"));
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
        if (change.has_record || is_new_text) provenance.forget(path);
      } else if (is_new_text) {
        provenance.confirm(path);
      } else if (change.has_intention || change.after.share != change.before.share) {
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
          .sha256 = hash_of(*change.after.text),
          .insertion_begin = static_cast<std::int64_t>(share.insertion.begin),
          .insertion_end = static_cast<std::int64_t>(share.insertion.end),
          .time = now()};
}

void SidecarWriter::fail_change(Change& change, const Error& error) {
  change.error = error;
  ++counts_.failed;
  plan_.report(error);
}

}  // namespace jtp
