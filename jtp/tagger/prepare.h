// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "jtp/base/picture_facts.h"
#include "jtp/image/decode.h"
#include "jtp/image/preprocess.h"
#include "jtp/model/engine.h"
#include "jtp/tagger/tag_result.h"

namespace jtp {

// The steps from a file to scores. Tagger runs them one after the other, the pipeline on different threads.

inline constexpr std::int64_t kMaxPictureBytes = std::int64_t{2} << 30;

// The bytes of a regular file. Throws Error kNotFound, kIo (no permission, a folder, a FIFO) or kUnsupported
// (over kMaxPictureBytes) naming the path.
std::vector<std::byte> read_picture_file(const std::filesystem::path& path);

// A decoded and preprocessed picture for the network.
struct PreparedPicture : PictureFacts {
  std::vector<float> pixels;  // [3, S, S]
};

// Decodes and preprocesses `bytes`. Throws as open_image() and `preprocess` do.
PreparedPicture prepare_picture(std::span<const std::byte> bytes, const Preprocessor& preprocess,
                                const DecodeOptions& options);

// The same if the SHA-256 of `bytes` is already known.
PreparedPicture prepare_picture(std::span<const std::byte> bytes, std::string sha256,
                                const Preprocessor& preprocess, const DecodeOptions& options);

// Runs the forward pass. Throws Error kModel if a score is not finite, because the weights overflow on this
// picture.
TagResult infer(Engine& engine, const PreparedPicture& picture, const KeptOutputs& kept = {});

}  // namespace jtp
