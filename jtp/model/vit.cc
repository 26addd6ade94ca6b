// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/vit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <string>

#include "jtp/base/float16.h"
#include "jtp/base/logistic.h"

namespace jtp {
namespace {

// The smallest task worth a thread for row-wise work, which reads and writes each element a few times; in
// elements.
constexpr std::int64_t kTaskElements = 64 << 10;

std::int64_t rows_per_task(std::int64_t width) { return std::max<std::int64_t>(1, kTaskElements / width); }

void notify(const StageEnded& ended, Stage stage) {
  if (ended) ended(stage);
}

// One patch, channel by channel, row by row: the order of patch_embed.proj.weight's elements.
template <typename Element, typename Convert>
void gather_patch(const VitConfig& c, std::span<const float> pixels, std::int64_t patch, Element* out,
                  Convert convert) {
  const std::int64_t p = c.patch_size, side = c.image_size;
  const std::int64_t y0 = patch / c.grid * p, x0 = patch % c.grid * p;
  for (std::int64_t channel = 0; channel < 3; ++channel) {
    for (std::int64_t y = 0; y < p; ++y) {
      const float* row = pixels.data() + (channel * side + y0 + y) * side + x0;
      for (std::int64_t x = 0; x < p; ++x) *out++ = convert(row[x]);
    }
  }
}

}  // namespace

void Vit::forward(std::span<const float> pixels, const ForwardOutputs& outputs, const Observer& observer) {
  const std::array<std::int64_t, 2> tokens_shape = {c_.tokens, c_.width};
  const auto show = [&](const std::string& name, std::span<const float> values,
                        std::span<const std::int64_t> shape) {
    if (observer.probe) observer.probe(name, values, shape);
  };
  const auto show_row = [&](const char* name, std::span<const float> values) {
    const std::array<std::int64_t, 1> shape = {static_cast<std::int64_t>(values.size())};
    show(name, values, shape);
  };

  patch_embed(pixels);
  notify(observer.stage_ended, Stage::kPatchEmbed);
  show("embed", a_.tokens.span(), tokens_shape);
  for (int i = 0; i < c_.depth; ++i) {
    encoder_block(w_.blocks[static_cast<std::size_t>(i)], observer.stage_ended);
    show("block." + std::to_string(i), a_.tokens.span(), tokens_shape);
  }
  norm(w_.norm, a_.tokens.data(), c_.tokens, {a_.features.data(), c_.width, ElementType::kF32});
  show("norm", a_.features.span(), tokens_shape);
  if (!outputs.features.empty()) std::ranges::copy(a_.features.span(), outputs.features.begin());
  attention_pool();
  const std::span pooled(a_.pooled.floats(), static_cast<std::size_t>(c_.width));
  show_row("pooled", pooled);
  if (!outputs.pooled.empty()) std::ranges::copy(pooled, outputs.pooled.begin());
  classifier_head(outputs.scores);
  notify(observer.stage_ended, Stage::kPool);
  show_row("logits", a_.logits.span());
  show_row("probs", outputs.scores);
}

// The convolution with stride p is a product of patches [T, 3 p p]; rows and columns beyond grid * p are not
// read.
void Vit::patch_embed(std::span<const float> pixels) {
  const MatrixView patches = a_.patches.view();
  pool_.parallel_ranges(
      c_.tokens, rows_per_task(patches.stride), [&](std::int64_t begin, std::int64_t end, int) {
        for (std::int64_t t = begin; t < end; ++t) {
          if (patches.type == ElementType::kF32) {
            gather_patch(c_, pixels, t, static_cast<float*>(patches.data) + t * patches.stride,
                         [](float v) { return v; });
          } else {
            gather_patch(c_, pixels, t, static_cast<bf16*>(patches.data) + t * patches.stride, to_bf16);
          }
        }
      });
  std::copy_n(w_.pos_embed.data(), w_.pos_embed.size(), a_.tokens.data());
  w_.patch_embed_proj.apply(k_, pool_, patches, {a_.tokens.data(), c_.width, ElementType::kF32}, c_.tokens,
                            Epilogue::kResidual);
}

// x += attn(norm1(x)); x += mlp(norm2(x))
void Vit::encoder_block(const BlockWeights& block, const StageEnded& ended) {
  const MatrixView tokens = {a_.tokens.data(), c_.width, ElementType::kF32};
  norm(block.norm1, a_.tokens.data(), c_.tokens, a_.normalized.view());
  notify(ended, Stage::kNorm);
  block.attn_qkv.apply(k_, pool_, a_.normalized.view(), a_.qkv.view(), c_.tokens);
  notify(ended, Stage::kQkv);
  attention();
  notify(ended, Stage::kAttention);
  const MatrixView attended = quantized(a_.attended, a_.quantized_attended);
  notify(ended, Stage::kNorm);
  block.attn_proj.apply(k_, pool_, attended, tokens, c_.tokens, Epilogue::kResidual);
  notify(ended, Stage::kProj);

  norm(block.norm2, a_.tokens.data(), c_.tokens, a_.normalized.view());
  notify(ended, Stage::kNorm);
  block.mlp_fc1.apply(k_, pool_, a_.normalized.view(), a_.hidden.view(), c_.tokens, Epilogue::kGelu);
  notify(ended, Stage::kFc1);
  const MatrixView hidden = quantized(a_.hidden, a_.quantized_hidden);
  notify(ended, Stage::kNorm);
  block.mlp_fc2.apply(k_, pool_, hidden, tokens, c_.tokens, Epilogue::kResidual);
  notify(ended, Stage::kFc2);
}

void Vit::attention() {
  const MatrixView qkv = a_.qkv.view(), out = a_.attended.view();
  const Attention attention = {.qkv = qkv.data,
                               .qkv_stride = qkv.stride,
                               .out = out.data,
                               .out_stride = out.stride,
                               .tokens = c_.tokens,
                               .width = c_.width,
                               .head_dim = c_.head_dim(),
                               .type = qkv.type};
  // A task packs its head's keys and values first, so heads are split only if there are too few for the
  // threads.
  const std::int64_t chunks = (2LL * pool_.threads() + c_.heads - 1) / c_.heads;
  const std::int64_t rows = round_up((c_.tokens + chunks - 1) / chunks, k_.row_tile);
  const std::int64_t grain =
      std::max<std::int64_t>(1, kTaskProducts / (2 * rows * c_.tokens * c_.head_dim()));
  pool_.parallel_ranges(c_.heads * chunks, grain, [&](std::int64_t begin, std::int64_t end, int thread) {
    std::byte* scratch = a_.scratch.data() + static_cast<std::size_t>(thread) * a_.attention_scratch;
    for (std::int64_t task = begin; task < end; ++task) {
      const std::int64_t row = task % chunks * rows;
      if (row >= c_.tokens) continue;
      k_.attention(attention, task / chunks, {row, std::min<std::int64_t>(c_.tokens, row + rows)}, scratch);
    }
  });
}

// x in the type of the blocks' Linears: x itself, or quantised to `bytes` if they are int8.
MatrixView Vit::quantized(Matrix& x, Matrix& bytes) {
  if (bytes.rows() == 0) return x.view();
  const MatrixView from = x.view(), to = bytes.view();
  const Quantize quantize = {.x = from.data,
                             .x_stride = from.stride,
                             .x_type = from.type,
                             .width = x.columns(),
                             .y = to.data,
                             .y_stride = to.stride,
                             .y_scales = to.scales};
  pool_.parallel_ranges(x.rows(), rows_per_task(x.columns()), [&](std::int64_t begin, std::int64_t end, int) {
    k_.quantize(quantize, {begin, end});
  });
  return to;
}

void Vit::norm(const NormWeights& norm, const float* x, std::int64_t rows, MatrixView y) {
  const LayerNorm layer_norm = {.x = x,
                                .x_stride = c_.width,
                                .width = c_.width,
                                .weight = norm.weight.data(),
                                .bias = norm.bias.data(),
                                .epsilon = c_.layer_norm_eps,
                                .y = y.data,
                                .y_stride = y.stride,
                                .y_type = y.type,
                                .y_scales = y.scales};
  pool_.parallel_ranges(rows, rows_per_task(c_.width), [&](std::int64_t begin, std::int64_t end, int) {
    k_.layer_norm(layer_norm, {begin, end});
  });
}

// For each head: the softmax of the constant query against every token, and the mean of the tokens weighted
// by it.
void Vit::attention_pool_weights() {
  const MatrixView features = {a_.features.data(), c_.width, ElementType::kF32};
  w_.attn_pool.query_keys.apply(k_, pool_, features, a_.pool_scores.view(), c_.tokens);
  const std::int64_t grain = rows_per_task(static_cast<std::int64_t>(c_.tokens) * c_.width);
  pool_.parallel_ranges(c_.heads, grain, [&](std::int64_t begin, std::int64_t end, int) {
    for (std::int64_t head = begin; head < end; ++head) {
      float* p = a_.pool_attention.floats() + head * a_.pool_attention.stride();
      const float* score = a_.pool_scores.floats() + head;
      for (std::int64_t t = 0; t < c_.tokens; ++t) p[t] = score[t * a_.pool_scores.stride()];
      k_.softmax(p, c_.tokens);
      k_.weighted_sum(p, a_.features.data(), c_.tokens, c_.width,
                      a_.means.floats() + head * a_.means.stride());
    }
  });
}

// x = proj(attention); pooled = x + mlp(norm(x))
void Vit::attention_pool() {
  const AttentionPoolWeights& pool = w_.attn_pool;
  attention_pool_weights();
  for (int head = 0; head < c_.heads; ++head) {
    MatrixView values = a_.pooled_values.view();
    values.data = a_.pooled_values.floats() + static_cast<std::int64_t>(head) * c_.head_dim();
    pool.values[static_cast<std::size_t>(head)].apply(k_, pool_, a_.means.from_row(head), values, 1);
  }
  pool.proj.apply(k_, pool_, a_.pooled_values.view(), a_.pooled.view(), 1);
  norm(pool.norm, a_.pooled.floats(), 1, a_.pooled_normalized.view());
  pool.mlp_fc1.apply(k_, pool_, a_.pooled_normalized.view(), a_.pooled_hidden.view(), 1, Epilogue::kGelu);
  pool.mlp_fc2.apply(k_, pool_, a_.pooled_hidden.view(), a_.pooled.view(), 1, Epilogue::kResidual);
}

void Vit::classifier_head(std::span<float> scores) {
  const MatrixView logits = {a_.logits.data(), c_.logits(), ElementType::kF32};
  w_.head.apply(k_, pool_, a_.pooled.view(), logits, 1);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    double score = sigmoid<double>(a_.logits.data()[i]);
    if (c_.head == HeadKind::kGated) score *= sigmoid<double>(a_.logits.data()[scores.size() + i]);
    scores[i] = static_cast<float>(score);
  }
}

}  // namespace jtp
