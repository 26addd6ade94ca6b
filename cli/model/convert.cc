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
  app.add_option("--model", options.model, "mini, pilot, pilot2, a folder or a .safetensors file")
      ->envname("JTP_MODEL");
  app.add_option("--precision", options.precision, "of the arithmetic; auto: as 'jtp tag' on this machine")
      ->check(CLI::IsMember({"auto", "f32", "bf16", "int8"}).description(""))
      ->type_name("auto|f32|bf16|int8")
      ->envname("JTP_PRECISION");
  add_threads_option(app, options.threads);
  app.add_option("-o,--out", options.out, "where the packed weights go; tags.json comes beside them")
      ->type_name("FILE.safetensors")
      ->required();
  app.footer(
      "\nThe file is for processors with the instruction set of this one. 'jtp tag' keeps such files by "
      "itself, "
      "in its cache;\nthis is for a place of your own, such as an image of a container.\n\n"
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
    fail(ErrorKind::kUsage, "--out {}: is the model itself", out.string());
  }
  if (is_packed(SafetensorsFile(files.weights))) {
    fail(ErrorKind::kUsage, "{}: is packed already, give the original model", files.weights.string());
  }
}

// What stands beside a model's weights, where it does not stand there yet.
void copy_beside(const fs::path& out, const fs::path& file) {
  const fs::path copy = out.parent_path() / file.filename();
  if (fs::exists(copy)) return;
  const MappedFile content(file);
  write_file_atomically(copy, {reinterpret_cast<const char*>(content.bytes().data()), content.size()});
}

}  // namespace

int run_convert(int argc, char** argv) {
  CLI::App app("Packs the weights of a model for this machine's arithmetic into a file that starts at once.");
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
