// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/prior/context_model.h"

namespace jtp {

// The result for kColumns outputs.
struct FittedBlock {
  int block = 0;
  std::vector<float> bias;             // one per output
  std::vector<ContextWeight> weights;  // of these outputs
};

// The finished blocks of a fit, kept in a file beside the result, so that an interrupted run can resume.
//
// The file: "JTPFIT1\n", the length of the fingerprint (u32), the fingerprint; then per block its number, the
// numbers of biases and weights (3 x u32), the biases (f32), the weights (i16, i16, f32), and a checksum of
// all that (u64). Little-endian. Reading ends at a truncated or damaged block; the blocks before it are used.
class FitJournal {
 public:
  // A journal in memory only.
  FitJournal() = default;

  // `fingerprint` identifies what is fitted, and how: a journal with another fingerprint is discarded. Throws
  // Error kIo.
  FitJournal(const std::filesystem::path& path, std::string_view fingerprint);
  ~FitJournal();
  FitJournal(const FitJournal&) = delete;
  FitJournal& operator=(const FitJournal&) = delete;

  bool has(int block) const { return blocks_.contains(block); }
  const FittedBlock& at(int block) const { return blocks_.at(block); }
  std::size_t size() const { return blocks_.size(); }

  // Hands the block to the operating system before it returns. Throws Error kIo.
  void add(FittedBlock block);

  // Deletes the file, after the result has been written.
  void remove();

 private:
  std::size_t read(std::string_view bytes, std::string_view head);
  void append(std::string_view bytes) const;

  std::filesystem::path path_;
  int fd_ = -1;
  std::map<int, FittedBlock> blocks_;
};

}  // namespace jtp
