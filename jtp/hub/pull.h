// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <filesystem>

#include "jtp/hub/models.h"
#include "jtp/hub/options.h"

namespace jtp {

// Completes a model in the cache and returns the path of its weights; tags.json and the other files lie
// beside them. No request is sent for files that are present and cannot change: a model at a commit, or with
// pinned weights. All checks that need no download come before the first large one.
//
// Throws Error: kModel (not on the hub; offline and not in the cache; not the pinned content; a wrong hash;
// no tags.json), kNetwork, kIo, kCancelled. The next call resumes what has arrived by then.
std::filesystem::path pull_model(const ModelSpec& spec, const HubOptions& options, const PullEvents& events,
                                 const std::atomic<bool>& cancelled);

}  // namespace jtp
