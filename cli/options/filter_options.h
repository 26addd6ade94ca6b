// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jtp/tags/select.h"

namespace CLI {
class App;
}

namespace jtp {

// --limit, --category, --only and --exclude, in the group "Tags".
void add_filter_options(CLI::App& app, TagFilter& filter);

}  // namespace jtp
