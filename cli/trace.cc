// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/model_option.h"
#include "cli/parse.h"
#include "cli/signals.h"
#include "cli/terminal.h"
#include "jtp/base/error.h"
#include "jtp/base/thread_pool.h"
#include "jtp/image/decode.h"
#include "jtp/image/preprocess.h"
#include "jtp/model/engine.h"
#include "jtp/model/safetensors.h"
#include "jtp/tagger/prepare.h"

namespace jtp {
namespace {

struct TraceOptions {
  std::vector<std::string> pictures;
  std::string pixels;  // a .safetensors file, in place of pictures
  std::string model;
  std::string precision = "f32";
  std::string out;
  int threads = 0;
};

// Named arrays that grow by one picture at a time, [N, ...] in the end.
class Trace {
 public:
  void add(std::string_view name, std::span<const float> values, std::span<const std::int64_t> shape) {
    Array& array = arrays_[index(name)];
    array.shape.assign(shape.begin(), shape.end());
    array.values.insert(array.values.end(), values.begin(), values.end());
    ++array.pictures;
  }

  // The picture that the network saw, before it became numbers. With one picture only: sizes differ.
  void set_resized(Image image) { resized_ = std::move(image); }

  void write(const std::filesystem::path& path) const {
    std::vector<NamedTensor> tensors;
    if (resized_) {
      tensors.push_back({"resized_rgba",
                         DType::kU8,
                         {resized_->height, resized_->width, 4},
                         std::as_bytes(std::span(resized_->rgba))});
    }
    for (const Array& array : arrays_) {
      Shape shape = array.shape;
      shape.insert(shape.begin(), array.pictures);
      tensors.push_back({array.name, DType::kF32, std::move(shape), std::as_bytes(std::span(array.values))});
    }
    write_safetensors(path, tensors);
  }

 private:
  struct Array {
    std::string name;
    Shape shape;  // of one picture
    std::vector<float> values;
    std::int64_t pictures = 0;
  };

  std::size_t index(std::string_view name) {
    for (std::size_t i = 0; i < arrays_.size(); ++i) {
      if (arrays_[i].name == name) return i;
    }
    arrays_.push_back({std::string(name), {}, {}, 0});
    return arrays_.size() - 1;
  }

  std::vector<Array> arrays_;  // in the order of the forward pass
  std::optional<Image> resized_;
};

void trace_pixels(Engine& engine, std::span<const float> pixels, Trace& trace) {
  const std::int64_t side = engine.config().image_size;
  const Shape shape = {3, side, side};
  trace.add("pixels", pixels, shape);
  std::vector<float> scores(static_cast<std::size_t>(engine.config().num_tags));
  engine.forward(pixels, scores,
                 [&](std::string_view name, std::span<const float> values,
                     std::span<const std::int64_t> sizes) { trace.add(name, values, sizes); });
}

Trace trace_pictures(Engine& engine, const std::vector<std::string>& pictures) {
  Trace trace;
  const Preprocessor preprocess(engine.config().image_size);
  const auto side = static_cast<std::size_t>(preprocess.side());
  std::vector<float> pixels(3 * side * side);
  for (const std::string& path : pictures) {
    const auto bytes = read_picture_file(path);
    try {
      Image fitted = preprocess.fit(decode_image(bytes));
      preprocess.to_pixels(fitted, pixels);
      if (pictures.size() == 1) trace.set_resized(std::move(fitted));
    } catch (const Error& error) {
      throw with_context(error, path);
    }
    trace_pixels(engine, pixels, trace);
    if (interrupted()) fail(ErrorKind::kCancelled, "interrupted");
  }
  return trace;
}

Trace trace_tensor(Engine& engine, const std::string& path) {
  const SafetensorsFile file(path);
  const TensorView& images = file.at("images");
  const std::int64_t side = engine.config().image_size;
  if (images.shape.size() != 4 || images.shape[1] != 3 || images.shape[2] != side ||
      images.shape[3] != side) {
    fail(ErrorKind::kInvalidInput, "{}: images is {}, the model takes [N, 3, {}, {}]", path,
         to_string(images.shape), side, side);
  }
  Trace trace;
  const std::vector<float> pixels = images.to_floats();
  const auto one = static_cast<std::size_t>(3 * side * side);
  for (std::size_t first = 0; first < pixels.size(); first += one) {
    trace_pixels(engine, std::span(pixels).subspan(first, one), trace);
    if (interrupted()) fail(ErrorKind::kCancelled, "interrupted");
  }
  return trace;
}

void add_options(CLI::App& app, TraceOptions& options) {
  auto* pictures = app.add_option("PICTURE", options.pictures, "picture files");
  app.add_option("--pixels", options.pixels,
                 "a file with the tensor images [N, 3, S, S], in place of pictures")
      ->type_name("FILE.safetensors")
      ->excludes(pictures);
  app.add_option("--model", options.model, "mini, pilot, pilot2, a folder or a .safetensors file")
      ->envname("JTP_MODEL");
  app.add_option("--precision", options.precision, "of the arithmetic")
      ->check(CLI::IsMember({"f32", "bf16"}).description(""))
      ->type_name("f32|bf16")
      ->capture_default_str();
  app.add_option("--threads", options.threads, "default: every processor that this process may use")
      ->check(CLI::Range(1, 1024).description(""))
      ->type_name("N")
      ->envname("JTP_THREADS");
  app.add_option("-o,--out", options.out, "where the arrays go")->type_name("FILE.safetensors")->required();
  app.footer(
      "\nArrays: resized_rgba u8 [h, w, 4] (one picture only), pixels [N, 3, S, S], embed and block.I and "
      "norm [N, T, D],\n"
      "pooled [N, D], logits [N, K or 2K], probs [N, K].\n\n"
      "Example:\n  jtp trace --model mini --out trace.safetensors picture.png\n");
}

}  // namespace

int run_trace(int argc, char** argv) {
  CLI::App app("Writes every intermediate result of the network to a .safetensors file.");
  TraceOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;
  if (options.pictures.empty() && options.pixels.empty()) fail(ErrorKind::kUsage, "no pictures given");

  install_signal_handlers();
  const ModelChoice model = choose_model(options.model);
  if (!model.note.empty()) print_message(model.note);
  const int threads = options.threads > 0 ? options.threads : available_cpus();
  const Precision precision = options.precision == "bf16" ? Precision::kBf16 : Precision::kF32;
  const Tagger tagger =
      load_tagger(model.files, {.precision = precision, .threads = threads, .decode = {}, .cache = {}});
  const auto engine = tagger.make_engine(threads);
  const Trace trace = options.pixels.empty() ? trace_pictures(*engine, options.pictures)
                                             : trace_tensor(*engine, options.pixels);
  trace.write(options.out);
  return kExitAllDone;
}

}  // namespace jtp
