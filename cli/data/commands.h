// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace jtp {

// Each is defined in cli/data/<command>.cc; the table is in cli/data/data.cc.
int run_data_import(int argc, char** argv);
int run_data_manifest(int argc, char** argv);
int run_data_omission(int argc, char** argv);
int run_data_resize(int argc, char** argv);
int run_data_synth(int argc, char** argv);
int run_data_vocabulary(int argc, char** argv);

}  // namespace jtp
