// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/model_weights.h"

#include "jtp/base/error.h"
#include "jtp/train/tensor_files.h"

namespace jtp {
namespace {

bool is_head(const std::string& name) { return name.starts_with("head."); }

std::string where(const SafetensorsFile& file, const std::string& name) {
  return file.path().string() + ": tensor " + name;
}

at::Tensor read(const SafetensorsFile& file, const std::string& name, at::IntArrayRef shape) {
  const TensorView& view = file.at(name);
  if (at::IntArrayRef(view.shape) != shape) {
    fail(ErrorKind::kModel, "{} has the shape {}, expected {}", where(file, name), to_string(view.shape),
         to_string(std::span(shape.data(), shape.size())));
  }
  const at::Tensor tensor = to_tensor(view, where(file, name));
  if (!tensor.isfinite().all().item<bool>())
    fail(ErrorKind::kModel, "{} has an element that is not finite", where(file, name));
  file.release(view);
  return tensor;
}

// Copies the rows [rows, rest...] of a head with K or 2 K outputs; the second half belongs to the gates.
void copy_rows(const at::Tensor& from, const at::Tensor& to, const std::vector<int>& source_of_tag) {
  const auto tags = static_cast<std::int64_t>(source_of_tag.size());
  for (std::int64_t half = 0; half < to.size(0) / tags; ++half) {
    const std::int64_t from_first = half * from.size(0) / 2;
    for (std::int64_t t = 0; t < tags; ++t) {
      const int row = source_of_tag[static_cast<std::size_t>(t)];
      if (row >= 0) to[half * tags + t].copy_(from[from_first + row]);
    }
  }
}

}  // namespace

std::string_view backbone_prefix(const SafetensorsFile& file) {
  constexpr std::string_view kOpenClip = "visual.trunk.";
  return file.contains(std::string(kOpenClip) + "patch_embed.proj.weight") ? kOpenClip : "";
}

void load_backbone(const VitModule& module, const SafetensorsFile& file) {
  const at::NoGradGuard no_grad;
  const std::string prefix(backbone_prefix(file));
  for (const Parameter& p : module.parameters()) {
    if (!is_head(p.name)) p.value.copy_(read(file, prefix + p.name, p.value.sizes()));
  }
}

int load_head(const VitModule& module, const SafetensorsFile& file, const std::vector<int>& source_of_tag) {
  const at::NoGradGuard no_grad;
  const bool gated = module.config().head == HeadKind::kGated;
  const std::string name = gated ? "head.linear" : "head", other = gated ? "head" : "head.linear";
  if (file.contains(other + ".weight"))
    fail(ErrorKind::kModel, "{}: has the other kind of head ({}.weight)", file.path().string(), other);
  if (!file.contains(name + ".weight")) return 0;
  const Shape shape = file.at(name + ".weight").shape;
  int rows = 0;
  for (const int row : source_of_tag) {
    const std::int64_t limit = shape.empty() ? 0 : shape[0] / (gated ? 2 : 1);
    if (row >= limit) fail(ErrorKind::kModel, "{} has no row {}", where(file, name + ".weight"), row);
    if (row >= 0) ++rows;
  }
  const std::int64_t outputs = shape[0];
  copy_rows(read(file, name + ".weight", {outputs, module.config().width}), module.at(name + ".weight"),
            source_of_tag);
  copy_rows(read(file, name + ".bias", {outputs}), module.at(name + ".bias"), source_of_tag);
  return rows;
}

}  // namespace jtp
