// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/event_file.h"

#include <fmt/format.h>

#include "jtp/report/crc32c.h"
#include "jtp/report/protobuf.h"

namespace jtp {
namespace {

// Field numbers in TensorFlow's event.proto and summary.proto.
namespace event {
constexpr int kWallTime = 1;
constexpr int kStep = 2;
constexpr int kFileVersion = 3;
constexpr int kSummary = 5;
constexpr int kSessionLog = 7;
}  // namespace event
namespace session_log {
constexpr int kStatus = 1;
constexpr int kStart = 1;  // a value of the enum SessionStatus
}  // namespace session_log
namespace summary {
constexpr int kValue = 1;
constexpr int kValueTag = 1;
constexpr int kValueSimple = 2;
}  // namespace summary

// TFRecord: the length, its checksum, the bytes, their checksum.
std::string record(const ProtobufMessage& message) {
  std::string framed;
  append_little_endian(framed, message.bytes().size(), 8);
  append_little_endian(framed, masked_crc32c(framed), 4);
  framed += message.bytes();
  append_little_endian(framed, masked_crc32c(message.bytes()), 4);
  return framed;
}

std::string first_records(WallTime time, std::optional<std::int64_t> resumed_after) {
  ProtobufMessage version;
  version.add_double(event::kWallTime, time);
  version.add_bytes(event::kFileVersion, "brain.Event:2");
  std::string records = record(version);
  if (!resumed_after) return records;
  ProtobufMessage status;
  status.add_integer(session_log::kStatus, session_log::kStart);
  ProtobufMessage restart;
  restart.add_double(event::kWallTime, time);
  restart.add_integer(event::kStep, *resumed_after + 1);  // TensorBoard also drops this step
  restart.add_bytes(event::kSessionLog, status.bytes());
  return records + record(restart);
}

}  // namespace

std::string event_file_name(WallTime time, std::string_view host) {
  const auto microseconds = static_cast<std::int64_t>(time * 1e6);
  return fmt::format("events.out.tfevents.{:010}.{}.{:06}", microseconds / 1'000'000, host,
                     microseconds % 1'000'000);
}

EventFile::EventFile(const std::filesystem::path& path, WallTime time,
                     std::optional<std::int64_t> resumed_after)
    : file_(path, first_records(time, resumed_after)) {}

void EventFile::add(std::int64_t step, WallTime time, std::span<const Metric> scalars) {
  ProtobufMessage values;
  for (const Metric& scalar : scalars) {
    ProtobufMessage value;
    value.add_bytes(summary::kValueTag, scalar.name);
    value.add_float(summary::kValueSimple, static_cast<float>(scalar.value));
    values.add_bytes(summary::kValue, value.bytes());
  }
  ProtobufMessage message;
  message.add_double(event::kWallTime, time);
  message.add_integer(event::kStep, step);
  message.add_bytes(event::kSummary, values.bytes());
  file_.append(record(message));
}

}  // namespace jtp
