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

// "events.out.tfevents.SECONDS.HOST.MICROSECONDS". TensorBoard recognises its files by the prefix and reads
// them in alphabetical order. The last part distinguishes runs that begin in the same second.
std::string event_file_name(WallTime time, std::string_view host);

// A file of scalars for TensorBoard: TFRecord frames around `Event` messages. It grows under its final name,
// because TensorBoard follows it. A resumed run begins another file in the same folder. All members throw
// Error kIo.
class EventFile {
 public:
  // `resumed_after`: the step of the checkpoint from which the run resumes. TensorBoard then discards later
  // steps from earlier files of the folder.
  EventFile(const std::filesystem::path& path, WallTime time,
            std::optional<std::int64_t> resumed_after = std::nullopt);

  // Names with a slash are grouped by the part before it. Hands the data to the operating system before it
  // returns.
  void add(std::int64_t step, WallTime time, std::span<const Metric> scalars);

 private:
  AppendFile file_;
};

}  // namespace jtp
