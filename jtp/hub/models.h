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
  kMustMatch,  // another content is refused
  kExpected,   // another content is taken and reported
};

// A content that is known before any hub is asked: it makes every mirror as good as the hub.
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

// A model on a hub: its weights and what stands beside them.
struct ModelSpec {
  std::string text;            // as it was asked for
  std::string repo;            // "owner/name"
  std::string revision;        // branch, tag or commit
  std::vector<HubFile> files;  // the weights first, then a tagger's tags.json

  const HubFile& weights() const { return files.front(); }
};

// The names of taggers that parse_model_spec() knows: "pilot", "pilot2".
std::vector<std::string> known_model_names();

// "pilot", "pilot2", "siglip-so400m" (the backbone that they were trained from, without tags), or
// "owner/name/path/to/file.safetensors", each with "@revision" if it is not to be "main". Throws Error kUsage
// naming what is wrong: an unknown name, a file that is not .safetensors, or a component of a path that is
// empty, "." or "..", or holds a backslash or a control character.
ModelSpec parse_model_spec(std::string_view text);

// 40 lower-case hexadecimal digits: a revision that can never mean another content.
bool is_commit(std::string_view revision);

}  // namespace jtp
