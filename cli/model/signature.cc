// SPDX-License-Identifier: Apache-2.0
#include "cli/model/signature.h"

#include <fmt/core.h>

#include <vector>

#include "cli/model/temporary_folder.h"
#include "jtp/base/digest.h"
#include "jtp/kernels/kernels.h"
#include "jtp/model/engine.h"
#include "jtp/model/random_model.h"

namespace jtp {

std::string engine_signature() {
  // For this picture every score is at least 7e-6 from where its fourth digit changes. That is twenty times
  // the effect of another order of the sums.
  constexpr std::uint64_t kModelSeed = 1, kPictureSeed = 5;
  const TemporaryFolder folder;
  const auto weights = write_random_model(RandomModelSize::kTiny, kModelSeed, folder.path());
  const auto model =
      Model::load(weights, folder.path() / "config.json", Precision::kF32, 1, kernels_for(Isa::kScalar));
  std::vector<float> scores(static_cast<std::size_t>(model->config().num_tags));
  make_engine(model, 1)->forward(random_pixels(model->config(), kPictureSeed), {scores});
  std::string text;
  for (const float score : scores) text += fmt::format("{:.4f}\n", score);
  return sha256_hex(std::as_bytes(std::span(text)));
}

}  // namespace jtp
