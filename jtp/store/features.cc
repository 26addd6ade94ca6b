// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/features.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "jtp/base/error.h"
#include "jtp/base/float16.h"
#include "jtp/store/database.h"
#include "jtp/store/hash_bytes.h"

namespace jtp {
namespace {

static_assert(std::endian::native == std::endian::little, "features are stored as they stand in memory");

std::string to_bytes(std::span<const float> features) {
  std::vector<f16> halves(features.size());
  std::transform(features.begin(), features.end(), halves.begin(), [](float value) { return to_f16(value); });
  return {reinterpret_cast<const char*>(halves.data()), halves.size() * sizeof(f16)};
}

std::vector<float> from_bytes(std::string_view bytes) {
  std::vector<f16> halves(bytes.size() / sizeof(f16));
  if (!halves.empty()) std::memcpy(halves.data(), bytes.data(), halves.size() * sizeof(f16));
  std::vector<float> features(halves.size());
  std::transform(halves.begin(), halves.end(), features.begin(), [](f16 value) { return to_float(value); });
  return features;
}

// 0 if one of them is a zero vector.
float cosine(std::span<const float> a, std::span<const float> b) {
  float dot = 0;
  float a_squared = 0;
  float b_squared = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    dot += a[i] * b[i];
    a_squared += a[i] * a[i];
    b_squared += b[i] * b[i];
  }
  const float lengths = std::sqrt(a_squared) * std::sqrt(b_squared);
  return lengths > 0 ? dot / lengths : 0.0F;
}

bool is_more_similar(const Features::Similar& a, const Features::Similar& b) {
  return a.similarity != b.similarity ? a.similarity > b.similarity : a.sha256 < b.sha256;
}

}  // namespace

void Features::put(ScorerId scorer, const std::string& sha256, std::span<const float> features) {
  const std::string hash = hash_bytes(sha256);
  const std::string bytes = to_bytes(features);
  store_.transaction([&] {
    store_.database().execute(
        "INSERT OR REPLACE INTO feature SELECT result.id, ?3 FROM result JOIN picture ON picture.id = picture"
        " WHERE scorer = ?1 AND sha256 = ?2",
        {static_cast<std::int64_t>(scorer), Blob{hash}, Blob{bytes}});
    if (store_.database().changed_rows() != 1) {
      fail(ErrorKind::kInternal, "features of picture {}, which has no scores", sha256);
    }
  });
}

std::vector<float> Features::find(ScorerId scorer, const std::string& sha256) const {
  Query row = store_.database().query(
      "SELECT pooled FROM picture JOIN result ON picture = picture.id JOIN feature ON result = result.id"
      " WHERE sha256 = ? AND scorer = ?",
      {Blob{hash_bytes(sha256)}, static_cast<std::int64_t>(scorer)});
  return row.next() ? from_bytes(row.bytes(0)) : std::vector<float>();
}

std::vector<Features::Similar> Features::find_similar(ScorerId scorer, std::span<const float> features,
                                                      int limit) const {
  Query rows = store_.database().query(
      "SELECT sha256, pooled FROM feature JOIN result ON result.id = result JOIN picture ON picture.id = "
      "picture"
      " WHERE scorer = ?",
      {static_cast<std::int64_t>(scorer)});
  const std::size_t wanted = static_cast<std::size_t>(std::max(limit, 0));
  std::vector<Similar> best;  // a heap, least similar first, with one extra place for the next picture
  while (wanted > 0 && rows.next()) {
    const std::vector<float> other = from_bytes(rows.bytes(1));
    if (other.size() != features.size()) continue;
    best.push_back({.sha256 = hash_hex(rows.bytes(0)), .similarity = cosine(features, other)});
    std::push_heap(best.begin(), best.end(), is_more_similar);
    if (best.size() <= wanted) continue;
    std::pop_heap(best.begin(), best.end(), is_more_similar);
    best.pop_back();
  }
  std::sort_heap(best.begin(), best.end(), is_more_similar);
  return best;
}

}  // namespace jtp
