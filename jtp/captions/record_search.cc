// SPDX-License-Identifier: Apache-2.0
#include "jtp/captions/record_search.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>
#include <vector>

#include "jtp/base/digest.h"
#include "jtp/output/caption_list.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace fs = std::filesystem;

namespace {

// Whether the text (canonical) contains a tag that only `ours` has.
bool has_tag_of_its_own(const WrittenFile& ours, const WrittenFile& other, const std::string& text) {
  return std::any_of(ours.tags.begin(), ours.tags.end(), [&](const std::string& tag) {
    return std::find(other.tags.begin(), other.tags.end(), tag) == other.tags.end() &&
           text.find(canonical_tag(tag)) != std::string::npos;
  });
}

bool is_gone(const std::string& path) {
  std::error_code error;
  return !fs::exists(path, error) && !error;
}

// Whether both paths are the same file.
bool is_linked(const std::string& path, const std::string& other) {
  std::error_code error;
  return fs::equivalent(path, other, error) && !error;
}

bool has_text(const WriteRecord& record, const std::string& hash) {
  return (record.written && record.written->sha256 == hash) ||
         (record.intended && record.intended->sha256 == hash);
}

// The parts of a caption that are tags of the record: canonical, in the order of the text.
std::vector<std::string> pieces_of(const std::string& text, const std::vector<std::string>& tags) {
  TagSet wanted;
  for (const std::string& tag : tags) wanted.insert(canonical_tag(tag));
  std::vector<std::string> pieces;
  for (const std::string_view piece : CaptionList(text, {}, tags).pieces()) {
    std::string name = canonical_tag(piece);
    if (wanted.contains(name)) pieces.push_back(std::move(name));
  }
  return pieces;
}

// Whether the text contains at least one tag of the record, and all that it contains are in the recorded
// order.
bool holds_the_rest(const WrittenFile& file, const std::string& text) {
  const std::vector<std::string> pieces = pieces_of(text, file.tags);
  auto next = pieces.begin();
  for (const std::string& tag : file.tags) {
    if (next != pieces.end() && canonical_tag(tag) == *next) ++next;
  }
  return !pieces.empty() && next == pieces.end();
}

bool has_a_tag(const WriteRecord& record, const std::string& text) {
  return (record.written && !pieces_of(text, record.written->tags).empty()) ||
         (record.intended && !pieces_of(text, record.intended->tags).empty());
}

// How many tags of the record the text has, less those that it lacks. Of several copies of a picture that
// were moved, the record with the most is the likeliest.
std::ptrdiff_t kept_tags(const WriteRecord& record, const std::string& text) {
  const WrittenFile& file = record.written ? *record.written : *record.intended;
  return 2 * std::ssize(pieces_of(text, file.tags)) - std::ssize(file.tags);
}

// Whether `record`, whose path no longer exists, belongs to the sidecar `path`.
bool fits_after_move(const WriteRecord& record, const std::string& path, const std::string& old_path,
                     const std::string& text) {
  const WrittenFile& file = record.written ? *record.written : *record.intended;
  if (file.format != "xmp" && holds_the_rest(file, text)) return true;
  // If the sidecar has lost all tags of the machine, or is not a list of tags, only the name can be compared.
  const bool same_name = fs::path(path).filename() == fs::path(old_path).filename();
  return same_name && (file.format == "xmp" || CaptionList(text, {}, {}).is_blank());
}

}  // namespace

CaptionShare share_of(const WrittenFile& file) {
  return {.origin = file.origin == FileOrigin::kMachine ? CaptionOrigin::kMachine : CaptionOrigin::kUser,
          .tags = file.tags,
          .declined = file.declined,
          .sha256 = file.sha256,
          .insertion = {static_cast<std::size_t>(file.insertion_begin),
                        static_cast<std::size_t>(file.insertion_end)},
          .replaced = file.replaced};
}

std::optional<CaptionShare> settled_share(const WriteRecord& record, const std::string& text) {
  const auto& [written, intended] = record;
  if (!intended) return written ? std::optional(share_of(*written)) : std::nullopt;
  const std::string hash = sha256_hex(text);
  if (intended->sha256 == hash) return share_of(*intended);
  if (written && written->sha256 == hash) return share_of(*written);
  if (has_tag_of_its_own(*intended, written.value_or(WrittenFile()), canonical_tag(text)))
    return share_of(*intended);
  return written ? std::optional(share_of(*written)) : std::nullopt;
}

FoundRecord find_record(const Provenance& provenance, const std::string& path,
                        const std::string& picture_sha256, const std::string& text) {
  FoundRecord own{.record = provenance.find(path)};
  if (own.record.written || own.record.intended) return own;
  const std::string hash = sha256_hex(text);
  std::optional<FoundRecord> copied, changed;
  bool is_unknown = false;
  for (const std::string& other : provenance.paths_of_picture(picture_sha256)) {
    if (fs::path(other).extension() != fs::path(path).extension()) continue;
    const WriteRecord record = provenance.find(other);
    const bool has_left = is_gone(other) || is_linked(other, path);
    if (has_text(record, hash)) {
      FoundRecord found{record, has_left ? RecordOrigin::kMoved : RecordOrigin::kCopied, other};
      if (has_left) return found;
      copied = std::move(found);
    } else if (has_left && fits_after_move(record, path, other, text)) {
      FoundRecord found{record, RecordOrigin::kMoved, other};
      if (!changed || kept_tags(found.record, text) > kept_tags(changed->record, text))
        changed = std::move(found);
    } else if (has_left || has_a_tag(record, text)) {
      is_unknown = true;
    }
  }
  if (copied) return *copied;
  if (changed) return *changed;
  if (is_unknown) own.origin = RecordOrigin::kUnknown;
  return own;
}

}  // namespace jtp
