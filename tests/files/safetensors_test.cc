// SPDX-License-Identifier: Apache-2.0
#include "jtp/files/safetensors.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "tests/support/errors.h"
#include "tests/support/files.h"

namespace jtp {
namespace {
using test::expect_error;

// Header length, header, then `data_bytes` zero bytes.
std::string file_with(const std::string& header, std::size_t data_bytes) {
  const std::uint64_t length = header.size();
  std::string file(reinterpret_cast<const char*>(&length), sizeof length);
  return file + header + std::string(data_bytes, '\0');
}

SafetensorsHeader parse(const std::string& file) {
  return parse_safetensors(test::as_bytes(file), "w.safetensors");
}

void refuses(const std::string& part, const std::string& header, std::size_t data_bytes) {
  expect_error(ErrorKind::kModel, part, [&] { parse(file_with(header, data_bytes)); });
  expect_error(ErrorKind::kModel, "w.safetensors: ", [&] { parse(file_with(header, data_bytes)); });
}

TEST(Safetensors, ReadsTensorsAndMetadata) {
  const std::string header =
      R"({"__metadata__":{"format":"pt"},"b":{"dtype":"BF16","shape":[2,1],"data_offsets":[4,8]},)"
      R"("a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}})";
  std::string file = file_with(header, 8);
  const float value = 1.5F;
  std::memcpy(file.data() + file.size() - 8, &value, 4);
  const SafetensorsHeader parsed = parse(file);
  EXPECT_EQ(parsed.metadata.at("format"), "pt");
  EXPECT_EQ(parsed.tensors.at("a").to_floats(), std::vector<float>{1.5F});
  EXPECT_EQ(parsed.tensors.at("b").shape, (Shape{2, 1}));
  EXPECT_EQ(parsed.tensors.at("b").elements(), 2);
}

TEST(Safetensors, SurvivesTheRoundTripThroughAFile) {
  const test::TemporaryFolder folder;
  const std::vector<float> values = {1, -2, 3.25F, 4, 5, 6};
  const std::vector<std::uint8_t> bytes = {7, 8, 9};
  const NamedTensor tensors[] = {{"u", DType::kU8, {3}, std::as_bytes(std::span(bytes))},
                                 {"f", DType::kF32, {2, 3}, std::as_bytes(std::span(values))}};
  write_safetensors(folder / "t.safetensors", tensors, {{"made_by", "test"}});
  const SafetensorsFile file(folder / "t.safetensors");
  EXPECT_EQ(file.at("f").to_floats(), values);  // after 3 bytes: unaligned
  EXPECT_EQ(file.at("u").bytes[2], std::byte{9});
  EXPECT_EQ(file.metadata().at("made_by"), "test");
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(file.at("u").bytes.data()) % 64, 0U);
  expect_error(ErrorKind::kModel, "tensor g is missing", [&] { file.at("g"); });
}

TEST(Safetensors, WidensF16AndBf16Exactly) {
  const std::string header = R"({"h":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},)"
                             R"("b":{"dtype":"BF16","shape":[1],"data_offsets":[2,4]}})";
  std::string file = file_with(header, 4);
  file.replace(file.size() - 4, 4, std::string("\x00\x3E\xC0\x3F", 4));  // 1.5 as f16 and as bf16
  EXPECT_EQ(parse(file).tensors.at("h").to_floats(), std::vector<float>{1.5F});
  EXPECT_EQ(parse(file).tensors.at("b").to_floats(), std::vector<float>{1.5F});
}

TEST(Safetensors, RefusesOtherFiles) {
  expect_error(ErrorKind::kModel, "0 bytes", [] { parse(""); });
  expect_error(ErrorKind::kModel, "7 bytes", [] { parse("1234567"); });
  expect_error(ErrorKind::kModel, "or truncated",
               [] { parse("version https://git-lfs.github.com/spec/v1"); });
  expect_error(ErrorKind::kModel, "or truncated", [] { parse(std::string(8, '\xFF')); });
  refuses("not JSON", "{\"a\"", 0);
  refuses("not JSON", R"({"a":1e999})", 0);
  refuses("not a JSON object", "[1]", 0);
  refuses("zero byte", std::string("{}\0 ", 4), 0);
  refuses("nested too deeply", "{\"a\":[[[[[[1]]]]]]}", 0);
}

TEST(Safetensors, RefusesWrongOffsets) {
  refuses("[0, 8) do not fit the file's 4 bytes", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})",
          4);
  refuses("[8, 4)", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}})", 16);
  refuses("not a size", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}})", 4);
  refuses("must be [begin, end)", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}})", 4);
  refuses("needs 8 bytes", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4);
  refuses("overlaps",
          R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
          R"("b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
          12);
  refuses("4 unused bytes before tensor b",
          R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
          R"("b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}})",
          12);
  refuses("the tensors cover 4 of 6 bytes", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 6);
}

TEST(Safetensors, RefusesShapesThatOverflow) {
  refuses("overflows", R"({"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}})", 0);
  refuses("a dimension of 18446744073709551615",
          R"({"a":{"dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,4]}})", 4);
  refuses("not a size", R"({"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", 4);
  refuses("not a list", R"({"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}})", 4);
}

TEST(Safetensors, RefusesHeadersWithMissingOrDuplicateKeys) {
  refuses("contains the key \"a\" twice",
          R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
          R"("a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
          4);
  refuses("has no dtype", R"({"a":{"shape":[1],"data_offsets":[0,4]}})", 4);
  refuses("has no shape", R"({"a":{"dtype":"F32","data_offsets":[0,4]}})", 4);
  refuses("has no data_offsets", R"({"a":{"dtype":"F32","shape":[1]}})", 4);
  refuses("\"F8\" is not supported", R"({"a":{"dtype":"F8","shape":[1],"data_offsets":[0,1]}})", 1);
  refuses("__metadata__", R"({"__metadata__":{"x":1}})", 0);
}

}  // namespace
}  // namespace jtp
