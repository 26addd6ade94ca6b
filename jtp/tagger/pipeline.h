// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/image/decode.h"
#include "jtp/model/engine.h"
#include "jtp/tagger/score_memory.h"
#include "jtp/tagger/tag_result.h"

namespace jtp {

// One picture on its way in.
struct PictureInput {
  std::filesystem::path path;                   // as the user named it; "-" for standard input
  std::optional<std::vector<std::byte>> bytes;  // in place of the file's content
  std::optional<Error> error;  // why there is nothing to read here, such as a folder without rights
  // For what is no file: how to get it, called by any of the decoders' threads, several at a time. What it
  // throws is the picture's error, as it is.
  std::function<std::vector<std::byte>()> fetch{};
  std::string sha256{};  // of what fetch() gives, where it is known: what the memory has is not fetched
};

enum class ScoreOrigin {
  kNetwork,  // computed for this picture
  kMemory,   // by an earlier run, or for a copy of the picture in this one
};

// One picture on its way out: its scores or its error.
struct TaggedPicture {
  std::filesystem::path path{};
  TagResult result{};            // empty when there is an error
  std::optional<Error> error{};  // its message begins with the path
  ScoreOrigin origin = ScoreOrigin::kNetwork;
};

struct LanePlan {
  int lanes = 1;             // engines side by side, each with a picture of its own
  int threads_per_lane = 1;  // threads on one picture
};

// With at least as many pictures as threads, one thread per picture: independent pictures need no barriers.
// With fewer, all threads on one picture. Scores do not depend on it.
LanePlan plan_lanes(int threads, std::int64_t pictures_at_least);

// An engine for one lane.
using MakeEngine = std::function<std::unique_ptr<Engine>(int threads)>;

struct PipelineStages {
  // The next picture, or nothing at the end. Called by one thread at a time. An exception ends the run.
  std::function<std::optional<PictureInput>()> next;
  // Every picture, in the order of the inputs, in the thread that called run_pipeline(). An exception ends
  // the run.
  std::function<void(const TaggedPicture&)> write;
  // With one, a content is scored once: what the memory has is taken from there, and what the network says is
  // kept at once, before the picture waits for its turn to be written. What it throws ends the run.
  ScoreMemory* memory = nullptr;
};

struct PipelineOptions {
  LanePlan plan;
  // Threads that read, decode and preprocess. They wait while the lanes are busy, so that as many of them as
  // there are processors starve no lane and cost nothing.
  int decoders = 1;
  DecodeOptions decode;
  // With features, a picture that the memory knows goes through the network too, but keeps the scores that
  // are stored.
  KeptFeatures features = KeptFeatures::kNo;
};

// Pictures between next() and write(), at most; and for each lane where the results have features, which take
// 3 MB for the published size.
inline constexpr std::int64_t kReorderWindow = 256;
inline constexpr std::int64_t kFeatureWindow = 4;

struct PipelineStats {
  std::int64_t tagged = 0;
  std::int64_t failed = 0;
  std::int64_t dropped = 0;   // taken, but cancelled before they were tagged
  std::int64_t passes = 0;    // forward passes of the network
  double decode_seconds = 0;  // busy time, added up over the threads of the stage
  double infer_seconds = 0;
  double write_seconds = 0;
  double elapsed_seconds = 0;
  int decoders = 0;  // threads of the stages that have several
  int lanes = 0;
};

// Reads, decodes, infers and writes side by side until next() ends. Memory does not grow with the number of
// pictures: a few preprocessed pictures wait for a lane, and at most kReorderWindow are between next() and
// write(). A picture that fails is written with its error; the run goes on. Once `cancelled` is true no
// further picture is started; those that are finished are written, the others dropped. Throws what next(),
// write() and make_engine() throw, after every thread has ended.
PipelineStats run_pipeline(const PipelineStages& stages, const MakeEngine& make_engine,
                           const PipelineOptions& options, const std::atomic<bool>& cancelled);

}  // namespace jtp
