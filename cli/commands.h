// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace jtp {

// Each is defined in its folder cli/<command> or cli/model; the table is in cli/main.cc.
int run_store(int argc, char** argv);
int run_tag(int argc, char** argv);
int run_serve(int argc, char** argv);
int run_export(int argc, char** argv);
int run_review(int argc, char** argv);
int run_hydrus(int argc, char** argv);
int run_pull(int argc, char** argv);
int run_convert(int argc, char** argv);
int run_info(int argc, char** argv);
int run_compare(int argc, char** argv);
int run_bench(int argc, char** argv);
int run_trace(int argc, char** argv);
int run_data(int argc, char** argv);
int run_prior(int argc, char** argv);
int run_eval(int argc, char** argv);
int run_calibrate(int argc, char** argv);
int run_train(int argc, char** argv);

}  // namespace jtp
