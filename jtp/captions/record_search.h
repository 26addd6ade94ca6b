// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "jtp/output/caption_update.h"
#include "jtp/store/provenance.h"

namespace jtp {

// How the record of a sidecar was found.
enum class RecordOrigin {
  kOwn,      // under its path, or there is none anywhere
  kMoved,    // under another path that is gone, or that is the same file by a link
  kCopied,   // under another path that is there too: this file has the same bytes
  kUnknown,  // this file seems to come from elsewhere, but no record fits it: whose tags are whose is not
             // known
};

struct FoundRecord {
  WriteRecord record;
  RecordOrigin origin = RecordOrigin::kOwn;
  std::string path{};  // of kMoved and kCopied: under which it is in the store
};

// The record of the sidecar `path` with the text `text`. A record belongs to the content of the picture and
// of the sidecar: where the path has none, those of the same picture elsewhere are looked at. One fits if the
// text is as it says, to the byte; or, where its own path is gone, if the tags that are left of it stand in
// the text in their order.
FoundRecord find_record(const Provenance& provenance, const std::string& path,
                        const std::string& picture_sha256, const std::string& text);

// What in a sidecar is the machine's, given its text as it is now. After a run that was cut off `record` has
// two answers; where neither has the hash of the text, because somebody has changed the file since, the tags
// that stand in it decide.
std::optional<CaptionShare> settled_share(const WriteRecord& record, const std::string& text);

// The share that a record describes.
CaptionShare share_of(const WrittenFile& file);

}  // namespace jtp
