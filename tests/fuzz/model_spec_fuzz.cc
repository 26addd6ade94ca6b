// SPDX-License-Identifier: Apache-2.0
// parse_model_spec() on any text: it throws Error, or no file of the spec leaves the folder that it is put
// into.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "jtp/base/error.h"
#include "jtp/hub/cache.h"
#include "jtp/hub/models.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const jtp::ModelSpec spec = jtp::parse_model_spec({reinterpret_cast<const char*>(data), size});
    const jtp::HubCache cache("/cache", spec.repo);
    for (const jtp::HubFile& file : spec.files) {
      const std::filesystem::path entry = cache.entry("commit", file.path).lexically_normal();
      if (!entry.string().starts_with("/cache/models--")) std::abort();
    }
    const auto ref = (cache.repo_folder() / "refs" / spec.revision).lexically_normal();
    if (!ref.string().starts_with((cache.repo_folder() / "refs/").string())) std::abort();
  } catch (const jtp::Error&) {
  }
  return 0;
}
