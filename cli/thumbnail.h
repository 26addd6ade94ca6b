// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace jtp {

// The picture of a file in at most `side` x `side` pixels, as a data URL of a JPEG; empty where it cannot be
// read.
std::string thumbnail_url(const std::filesystem::path& picture, int side);

}  // namespace jtp
