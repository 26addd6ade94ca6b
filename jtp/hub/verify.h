// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace jtp {

// What a file's bytes must be, as far as it is known: a hub's etag of 64 hexadecimal digits is the SHA-256,
// one of 40 the id of a git blob (SHA-1 over "blob <size>\0" and the bytes). Any other etag says nothing.
struct ExpectedContent {
  std::uint64_t size = 0;
  std::string etag;
};

// "sha256 abc…, expected def…" or the like where `file` is something else; nothing where it fits. Reads the
// whole file. Throws Error kIo naming the path, kCancelled.
std::optional<std::string> content_mismatch(const std::filesystem::path& file,
                                            const ExpectedContent& expected,
                                            const std::atomic<bool>& cancelled);

// What `file` is instead of a model's file, judged by its first bytes: "a Git-LFS pointer …", "an HTML page
// …"; nothing where it may be right.
std::optional<std::string> foreign_content(const std::filesystem::path& file);

}  // namespace jtp
