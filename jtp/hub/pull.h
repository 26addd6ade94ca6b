// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <filesystem>

#include "jtp/hub/models.h"
#include "jtp/hub/options.h"

namespace jtp {

// Makes a model complete in the cache and returns the path of its weights there; tags.json and what else the
// repository has stand beside them. No request is sent for what is there and cannot change: a model at a
// commit, or with pinned weights. Whether everything fits is found out before the first large download.
//
// Throws Error: kModel (not on the hub, or offline and not in the cache; not the pinned content, a wrong
// hash, no tags.json), kNetwork, kIo, kCancelled. What has arrived by then is resumed by the next call.
std::filesystem::path pull_model(const ModelSpec& spec, const HubOptions& options, const PullEvents& events,
                                 const std::atomic<bool>& cancelled);

}  // namespace jtp
