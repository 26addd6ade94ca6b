// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "jtp/hub/options.h"

namespace jtp {

// The base directory of the XDG specification for what can be made again: $XDG_CACHE_HOME where it holds an
// absolute path, else ~/.cache.
std::filesystem::path xdg_cache_dir();

// The same for what the user wants to keep: $XDG_DATA_HOME, else ~/.local/share.
std::filesystem::path xdg_data_dir();

// Where the Hugging Face tools keep models (docs/hub.md).
std::filesystem::path hub_cache_dir();

// What the variables of the Hugging Face tools say (docs/hub.md lists them), for downloads: the token's file
// is read. Throws Error kUsage naming the
// variable whose value is no number of seconds.
HubOptions hub_options_from_environment();

// How many bytes of packed weights may be kept: JTP_CACHE_LIMIT, a number with an optional K, M, G or T (of
// 1024); 8 GiB where it is not set. Throws Error kUsage.
std::uint64_t cache_limit_from_environment();

// The user's name: $USER, or $LOGNAME, or "reviewer".
std::string login_name();

// False where HF_HUB_DISABLE_PROGRESS_BARS is set to 1, ON, YES or TRUE.
bool hub_progress_wanted();

}  // namespace jtp
