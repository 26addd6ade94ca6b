// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "jtp/output/caption_update.h"
#include "jtp/store/provenance.h"

namespace jtp {

// How the record of a sidecar was found.
enum class RecordOrigin {
  kOwn,      // under the path of the sidecar, or there is no record anywhere
  kMoved,    // under another path that no longer exists, or that is a link to the same file
  kCopied,   // under another path that still exists; this file has the same bytes
  kUnknown,  // this file seems to come from elsewhere, but no record matches it: it is unknown which tags
             // are the machine's
};

struct FoundRecord {
  WriteRecord record;
  RecordOrigin origin = RecordOrigin::kOwn;
  std::string path{};  // for kMoved and kCopied: the path of the record in the store
};

// The record of the sidecar `path` with the text `text`. A record belongs to the content of the picture and
// of the sidecar: if `path` has none, the records of the same picture under other paths are searched. A
// record matches if the text is byte for byte the recorded one. If the path of the record no longer exists,
// it also matches if the text contains some of its tags, all in the recorded order, or if the text is blank
// and the file name the same. (XMP is not compared by tags, only by file name.)
FoundRecord find_record(const Provenance& provenance, const std::string& path,
                        const std::string& picture_sha256, const std::string& text);

// The machine's share of a sidecar, given its current text. After an interrupted run `record` has two
// candidates. If neither has the hash of the text, because the file was changed since, the tags in the text
// decide.
std::optional<CaptionShare> settled_share(const WriteRecord& record, const std::string& text);

// The machine's share according to a record.
CaptionShare share_of(const WrittenFile& file);

}  // namespace jtp
