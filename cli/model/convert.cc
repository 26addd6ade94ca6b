// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/options/engine_options.h"
#include "cli/options/model_option.h"
#include "cli/options/open_model.h"
#include "cli/options/parse.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/base/mapped_file.h"
#include "jtp/files/safetensors.h"
#include "jtp/model/engine.h"
#include "jtp/model/model_files.h"
#include "jtp/model/packed_format.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

struct ConvertOptions {
  std::string model;
  std::string precision = "auto";
  std::string out;
  int threads = 0;
};

void add_options(CLI::App& app, ConvertOptions& options) {
  app.add_option("--model", options.model,
                 "model to pack: mini, pilot, pilot2, a folder or a .safetensors file")
      ->envname("JTP_MODEL");
  app.add_option("--precision", options.precision,
                 "arithmetic of the network; auto: as 'jtp tag' on this machine")
      ->check(CLI::IsMember({"auto", "f32", "bf16", "int8"}).description(""))
      ->type_name("auto|f32|bf16|int8")
      ->envname("JTP_PRECISION");
  add_threads_option(app, options.threads);
  app.add_option("-o,--out", options.out, "file for the packed weights; tags.json is copied beside it")
      ->type_name("FILE.safetensors")
      ->required();
  app.footer(
      "\nThe file works on processors with the same instruction set as this one. 'jtp tag' keeps such files "
      "in\n"
      "its own cache; use this command to put one elsewhere, for example into a container image.\n\n"
      "Example:\n  jtp convert --model mini --precision f32 --out mini-f32.safetensors\n");
}

std::optional<Precision> parse_precision(const std::string& text) {
  for (const Precision precision : {Precision::kF32, Precision::kBf16, Precision::kInt8}) {
    if (to_string(precision) == text) return precision;
  }
  return std::nullopt;  // auto
}

void check_out(const fs::path& out, const ModelFiles& files) {
  std::error_code ignored;
  if (out.extension() != ".safetensors") {
    fail(ErrorKind::kUsage, "--out {}: the name must end in .safetensors", out.string());
  }
  if (fs::equivalent(out, files.weights, ignored)) {
    fail(ErrorKind::kUsage, "--out {}: this is the model itself; give another file", out.string());
  }
  if (is_packed(SafetensorsFile(files.weights))) {
    fail(ErrorKind::kUsage, "{}: the model is packed already; give the original model",
         files.weights.string());
  }
}

// Copies a file to the folder of `out`, unless it exists there.
void copy_beside(const fs::path& out, const fs::path& file) {
  const fs::path copy = out.parent_path() / file.filename();
  if (fs::exists(copy)) return;
  const MappedFile content(file);
  write_file_atomically(copy, {reinterpret_cast<const char*>(content.bytes().data()), content.size()});
}

}  // namespace

int run_convert(int argc, char** argv) {
  CLI::App app(
      "Packs the weights of a model for this machine's arithmetic, so that the model starts at once.");
  ConvertOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  const ModelFiles files = find_model(options.model);
  const fs::path out = options.out;
  check_out(out, files);
  const int threads = threads_or_all(options.threads);
  const auto model =
      Model::load(files.weights, files.config_json, parse_precision(options.precision), threads);
  model->save_packed(out, model_hash(files.weights, own_cache()), threads);
  copy_beside(out, files.tags_json);
  if (files.tags_csv) copy_beside(out, *files.tags_csv);
  if (files.config_json) copy_beside(out, *files.config_json);
  print_message(fmt::format("{}: {} as {} for {}, {:.0f} MiB", printable(out.string()), files.name,
                            to_string(model->precision()), to_string(model->kernels().isa),
                            static_cast<double>(fs::file_size(out)) / (1 << 20)));
  return kExitAllDone;
}

}  // namespace jtp
