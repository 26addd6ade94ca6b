// SPDX-License-Identifier: Apache-2.0
#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>

#include "jtp/base/error.h"
#include "jtp/train/product.h"

namespace jtp {
namespace {

using dnnl::memory;

const dnnl::engine& cpu() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

memory memory_of(const at::Tensor& x) {
  const memory::desc layout(x.sizes().vec(), memory::data_type::f32, x.strides().vec());
  return {layout, cpu(), x.data_ptr<float>()};
}

// The library keeps what it has generated for these layouts, so making a primitive again is cheap.
void multiply(const std::unordered_map<int, memory>& arguments, const dnnl::matmul::desc& wanted) {
  try {
    dnnl::stream stream(cpu());
    dnnl::matmul(dnnl::matmul::primitive_desc(wanted, cpu())).execute(stream, arguments);
    stream.wait();
  } catch (const dnnl::error& error) {
    fail(ErrorKind::kInternal, "oneDNN: {}", error.what());
  }
}

bool is_ours(const at::Tensor& x) { return x.scalar_type() == at::kFloat && x.device().is_cpu(); }

}  // namespace

void product_into(const at::Tensor& out, const at::Tensor& a, const at::Tensor& b) {
  if (!is_ours(out)) {
    out.copy_(at::matmul(a, b));
    return;
  }
  const memory left = memory_of(a), right = memory_of(b), result = memory_of(out);
  multiply({{DNNL_ARG_SRC, left}, {DNNL_ARG_WEIGHTS, right}, {DNNL_ARG_DST, result}},
           {left.get_desc(), right.get_desc(), result.get_desc()});
}

void product_into(const at::Tensor& out, const at::Tensor& a, const at::Tensor& b, const at::Tensor& bias) {
  if (!is_ours(out)) {
    out.copy_(at::addmm(bias, a, b));
    return;
  }
  const at::Tensor row_of_bias = bias.contiguous().unsqueeze(0);
  const memory left = memory_of(a), right = memory_of(b), result = memory_of(out),
               row = memory_of(row_of_bias);
  multiply({{DNNL_ARG_SRC, left}, {DNNL_ARG_WEIGHTS, right}, {DNNL_ARG_BIAS, row}, {DNNL_ARG_DST, result}},
           {left.get_desc(), right.get_desc(), row.get_desc(), result.get_desc()});
}

}  // namespace jtp
