// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "jtp/base/thread_pool.h"

namespace jtp {

// A checksum of the lengths and bytes of `parts` in their order, computed as fast as memory can be read. It
// detects accidental damage, not malice: a change within one aligned group of 8 bytes of a part is always
// detected; other changes are missed with a probability of 2^-64. Does not depend on the number of threads.
std::uint64_t checksum(std::span<const std::span<const std::byte>> parts, ThreadPool& pool);

}  // namespace jtp
