// SPDX-License-Identifier: Apache-2.0
// The reference: the formulas of kernels.h in plain loops, without any tricks. Read this first; the ISA
// folders compute the same in a different order.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "jtp/base/float16.h"
#include "jtp/kernels/tables.h"

namespace jtp {
namespace {

constexpr std::int64_t kPanel = 8;

float load(const void* array, ElementType type, std::int64_t i) {
  switch (type) {
    case ElementType::kF32:
      return static_cast<const float*>(array)[i];
    case ElementType::kBf16:
      return to_float(static_cast<const bf16*>(array)[i]);
    case ElementType::kInt8:
      return static_cast<float>(static_cast<const std::int8_t*>(array)[i]);
  }
  return 0;
}

void store(void* array, ElementType type, std::int64_t i, float value) {
  if (type == ElementType::kF32) {
    static_cast<float*>(array)[i] = value;
  } else {
    static_cast<bf16*>(array)[i] = to_bf16(value);
  }
}

// Reads B[n][k] from the packed layout.
float packed_element(const PackedMatrix& b, std::int64_t n, std::int64_t k) {
  const std::int64_t group = k_group(b.type);
  const std::int64_t offset = (k / group * b.panel + n % b.panel) * group + k % group;
  return load(b.panel_data(n / b.panel) + b.prefix_bytes(), b.type, offset);
}

float packed_scale(const PackedMatrix& b, std::int64_t n) {
  return reinterpret_cast<const float*>(b.panel_data(n / b.panel))[b.panel + n % b.panel];
}

// A[m] . B[n], without bias.
float product(const Gemm& g, std::int64_t m, std::int64_t n) {
  if (g.b.type == ElementType::kInt8) {
    std::int32_t sum = 0;
    for (std::int64_t k = 0; k < g.b.k; ++k) {
      const std::int32_t a = static_cast<const std::uint8_t*>(g.a)[m * g.a_stride + k] - 128;
      sum += a * static_cast<std::int32_t>(packed_element(g.b, n, k));
    }
    return static_cast<float>(sum) * (g.a_scales[m] * packed_scale(g.b, n));
  }
  float sum = 0;
  for (std::int64_t k = 0; k < g.b.k; ++k) {
    sum += load(g.a, g.b.type, m * g.a_stride + k) * packed_element(g.b, n, k);
  }
  return sum;
}

float gelu(float v) { return 0.5F * v * (1.0F + std::erf(v * 0.70710678118654752F)); }

void gemm(const Gemm& g, IndexRange rows, IndexRange panels) {
  const std::int64_t columns_end = std::min(g.b.n, panels.end * g.b.panel);
  for (std::int64_t m = rows.begin; m < rows.end; ++m) {
    for (std::int64_t n = panels.begin * g.b.panel; n < columns_end; ++n) {
      float sum = product(g, m, n);
      if (g.bias != nullptr) sum += g.bias[n];
      const std::int64_t at = m * g.c_stride + n;
      if (g.epilogue == Epilogue::kGelu) sum = gelu(sum);
      if (g.epilogue == Epilogue::kResidual) sum += static_cast<const float*>(g.c)[at];
      store(g.c, g.c_type, at, sum);
    }
  }
}

// Quantises the row x(0), ..., x(width - 1) to bytes; returns the scale. Calls each x(i) twice.
template <typename Row>
float quantize_row(const Row& x, std::int64_t width, std::uint8_t* y) {
  float most = 0;
  for (std::int64_t i = 0; i < width; ++i) most = std::max(most, std::abs(x(i)));
  const float inverse = most > 0 ? 127.0F / most : 0.0F;
  for (std::int64_t i = 0; i < width; ++i) y[i] = static_cast<std::uint8_t>(128 + std::lrint(x(i) * inverse));
  return most / 127.0F;
}

void quantize(const Quantize& q, IndexRange rows) {
  for (std::int64_t row = rows.begin; row < rows.end; ++row) {
    const auto x = [&](std::int64_t i) { return load(q.x, q.x_type, row * q.x_stride + i); };
    q.y_scales[row] = quantize_row(x, q.width, static_cast<std::uint8_t*>(q.y) + row * q.y_stride);
  }
}

void layer_norm(const LayerNorm& norm, IndexRange rows) {
  for (std::int64_t row = rows.begin; row < rows.end; ++row) {
    const float* x = norm.x + row * norm.x_stride;
    float sum = 0;
    for (std::int64_t i = 0; i < norm.width; ++i) sum += x[i];
    const float mean = sum / static_cast<float>(norm.width);
    float squares = 0;
    for (std::int64_t i = 0; i < norm.width; ++i) squares += (x[i] - mean) * (x[i] - mean);
    const float scale = 1.0F / std::sqrt(squares / static_cast<float>(norm.width) + norm.epsilon);
    const auto y = [&](std::int64_t i) { return (x[i] - mean) * scale * norm.weight[i] + norm.bias[i]; };
    const std::int64_t at = row * norm.y_stride;
    if (norm.y_type == ElementType::kInt8) {
      norm.y_scales[row] = quantize_row(y, norm.width, static_cast<std::uint8_t*>(norm.y) + at);
    } else {
      for (std::int64_t i = 0; i < norm.width; ++i) store(norm.y, norm.y_type, at + i, y(i));
    }
  }
}

std::size_t attention_scratch(const Attention& a) {
  return static_cast<std::size_t>(a.tokens) * sizeof(float);
}

// As in the other tables, the probabilities are rounded to the element type before the product with v, but
// their sum is not.
void attention(const Attention& a, std::int64_t head, IndexRange rows, std::byte* scratch) {
  auto* p = reinterpret_cast<float*>(scratch);
  const std::int64_t q0 = head * a.head_dim, k0 = a.width + q0, v0 = 2 * a.width + q0;
  const float scale = 1.0F / std::sqrt(static_cast<float>(a.head_dim));
  for (std::int64_t row = rows.begin; row < rows.end; ++row) {
    for (std::int64_t t = 0; t < a.tokens; ++t) {
      p[t] = 0;
      for (std::int64_t i = 0; i < a.head_dim; ++i) {
        p[t] +=
            load(a.qkv, a.type, row * a.qkv_stride + q0 + i) * load(a.qkv, a.type, t * a.qkv_stride + k0 + i);
      }
    }
    const float max = *std::max_element(p, p + a.tokens);
    float sum = 0;
    for (std::int64_t t = 0; t < a.tokens; ++t) {
      p[t] = std::exp((p[t] - max) * scale);
      sum += p[t];
      if (a.type == ElementType::kBf16) p[t] = to_float(to_bf16(p[t]));
    }
    for (std::int64_t i = 0; i < a.head_dim; ++i) {
      float value = 0;
      for (std::int64_t t = 0; t < a.tokens; ++t)
        value += p[t] * load(a.qkv, a.type, t * a.qkv_stride + v0 + i);
      store(a.out, a.type, row * a.out_stride + q0 + i, value / sum);
    }
  }
}

void softmax(float* p, std::int64_t n) {
  const float max = *std::max_element(p, p + n);
  float sum = 0;
  for (std::int64_t i = 0; i < n; ++i) sum += p[i] = std::exp(p[i] - max);
  for (std::int64_t i = 0; i < n; ++i) p[i] /= sum;
}

void weighted_sum(const float* p, const float* x, std::int64_t tokens, std::int64_t width, float* out) {
  std::fill_n(out, width, 0.0F);
  for (std::int64_t t = 0; t < tokens; ++t) {
    for (std::int64_t i = 0; i < width; ++i) out[i] += p[t] * x[t * width + i];
  }
}

// Eight parallel sums, so that none has to wait for the previous addition.
template <typename Number>
void multiply_registers(std::int64_t steps, Number factor) {
  Number sums[kPanel] = {};
  for (std::int64_t step = 0; step < steps; ++step) {
    for (Number& sum : sums) sum = sum * factor + 1;
  }
  [[maybe_unused]] volatile Number needed = std::accumulate(sums, sums + kPanel, Number{});
}

std::int64_t multiply_adds(ElementType type, std::int64_t steps) {
  if (type == ElementType::kInt8) {
    multiply_registers<std::uint32_t>(steps, 3);
  } else {
    multiply_registers<float>(steps, 0.5F);
  }
  return steps * kPanel;
}

}  // namespace

const Kernels kScalarKernels = {
    .isa = Isa::kScalar,
    .panel = kPanel,
    .row_tile = 1,
    .half = ElementType::kF32,
    .gemm = gemm,
    .layer_norm = layer_norm,
    .quantize = quantize,
    .attention_scratch = attention_scratch,
    .attention = attention,
    .softmax = softmax,
    .weighted_sum = weighted_sum,
    .multiply_adds = multiply_adds,
};

}  // namespace jtp
