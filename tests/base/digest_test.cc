// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/digest.h"

#include <gtest/gtest.h>

#include "jtp/base/md5.h"
#include "tests/support/files.h"

namespace jtp {
namespace {

// The examples of FIPS 180-4.
TEST(Digest, MatchesThePublishedExamples) {
  EXPECT_EQ(sha256_hex(test::as_bytes("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Digest sha1(DigestAlgorithm::kSha1);
  sha1.update(test::as_bytes("a"));
  sha1.update(test::as_bytes("bc"));
  EXPECT_EQ(sha1.hex(), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

// The examples of RFC 1321.
TEST(Digest, Md5MatchesThePublishedExamples) {
  EXPECT_EQ(md5_hex({}), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5_hex(test::as_bytes("abc")), "900150983cd24fb0d6963f7d28e17f72");
}

TEST(Digest, HashesNoBytes) {
  EXPECT_EQ(sha256_hex(std::string_view()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace jtp
