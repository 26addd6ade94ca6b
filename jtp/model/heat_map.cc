// SPDX-License-Identifier: Apache-2.0
#include "jtp/model/heat_map.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "jtp/base/error.h"
#include "jtp/base/logistic.h"
#include "jtp/model/packed_product.h"
#include "jtp/model/weights.h"

namespace jtp {
namespace {

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

Doubles linear(const Linear& l, std::span<const double> x) {
  Doubles y = multiply(l.weight(), x);
  for (std::size_t i = 0; i < l.bias().size(); ++i) y[i] += l.bias().data()[i];
  return y;
}

// The density of the standard normal distribution.
double phi(double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * M_PI); }
double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// Layer norm of one row, with the values that its backward pass needs.
struct NormPass {
  Doubles normalized;
  double deviation = 0;

  NormPass(std::span<const double> x, double epsilon) : normalized(x.begin(), x.end()) {
    const auto size = static_cast<double>(x.size());
    double mean = 0, variance = 0;
    for (const double v : x) mean += v / size;
    for (double& v : normalized) {
      v -= mean;
      variance += v * v / size;
    }
    deviation = std::sqrt(variance + epsilon);
    for (double& v : normalized) v /= deviation;
  }

  // The gradient with respect to x, from the one with respect to normalized * weight + bias.
  Doubles backward(std::span<const double> g, std::span<const float> weight) const {
    const auto size = static_cast<double>(g.size());
    Doubles scaled(g.begin(), g.end());
    double mean = 0, along = 0;
    for (std::size_t i = 0; i < scaled.size(); ++i) {
      scaled[i] *= weight[i];
      mean += scaled[i] / size;
      along += scaled[i] * normalized[i] / size;
    }
    for (std::size_t i = 0; i < scaled.size(); ++i)
      scaled[i] = (scaled[i] - mean - normalized[i] * along) / deviation;
    return scaled;
  }
};

// One forward pass of attention pool and head, with the values for a backward pass.
class PoolPass {
 public:
  PoolPass(const Model& model, std::span<const float> features)
      : c_(model.config()), w_(model.weights()), x_(features) {}

  // [D]: the mean over the tokens of the gradient of the tag's score with respect to the features, up to a
  // positive factor.
  Doubles channel_weights(int tag) const {
    Doubles attended;  // all heads
    for (int head = 0; head < c_.heads; ++head) {
      const Doubles values = linear(w_.attn_pool.values[at(head)], weighted_mean(head));
      attended.insert(attended.end(), values.begin(), values.end());
    }
    const Doubles g = multiply_transposed(w_.attn_pool.proj.weight(),
                                          backward_mlp(linear(w_.attn_pool.proj, attended), tag));
    Doubles weights(at(c_.width));
    for (int head = 0; head < c_.heads; ++head) {
      const auto part = std::span(g).subspan(at(head) * at(c_.head_dim()), at(c_.head_dim()));
      const Doubles of_head = multiply_transposed(w_.attn_pool.values[at(head)].weight(), part);
      for (std::size_t i = 0; i < weights.size(); ++i) weights[i] += of_head[i];
    }
    return weights;
  }

 private:
  // The mean of the features weighted by the head's softmax, [D].
  Doubles weighted_mean(int head) const {
    const Doubles key = row(w_.attn_pool.query_keys.weight(), head);
    Doubles p;
    for (std::int64_t t = 0; t < c_.tokens; ++t) p.push_back(dot(t, key));
    const double most = *std::max_element(p.begin(), p.end());
    double sum = 0;
    for (double& v : p) sum += v = std::exp(v - most);
    Doubles mean(at(c_.width));
    for (std::int64_t t = 0; t < c_.tokens; ++t) {
      for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += p[at(t)] / sum * token(t)[i];
    }
    return mean;
  }

  // y: after proj. The gradient of the tag's score with respect to y, through pooled = y +
  // fc2(gelu(fc1(norm(y)))).
  Doubles backward_mlp(const Doubles& y, int tag) const {
    const AttentionPoolWeights& pool = w_.attn_pool;
    const NormPass norm(y, c_.layer_norm_eps);
    Doubles normed = norm.normalized;
    for (std::size_t i = 0; i < normed.size(); ++i)
      normed[i] = normed[i] * pool.norm.weight.data()[i] + pool.norm.bias.data()[i];
    const Doubles hidden = linear(pool.mlp_fc1, normed);
    Doubles activated = hidden;
    for (double& v : activated) v *= normal_cdf(v);
    Doubles pooled = linear(pool.mlp_fc2, activated);
    for (std::size_t i = 0; i < pooled.size(); ++i) pooled[i] += y[i];

    Doubles g = backward_head(pooled, tag);
    Doubles inner = multiply_transposed(pool.mlp_fc2.weight(), g);
    for (std::size_t i = 0; i < inner.size(); ++i)
      inner[i] *= normal_cdf(hidden[i]) + hidden[i] * phi(hidden[i]);
    const Doubles through =
        norm.backward(multiply_transposed(pool.mlp_fc1.weight(), inner), pool.norm.weight.span());
    for (std::size_t i = 0; i < g.size(); ++i) g[i] += through[i];
    return g;
  }

  // The gradient of the logarithm of the score. It has the direction of the gradient of the score but does
  // not vanish when the score is near 0 or 1. For a plain head, the gradient of the logit.
  Doubles backward_head(const Doubles& pooled, int tag) const {
    Doubles g = row(w_.head.weight(), tag);
    if (c_.head == HeadKind::kPlain) return g;
    const std::int64_t other = tag + c_.num_tags;
    const Doubles gate = row(w_.head.weight(), other);
    const double rest = rest_of(g, pooled, tag), gate_rest = rest_of(gate, pooled, other);
    for (std::size_t i = 0; i < g.size(); ++i) g[i] = g[i] * rest + gate[i] * gate_rest;
    return g;
  }

  // 1 - sigmoid(z)
  double rest_of(const Doubles& weights, const Doubles& pooled, std::int64_t output) const {
    double z = w_.head.bias().data()[output];
    for (std::size_t i = 0; i < weights.size(); ++i) z += weights[i] * pooled[i];
    return sigmoid(-z);
  }

  const float* token(std::int64_t t) const { return x_.data() + t * c_.width; }
  double dot(std::int64_t t, const Doubles& v) const {
    double sum = 0;
    for (std::size_t i = 0; i < v.size(); ++i) sum += token(t)[i] * v[i];
    return sum;
  }

  const VitConfig& c_;
  const VitWeights& w_;
  std::span<const float> x_;
};

}  // namespace

std::vector<float> heat_map(const Model& model, std::span<const float> features, int tag) {
  const VitConfig& c = model.config();
  if (features.size() != at(c.tokens) * at(c.width) || tag < 0 || tag >= c.num_tags) {
    fail(ErrorKind::kInternal, "heat_map: {} features and tag {}, expected {} features and a tag below {}",
         features.size(), tag, at(c.tokens) * at(c.width), c.num_tags);
  }
  const Doubles weights = PoolPass(model, features).channel_weights(tag);
  Doubles values;
  for (std::size_t t = 0; t < at(c.tokens); ++t) {
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += features[t * weights.size() + i] * weights[i];
    values.push_back(std::max(sum, 0.0));
  }
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const double low = *least, range = *most - *least;
  std::vector<float> map;
  for (const double v : values) map.push_back(range > 0 ? static_cast<float>((v - low) / range) : 0.0F);
  return map;
}

}  // namespace jtp
