// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "jtp/base/thread_pool.h"

namespace jtp {

// A checksum of `parts`, one after the other with their lengths, as fast as memory can be read. For damage,
// not against malice: a change within one aligned group of 8 bytes of a part is always noticed, others are
// missed once in 2^64. Does not depend on the number of threads.
std::uint64_t checksum(std::span<const std::span<const std::byte>> parts, ThreadPool& pool);

}  // namespace jtp
