// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

#include "jtp/hub/options.h"

namespace jtp {

// The base directories of the XDG specification: the variable where it holds an absolute path, else the
// folder below the home directory that the specification names.
std::filesystem::path xdg_cache_dir();   // $XDG_CACHE_HOME, ~/.cache
std::filesystem::path xdg_config_dir();  // $XDG_CONFIG_HOME, ~/.config
std::filesystem::path xdg_data_dir();    // $XDG_DATA_HOME, ~/.local/share

// What the variables of the Hugging Face tools say (docs/hub.md lists them). Throws Error kUsage naming the
// variable whose value is no number of seconds.
HubOptions hub_options_from_environment();

// How many bytes of packed weights may be kept: JTP_CACHE_LIMIT, a number with an optional K, M, G or T (of
// 1024); 8 GiB where it is not set. Throws Error kUsage.
std::uint64_t cache_limit_from_environment();

// False where HF_HUB_DISABLE_PROGRESS_BARS is set to 1, ON, YES or TRUE.
bool hub_progress_wanted();

}  // namespace jtp
