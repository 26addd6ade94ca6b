// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/matmul_onednn.h"

#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>

#include "jtp/base/error.h"

namespace jtp {
namespace {

using dnnl::memory;

const dnnl::engine& cpu() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

// A view of the tensor, which must outlive it.
memory memory_of(const at::Tensor& x) {
  const memory::desc layout(x.sizes().vec(), memory::data_type::f32, x.strides().vec());
  return {layout, cpu(), x.data_ptr<float>()};
}

}  // namespace

const bool kHasOneDnn = true;

// The library caches generated code for these layouts, so creating a primitive again is cheap.
void onednn_matmul(const at::Tensor& out, const at::Tensor& a, const at::Tensor& b, const at::Tensor& bias) {
  try {
    const memory left = memory_of(a), right = memory_of(b), result = memory_of(out);
    std::unordered_map<int, memory> arguments = {
        {DNNL_ARG_SRC, left}, {DNNL_ARG_WEIGHTS, right}, {DNNL_ARG_DST, result}};
    dnnl::matmul::desc wanted(left.get_desc(), right.get_desc(), result.get_desc());
    if (bias.defined()) {
      const memory row = memory_of(bias.unsqueeze(0));
      arguments.emplace(DNNL_ARG_BIAS, row);
      wanted = {left.get_desc(), right.get_desc(), row.get_desc(), result.get_desc()};
    }
    dnnl::stream stream(cpu());
    dnnl::matmul(dnnl::matmul::primitive_desc(wanted, cpu())).execute(stream, arguments);
    stream.wait();
  } catch (const dnnl::error& error) {
    fail(ErrorKind::kInternal, "oneDNN: {}", error.what());
  }
}

}  // namespace jtp
