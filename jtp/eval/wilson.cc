// SPDX-License-Identifier: Apache-2.0
#include "jtp/eval/wilson.h"

#include <algorithm>
#include <cmath>

namespace jtp {

Interval wilson_interval(double hits, double trials, double z) {
  if (!(trials > 0)) return {.lower = 0, .upper = 1};
  const double share = std::clamp(hits / trials, 0.0, 1.0);
  const double z2 = z * z;
  const double middle = share + z2 / (2 * trials);
  const double reach = z * std::sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials));
  const double scale = 1 + z2 / trials;
  return {.lower = std::max(0.0, (middle - reach) / scale), .upper = std::min(1.0, (middle + reach) / scale)};
}

Interval informedness_interval(const Confusion& counts) {
  if (counts.positives() == 0 || counts.negatives() == 0) return {.lower = -1, .upper = 1};
  const double tpr = counts.tp / counts.positives(), fpr = counts.fp / counts.negatives();
  const Interval hits = wilson_interval(counts.tp, counts.positives());
  const Interval alarms = wilson_interval(counts.fp, counts.negatives());
  const double difference = tpr - fpr;
  return {.lower = difference - std::hypot(tpr - hits.lower, alarms.upper - fpr),
          .upper = difference + std::hypot(hits.upper - tpr, fpr - alarms.lower)};
}

}  // namespace jtp
