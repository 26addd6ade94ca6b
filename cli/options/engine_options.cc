// SPDX-License-Identifier: Apache-2.0
#include "cli/options/engine_options.h"

#include <CLI/CLI.hpp>

#include "cli/options/choice_option.h"
#include "cli/options/number_range.h"
#include "jtp/base/thread_pool.h"

namespace jtp {

CLI::Option* add_model_option(CLI::App& app, std::string& model) {
  return app
      .add_option("--model", model, "model to use: mini, pilot, pilot2, a folder or a .safetensors file")
      ->envname("JTP_MODEL");
}

CLI::Option* add_precision_option(CLI::App& app, std::optional<Precision>& precision) {
  return add_choice<std::optional<Precision>>(
             app, "--precision",
             {{"auto", std::nullopt},
              {"f32", Precision::kF32},
              {"bf16", Precision::kBf16},
              {"int8", Precision::kInt8}},
             [&precision](std::optional<Precision> chosen) { precision = chosen; })
      ->description(
          "arithmetic of the network; auto: bf16 if the processor supports it natively, otherwise f32; check "
          "int8 with 'jtp compare' first")
      ->envname("JTP_PRECISION");
}

CLI::Option* add_threads_option(CLI::App& app, int& threads) {
  return app
      .add_option("--threads", threads,
                  "number of threads (default: one for each processor that this process may use)")
      ->check(whole_number(1, 1024))
      ->type_name("N")
      ->envname("JTP_THREADS");
}

int threads_or_all(int threads) { return threads > 0 ? threads : available_cpus(); }

}  // namespace jtp
