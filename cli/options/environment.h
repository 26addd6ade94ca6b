// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "jtp/hub/options.h"

namespace jtp {

// The XDG base directory for files that can be made again: $XDG_CACHE_HOME if it is an absolute path,
// otherwise ~/.cache.
std::filesystem::path xdg_cache_dir();

// The same for files that the user wants to keep: $XDG_DATA_HOME, otherwise ~/.local/share.
std::filesystem::path xdg_data_dir();

// The folder where the Hugging Face tools keep models (docs/hub.md).
std::filesystem::path hub_cache_dir();

// The download options from the variables of the Hugging Face tools (docs/hub.md lists them). Also reads the
// token's file. Throws Error kUsage naming a variable whose value is not a number of seconds.
HubOptions hub_options_from_environment();

// The maximum size in bytes of the kept packed weights: JTP_CACHE_LIMIT, a number with an optional K, M, G or
// T (powers of 1024); 8 GiB if not set. Throws Error kUsage.
std::uint64_t cache_limit_from_environment();

// The user's name: $USER, or $LOGNAME, or "reviewer".
std::string login_name();

// False if HF_HUB_DISABLE_PROGRESS_BARS is 1, ON, YES or TRUE.
bool hub_progress_wanted();

}  // namespace jtp
