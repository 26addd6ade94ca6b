// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace jtp {

// Writes the fields of a Protocol Buffers message in the order of the calls. Field numbers are 1 to 15.
class ProtobufMessage {
 public:
  void add_integer(int field, std::int64_t value);  // int64, enum
  void add_double(int field, double value);
  void add_float(int field, float value);
  void add_bytes(int field, std::string_view bytes);  // string, bytes, a message

  const std::string& bytes() const { return bytes_; }

 private:
  void add_tag(int field, int wire_type);
  void add_varint(std::uint64_t value);

  std::string bytes_;
};

// The lowest `count` bytes of `value`, least significant byte first.
void append_little_endian(std::string& bytes, std::uint64_t value, int count);

}  // namespace jtp
