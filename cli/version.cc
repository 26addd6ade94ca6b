// SPDX-License-Identifier: Apache-2.0
#include "cli/version.h"

#include <fmt/format.h>

#include "cli/model/formats.h"
#include "jtp/base/isa.h"

namespace jtp {

std::string_view version() { return JTP_VERSION; }

std::string version_text() {
  std::string formats;
  for (const FormatSupport& format : format_support()) {
    if (format.built_in) formats += fmt::format(" {}", to_string(format.format));
  }
  std::string sets;
  for (const Isa isa : kAllIsas) sets += fmt::format(" {}", to_string(isa));
  return fmt::format("jtp {}\nformats:{}\ninstruction sets:{}\n", version(), formats, sets);
}

}  // namespace jtp
