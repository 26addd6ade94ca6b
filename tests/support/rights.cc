// SPDX-License-Identifier: Apache-2.0
#include "tests/support/rights.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

namespace jtp::test {
namespace {

constexpr unsigned int kOverrides = 1U << CAP_DAC_OVERRIDE | 1U << CAP_DAC_READ_SEARCH;

using Capabilities = std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3>;

Capabilities capabilities() {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  Capabilities data{};
  ::syscall(SYS_capget, &header, data.data());
  return data;
}

void set_capabilities(const Capabilities& data) {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  ::syscall(SYS_capset, &header, data.data());
}

}  // namespace

RightsCount::RightsCount() {
  Capabilities data = capabilities();
  given_up_ = data[0].effective & kOverrides;
  data[0].effective &= ~kOverrides;
  set_capabilities(data);
}

RightsCount::~RightsCount() {
  Capabilities data = capabilities();
  data[0].effective |= given_up_;
  set_capabilities(data);
}

void make_rights_count() {
  ::prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0);
  ::prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0);
}

}  // namespace jtp::test
