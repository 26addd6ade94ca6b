// SPDX-License-Identifier: Apache-2.0
#include "jtp/store/stored_scores.h"

#include <cmath>

#include "jtp/base/error.h"
#include "jtp/base/text.h"

namespace jtp {
namespace {

constexpr std::size_t kEntryBytes = 6;
constexpr float kUnit = 0x1p-31F;

void append_big_endian(std::string& bytes, std::uint32_t value, int size) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xFF);
}

std::uint32_t read_big_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

int tag_at(std::string_view bytes, std::size_t entry) {
  return static_cast<int>(read_big_endian(bytes.substr(entry * kEntryBytes, 2)));
}

float score_at(std::string_view bytes, std::size_t entry) {
  return static_cast<float>(read_big_endian(bytes.substr(entry * kEntryBytes + 2, 4))) * kUnit;
}

}  // namespace

std::string encode_scores(std::span<const float> scores) {
  std::string bytes;
  for (std::size_t tag = 0; tag < scores.size(); ++tag) {
    const float score = scores[tag];
    if (!(score >= 0.0F && score <= 1.0F)) {
      fail(ErrorKind::kInternal, "the score of tag {} must be 0 to 1 to be stored, not {}", tag, score);
    }
    if (score < kScoreFloor) continue;
    append_big_endian(bytes, static_cast<std::uint32_t>(tag), 2);
    append_big_endian(bytes, static_cast<std::uint32_t>(std::ldexp(score, 31)), 4);
  }
  return bytes;
}

std::vector<TagScore> decode_scores(std::string_view bytes, int num_tags) {
  if (bytes.size() % kEntryBytes != 0) {
    fail(ErrorKind::kIo, "stored scores have {}, not a multiple of {}", counted(bytes.size(), "byte"),
         kEntryBytes);
  }
  std::vector<TagScore> scores(bytes.size() / kEntryBytes);
  int last = -1;
  for (std::size_t entry = 0; entry < scores.size(); ++entry) {
    const TagScore score{.index = tag_at(bytes, entry), .score = score_at(bytes, entry)};
    if (score.index <= last || score.index >= num_tags || score.score > 1.0F) {
      fail(ErrorKind::kIo, "stored score {} has tag {} after tag {} (of {} tags) and the value {}", entry,
           score.index, last, num_tags, score.score);
    }
    last = score.index;
    scores[entry] = score;
  }
  return scores;
}

float find_score(std::string_view bytes, int tag) {
  std::size_t begin = 0;
  std::size_t end = bytes.size() / kEntryBytes;
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    if (tag_at(bytes, middle) < tag) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  const bool found = begin < bytes.size() / kEntryBytes && tag_at(bytes, begin) == tag;
  return found ? score_at(bytes, begin) : 0.0F;
}

std::vector<float> to_dense(std::span<const TagScore> scores, int num_tags) {
  std::vector<float> dense(static_cast<std::size_t>(num_tags));
  for (const TagScore& score : scores) dense[static_cast<std::size_t>(score.index)] = score.score;
  return dense;
}

}  // namespace jtp
