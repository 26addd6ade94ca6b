// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "jtp/files/safetensors.h"

namespace jtp::test {

// The tensors of a small network of the JTP architecture with random weights, to be written as they are or
// spoilt.
class TinyModel {
 public:
  struct Sizes {
    int image = 28, patch = 14, width = 16, depth = 2, heads = 2, mlp = 24, tags = 5;
    bool gated = false;
  };

  TinyModel() : TinyModel(Sizes()) {}
  explicit TinyModel(const Sizes& sizes);

  // Tensors by name; every test may change them before write().
  struct Tensor {
    Shape shape;
    std::vector<float> values;
  };
  std::map<std::string, Tensor> tensors;

  // model.safetensors, config.json (num_heads, img_size) and tags.json (tag_0 ...) in `folder`; returns the
  // weights.
  std::filesystem::path write(const std::filesystem::path& folder) const;

 private:
  void add(const std::string& name, Shape shape);
  void add_linear(const std::string& name, Shape shape);
  void add_norm(const std::string& name);
  Sizes sizes_;
};

}  // namespace jtp::test
