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

// The steps that one picture takes; Tagger takes them one after the other, the pipeline on different threads.

inline constexpr std::int64_t kMaxPictureBytes = std::int64_t{2} << 30;

// read_file(); throws Error kNotFound, kIo (no rights, a folder, a FIFO), kUnsupported (over
// kMaxPictureBytes); messages name the path.
std::vector<std::byte> read_picture_file(const std::filesystem::path& path);

// A picture on its way from the decoder to the network.
struct PreparedPicture : PictureFacts {
  std::vector<float> pixels;  // [3, S, S]
};

// open_image and `preprocess`; throws what they throw.
PreparedPicture prepare_picture(std::span<const std::byte> bytes, const Preprocessor& preprocess,
                                const DecodeOptions& options);

// The same for bytes whose SHA-256 is known.
PreparedPicture prepare_picture(std::span<const std::byte> bytes, std::string sha256,
                                const Preprocessor& preprocess, const DecodeOptions& options);

// The forward pass. Throws Error kModel when a score is not a number: the weights overflow on this picture.
TagResult infer(Engine& engine, const PreparedPicture& picture, const KeptOutputs& kept = {});

}  // namespace jtp
