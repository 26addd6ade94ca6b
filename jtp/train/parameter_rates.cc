// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/parameter_rates.h"

#include <cmath>

#include "jtp/base/parse_number.h"

namespace jtp {

double rate_factor(std::string_view name, int depth, const RateFactors& factors) {
  constexpr std::string_view kBlocks = "blocks.";
  if (name.starts_with("head.")) return factors.head;
  if (name.starts_with("attn_pool.") || name.starts_with("norm.")) return factors.pool;
  int block = -1;  // the layers before the blocks
  if (name.starts_with(kBlocks)) {
    const std::string_view rest = name.substr(kBlocks.size());
    block = parse_number<int>(rest.substr(0, rest.find('.'))).value_or(block);
  }
  return std::pow(factors.layer_decay, depth - 1 - block);
}

bool is_decayed(std::string_view name) {
  return name.ends_with(".weight") && name.find("norm") == std::string_view::npos;
}

}  // namespace jtp
