// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/protobuf.h"

#include <bit>

namespace jtp {
namespace {

// Wire types of the Protocol Buffers encoding.
constexpr int kVarint = 0;
constexpr int kFixed64 = 1;
constexpr int kLengthDelimited = 2;
constexpr int kFixed32 = 5;

}  // namespace

void append_little_endian(std::string& bytes, std::uint64_t value, int count) {
  for (int i = 0; i < count; ++i) bytes.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
}

void ProtobufMessage::add_tag(int field, int wire_type) {
  add_varint(static_cast<std::uint64_t>(field << 3 | wire_type));
}

void ProtobufMessage::add_varint(std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<char>((value & 0x7F) | 0x80));
  bytes_.push_back(static_cast<char>(value));
}

void ProtobufMessage::add_integer(int field, std::int64_t value) {
  add_tag(field, kVarint);
  add_varint(static_cast<std::uint64_t>(value));
}

void ProtobufMessage::add_double(int field, double value) {
  add_tag(field, kFixed64);
  append_little_endian(bytes_, std::bit_cast<std::uint64_t>(value), 8);
}

void ProtobufMessage::add_float(int field, float value) {
  add_tag(field, kFixed32);
  append_little_endian(bytes_, std::bit_cast<std::uint32_t>(value), 4);
}

void ProtobufMessage::add_bytes(int field, std::string_view bytes) {
  add_tag(field, kLengthDelimited);
  add_varint(bytes.size());
  bytes_ += bytes;
}

}  // namespace jtp
