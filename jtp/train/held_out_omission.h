// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "jtp/prior/omission.h"
#include "jtp/train/comm.h"
#include "jtp/train/held_out.h"

namespace jtp {

// Estimates from the current network what uploaders omitted in the held-out pictures: [K]. Every process gets
// the counts of all pictures; see OmissionEstimate.
std::vector<OmissionCount> held_out_omission(const VitModule& module, const TaggingLoss& loss,
                                             const HeldOut& held_out, const Comm& comm);

}  // namespace jtp
