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

// One input picture.
struct PictureInput {
  std::filesystem::path path;                   // as the user named it; "-" for standard input
  std::optional<std::vector<std::byte>> bytes;  // replaces the file's content
  std::optional<Error> error;  // why it cannot be read, for example a folder without permission
  // For pictures that are not files: fetches the bytes. Called by the decoders' threads, several at a time.
  // Its exception becomes the picture's error, unchanged.
  std::function<std::vector<std::byte>()> fetch{};
  std::string sha256{};  // of fetch()'s bytes, if known: pictures in the memory are not fetched
};

enum class ScoreOrigin {
  kNetwork,  // computed for this picture
  kMemory,   // computed by an earlier run, or for a copy of the picture in this run
};

// One output picture: its scores or its error.
struct TaggedPicture {
  std::filesystem::path path{};
  TagResult result{};            // empty if there is an error
  std::optional<Error> error{};  // its message begins with the path (not if fetch() threw it)
  ScoreOrigin origin = ScoreOrigin::kNetwork;
};

struct LanePlan {
  int lanes = 1;             // engines that run in parallel, each on a different picture
  int threads_per_lane = 1;  // threads on one picture
};

// With at least as many pictures as threads: one thread per picture, because independent pictures need no
// barriers. With fewer: all threads on one picture. Scores do not depend on the plan.
LanePlan plan_lanes(int threads, std::int64_t pictures_at_least);

// Creates the engine of one lane.
using MakeEngine = std::function<std::unique_ptr<Engine>(int threads)>;

struct PipelineStages {
  // Returns the next picture, or nothing at the end. Called by one thread at a time. An exception ends the
  // run.
  std::function<std::optional<PictureInput>()> next;
  // Called for every picture, in the order of the inputs, in the thread that called run_pipeline(). An
  // exception ends the run.
  std::function<void(const TaggedPicture&)> write;
  // If set, each content is scored only once: known scores come from the memory, and new scores are kept at
  // once, before the picture waits for its turn to be written. An exception of the memory ends the run.
  ScoreMemory* memory = nullptr;
};

struct PipelineOptions {
  LanePlan plan;
  // Threads that read, decode and preprocess. They wait while the lanes are busy, so one per processor keeps
  // every lane supplied and costs nothing.
  int decoders = 1;
  DecodeOptions decode;
  // With features, even a picture that the memory knows goes through the network, but it keeps its stored
  // scores.
  KeptFeatures features = KeptFeatures::kNo;
};

// The most pictures between next() and write(). If results have features (3 MB for the published size), the
// limit is kFeatureWindow per lane.
inline constexpr std::int64_t kReorderWindow = 256;
inline constexpr std::int64_t kFeatureWindow = 4;

struct PipelineStats {
  std::int64_t tagged = 0;
  std::int64_t failed = 0;
  std::int64_t dropped = 0;   // taken from next(), but cancelled before they were tagged
  std::int64_t passes = 0;    // forward passes of the network
  double decode_seconds = 0;  // busy time, summed over the threads of the stage
  double infer_seconds = 0;
  double write_seconds = 0;
  double elapsed_seconds = 0;
  int decoders = 0;  // number of threads of each stage
  int lanes = 0;
};

// Reads, decodes, infers and writes in parallel until next() returns nothing. Memory does not grow with the
// number of pictures: a few preprocessed pictures wait for a lane, and at most kReorderWindow are between
// next() and write(). A picture that fails is written with its error, and the run continues. Once `cancelled`
// is true, no further picture is started; finished pictures are written, the others are dropped. Rethrows
// exceptions of next(), write(), make_engine() and the memory after every thread has ended.
PipelineStats run_pipeline(const PipelineStages& stages, const MakeEngine& make_engine,
                           const PipelineOptions& options, const std::atomic<bool>& cancelled);

}  // namespace jtp
