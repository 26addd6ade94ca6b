// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace jtp {

// Each is defined in cli/prior/<command>.cc; the table is in cli/prior/prior.cc.
int run_prior_fit(int argc, char** argv);
int run_prior_eval(int argc, char** argv);
int run_prior_show(int argc, char** argv);
int run_prior_suggest(int argc, char** argv);

}  // namespace jtp
