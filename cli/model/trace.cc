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
#include "cli/options/engine_options.h"
#include "cli/options/open_model.h"
#include "cli/options/parse.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"
#include "jtp/files/safetensors.h"
#include "jtp/image/decode.h"
#include "jtp/image/preprocess.h"
#include "jtp/model/engine.h"
#include "jtp/tagger/prepare.h"

namespace jtp {
namespace {

struct TraceOptions {
  std::vector<std::string> pictures;
  std::string pixels;  // a .safetensors file, instead of pictures
  std::string model;
  std::optional<Precision> precision = Precision::kF32;
  std::string out;
  int threads = 0;
};

// Named arrays [N, ...] that grow by one picture at a time.
class Trace {
 public:
  void add(std::string_view name, std::span<const float> values, std::span<const std::int64_t> shape) {
    Array& array = arrays_[index(name)];
    array.shape.assign(shape.begin(), shape.end());
    array.values.insert(array.values.end(), values.begin(), values.end());
    ++array.pictures;
  }

  // The resized picture, before its conversion to the network's input. For a single picture only, because
  // sizes differ.
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
  engine.forward(pixels, {scores},
                 {.probe = [&](std::string_view name, std::span<const float> values,
                               std::span<const std::int64_t> sizes) { trace.add(name, values, sizes); }});
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

// The tensor `images` [N, 3, side, side] of a file. Errors with it are kInvalidInput, not kModel, although
// models have the same format.
std::vector<float> read_images(const std::string& path, std::int64_t side) {
  try {
    const SafetensorsFile file(path);
    const TensorView& images = file.at("images");
    const Shape& shape = images.shape;
    const bool fits = shape.size() == 4 && shape[1] == 3 && shape[2] == side && shape[3] == side;
    if (!fits || images.dtype != DType::kF32) {
      fail(ErrorKind::kInvalidInput, "{}: the tensor 'images' is {} {}; the model needs F32 [N, 3, {}, {}]",
           path, to_string(images.dtype), to_string(shape), side, side);
    }
    return images.to_floats();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::kModel) throw Error(ErrorKind::kInvalidInput, error.what());
    throw;
  }
}

Trace trace_tensor(Engine& engine, const std::string& path) {
  const std::int64_t side = engine.config().image_size;
  const std::vector<float> pixels = read_images(path, side);
  Trace trace;
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
                 "file with the tensor 'images' [N, 3, S, S], instead of pictures")
      ->type_name("FILE.safetensors")
      ->excludes(pictures);
  add_model_option(app, options.model);
  add_precision_option(app, options.precision)->default_str("f32");
  add_threads_option(app, options.threads);
  app.add_option("-o,--out", options.out, "file for the arrays")->type_name("FILE.safetensors")->required();
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
  const Tagger tagger =
      open_model({.model = options.model, .precision = options.precision, .threads = options.threads});
  const auto engine = tagger.make_engine(tagger.threads());
  const Trace trace = options.pixels.empty() ? trace_pictures(*engine, options.pictures)
                                             : trace_tensor(*engine, options.pixels);
  trace.write(options.out);
  return kExitAllDone;
}

}  // namespace jtp
