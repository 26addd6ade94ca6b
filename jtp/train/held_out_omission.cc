// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/held_out_omission.h"

#include <algorithm>

#include "jtp/base/error.h"
#include "jtp/prior/omission_estimate.h"

namespace jtp {
namespace {

// Combines the estimates of all processes: each writes its own into one row of a table, and the tables are
// added up.
OmissionEstimate merged(const OmissionEstimate& own, const OmissionEstimate& empty, const Comm& comm) {
  const auto places = static_cast<std::int64_t>(own.best().size());
  const at::Tensor table = at::zeros({comm.place().world, places}, at::kFloat);
  std::ranges::copy(own.best(), table.data_ptr<float>() + comm.place().rank * places);
  comm.sum(table);
  OmissionEstimate all = empty;
  for (std::int64_t row = 0; row < table.size(0); ++row)
    all.take({table.data_ptr<float>() + row * places, static_cast<std::size_t>(places)});
  return all;
}

}  // namespace

std::vector<OmissionCount> held_out_omission(const VitModule& module, const TaggingLoss& loss,
                                             const HeldOut& held_out, const Comm& comm) {
  const OmissionEstimate empty(held_out.pictures.label_counts(module.config().num_tags));
  OmissionEstimate own = empty;
  const auto tags = static_cast<std::size_t>(module.config().num_tags);
  for_each_held_out(module, held_out, comm.place(), [&](const at::Tensor& logits, const KnownTags& known) {
    const at::Tensor probabilities = loss.probabilities(logits);
    if (!probabilities.isfinite().all().item<bool>())
      fail(ErrorKind::kInternal, "omission: the network's scores are not finite");
    for (std::size_t i = 0; i < known.labels.size(); ++i)
      own.add({probabilities.data_ptr<float>() + i * tags, tags}, known.labels[i]);
  });
  return merged(own, empty, comm).counts();
}

}  // namespace jtp
