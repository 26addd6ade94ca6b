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

// The outcome for kColumns outputs.
struct FittedBlock {
  int block = 0;
  std::vector<float> bias;             // one per output
  std::vector<ContextWeight> weights;  // of those outputs
};

// The finished blocks of a fit, kept in a file beside the result so that a run that was cut off goes on where
// it stopped.
//
// The file: "JTPFIT1\n", the length of the fingerprint (u32), the fingerprint; then per block its number, the
// numbers of biases and weights (3 x u32), the biases (f32), the weights (i16, i16, f32), and a checksum of
// all that (u64). Little-endian. A block that is cut short or damaged ends the reading; those before it
// count.
class FitJournal {
 public:
  // In memory only.
  FitJournal() = default;

  // `fingerprint` says what is fitted, and how: a journal of something else is begun anew. Throws Error kIo.
  FitJournal(const std::filesystem::path& path, std::string_view fingerprint);
  ~FitJournal();
  FitJournal(const FitJournal&) = delete;
  FitJournal& operator=(const FitJournal&) = delete;

  bool has(int block) const { return blocks_.contains(block); }
  const FittedBlock& at(int block) const { return blocks_.at(block); }
  std::size_t size() const { return blocks_.size(); }

  // Is with the operating system when this returns. Throws Error kIo.
  void add(FittedBlock block);

  // The result is written: the file goes.
  void remove();

 private:
  std::size_t read(std::string_view bytes, std::string_view head);
  void append(std::string_view bytes) const;

  std::filesystem::path path_;
  int fd_ = -1;
  std::map<int, FittedBlock> blocks_;
};

}  // namespace jtp
