// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jtp {

enum class FileNeed { kRequired, kOptional };

enum class PinPolicy {
  kMustMatch,  // other contents are refused
  kExpected,   // other contents are accepted and reported
};

// Content that is known before asking a hub, which makes any mirror as trustworthy as the hub.
struct Pin {
  std::string sha256;  // 64 lower-case hexadecimal digits
  std::uint64_t size = 0;
  PinPolicy policy = PinPolicy::kMustMatch;
};

struct HubFile {
  std::string path;  // in the repository, '/' between folders
  FileNeed need = FileNeed::kRequired;
  std::optional<Pin> pin;
};

// A model on a hub: its weights and the files that belong to them.
struct ModelSpec {
  std::string text;            // as the user wrote it
  std::string repo;            // "owner/name"
  std::string revision;        // branch, tag or commit
  std::vector<HubFile> files;  // the weights first, then a tagger's tags.json

  const HubFile& weights() const { return files.front(); }
};

// The names of taggers that parse_model_spec() knows: "pilot", "pilot2".
std::vector<std::string> known_model_names();

// Parses "pilot", "pilot2", "siglip-so400m" (the backbone that they were trained from, without tags) or
// "owner/name/path/to/file.safetensors", each optionally followed by "@revision" (default: main). Throws
// Error kUsage naming the fault: an unknown name, a file that is not .safetensors, or a path component that
// is empty, "." or "..", or contains a backslash or a control character.
ModelSpec parse_model_spec(std::string_view text);

// 40 lower-case hexadecimal digits: a revision whose content can never change.
bool is_commit(std::string_view revision);

}  // namespace jtp
