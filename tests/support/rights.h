// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace jtp::test {

// Rights of files mean nothing to root. While this lives, they mean to the calling thread what they mean to
// others (it gives up CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH); without them it does nothing.
class RightsCount {
 public:
  RightsCount();
  ~RightsCount();
  RightsCount(const RightsCount&) = delete;
  RightsCount& operator=(const RightsCount&) = delete;

 private:
  unsigned int given_up_ = 0;  // bits of capabilities
};

// The same for this process for ever, through exec too; for a child before it becomes another program.
void make_rights_count();

}  // namespace jtp::test
