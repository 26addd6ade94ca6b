// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "jtp/report/append_file.h"
#include "jtp/report/metrics_log.h"

namespace jtp {

// Seconds since 1970.
using WallTime = double;

// "events.out.tfevents.SECONDS.HOST.MICROSECONDS": TensorBoard knows its files by the beginning and reads
// them in the order of their names. The end tells runs apart that begin in one second.
std::string event_file_name(WallTime time, std::string_view host);

// A file of scalars for TensorBoard: TFRecord frames around `Event` messages. It grows under its own name,
// because TensorBoard follows it; a run that is resumed begins another file in the same folder. All members
// throw Error kIo.
class EventFile {
 public:
  // `resumed_after`: the step of the checkpoint from which the run goes on; TensorBoard then forgets what
  // the earlier files of the folder say about later steps.
  EventFile(const std::filesystem::path& path, WallTime time,
            std::optional<std::int64_t> resumed_after = std::nullopt);

  // Names with a slash are grouped by what stands before it. Is with the operating system on return.
  void add(std::int64_t step, WallTime time, std::span<const Metric> scalars);

 private:
  AppendFile file_;
};

}  // namespace jtp
