// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace jtp {

// The expected content of a file. A hub's etag of 64 hexadecimal digits is the SHA-256; one of 40 digits is
// the id of a git blob (SHA-1 of "blob <size>\0" and the bytes). Any other etag proves nothing.
struct ExpectedContent {
  std::uint64_t size = 0;
  std::string etag;
};

// Describes a mismatch ("sha256 abc…, expected def…"), or nothing if `file` matches. Reads the whole file.
// Throws Error kIo naming the path, kCancelled.
std::optional<std::string> content_mismatch(const std::filesystem::path& file,
                                            const ExpectedContent& expected,
                                            const std::atomic<bool>& cancelled);

// What `file` is instead of a model's file, judging by its first bytes ("a Git-LFS pointer …", "an HTML page
// …"), or nothing if it may be right.
std::optional<std::string> foreign_content(const std::filesystem::path& file);

}  // namespace jtp
