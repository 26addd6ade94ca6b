// SPDX-License-Identifier: Apache-2.0
#include "jtp/serve/memory_use.h"

#include <unistd.h>

#include <fstream>

namespace jtp {

std::int64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");  // proc(5): sizes in pages, the second is the resident set
  std::int64_t all = 0;
  std::int64_t resident = 0;
  if (!(file >> all >> resident)) return 0;
  return resident * ::sysconf(_SC_PAGESIZE);
}

}  // namespace jtp
