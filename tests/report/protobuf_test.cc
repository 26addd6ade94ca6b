// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/protobuf.h"

#include <gtest/gtest.h>

namespace jtp {
namespace {

// The examples of the encoding's documentation: {a: 150} and {b: "testing"}.
TEST(ProtobufMessage, MatchesTheDocumentedBytes) {
  ProtobufMessage integer;
  integer.add_integer(1, 150);
  EXPECT_EQ(integer.bytes(), "\x08\x96\x01");
  ProtobufMessage text;
  text.add_bytes(2, "testing");
  EXPECT_EQ(text.bytes(), "\x12\x07testing");
  ProtobufMessage outer;
  outer.add_bytes(3, integer.bytes());
  EXPECT_EQ(outer.bytes(), "\x1a\x03\x08\x96\x01");
}

TEST(ProtobufMessage, NegativeNumbersTakeTenBytes) {
  ProtobufMessage message;
  message.add_integer(1, -2);
  EXPECT_EQ(message.bytes(), "\x08\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01");
}

TEST(ProtobufMessage, FixedNumbersAreLittleEndian) {
  ProtobufMessage message;
  message.add_float(2, 1.0F);
  message.add_double(1, 1.0);
  EXPECT_EQ(message.bytes(), std::string("\x15\x00\x00\x80\x3f\x09\x00\x00\x00\x00\x00\x00\xf0\x3f", 14));
}

}  // namespace
}  // namespace jtp
