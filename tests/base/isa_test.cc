// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/isa.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "tests/support/errors.h"

namespace jtp {
namespace {

// JTP_ISA as a test wants it, and afterwards as it was.
class IsaSelection : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* before = std::getenv("JTP_ISA");
    if (before != nullptr) before_ = before;
    if (forced_isa()) GTEST_SKIP() << "JTP_ISA names one";
  }
  void TearDown() override { set(before_); }

  static void set(const std::string& value) { ::setenv("JTP_ISA", value.c_str(), 1); }
  // Hides `words` beside what is hidden already.
  void hide(const std::string& words) const { set(before_ + "," + words); }

  static bool supports(Isa isa) { return std::ranges::count(supported_isas(), isa) == 1; }

 private:
  std::string before_;
};

TEST_F(IsaSelection, AnUnknownNameIsRefusedWithTheChoices) {
  for (const char* wrong : {"sse9", "-sse9", "avx_vnni", "-avx512", "avx2,-", "avx2 ,-fma"}) {
    set(wrong);
    test::expect_error(ErrorKind::kDevice, "choose scalar, avx2, avx2_vnni, avx512, avx512_vnni, avx512_bf16",
                       [] { active_isa(); });
    test::expect_error(ErrorKind::kDevice, "avx512vl, avx512_vnni, avx512_bf16", [] { supported_isas(); });
    test::expect_error(ErrorKind::kDevice, wrong, [] { is_supported(Isa::kScalar); });
  }
}

TEST_F(IsaSelection, TwoNamesAreRefused) {
  set("scalar,avx2");
  test::expect_error(ErrorKind::kDevice, "name one", [] { forced_isa(); });
}

TEST_F(IsaSelection, ANameForcesItsInstructionSet) {
  for (const Isa isa : supported_isas()) {
    hide(std::string(to_string(isa)));
    EXPECT_EQ(forced_isa(), isa);
    EXPECT_EQ(active_isa(), isa);
  }
}

TEST_F(IsaSelection, WithoutANameItIsTheFastestOfTheSupportedOnes) {
  EXPECT_EQ(supported_isas().front(), Isa::kScalar);
  EXPECT_EQ(active_isa(), supported_isas().back());
  for (const Isa isa : kAllIsas) EXPECT_EQ(is_supported(isa), supports(isa)) << to_string(isa);
}

TEST_F(IsaSelection, HidingAFeatureHidesWhateverBuildsOnIt) {
  const auto before = supported_isas();
  const std::vector<std::pair<std::string, std::vector<Isa>>> rows = {
      {"-avx512_bf16", {Isa::kAvx512Bf16}},
      {"-avx512_vnni", {Isa::kAvx512Vnni, Isa::kAvx512Bf16}},
      {"-avx512bw", {Isa::kAvx512, Isa::kAvx512Vnni, Isa::kAvx512Bf16}},
      {"-avx_vnni", {Isa::kAvx2Vnni}},
      {"-avx_vnni,-avx512_bf16", {Isa::kAvx2Vnni, Isa::kAvx512Bf16}},
      {"-f16c", {kAllIsas.begin() + 1, kAllIsas.end()}},
      {",-avx,", {kAllIsas.begin() + 1, kAllIsas.end()}},
  };
  for (const auto& [words, hidden] : rows) {
    hide(words);
    auto expected = before;
    for (const Isa isa : hidden) std::erase(expected, isa);
    EXPECT_EQ(supported_isas(), expected) << words;
  }
}

TEST_F(IsaSelection, AForcedInstructionSetThatIsHiddenIsRefusedWithTheReason) {
  set("avx2,-avx");
  EXPECT_EQ(forced_isa(), Isa::kAvx2);
  test::expect_error(ErrorKind::kDevice, "cannot run avx2: avx is missing or hidden", [] { active_isa(); });
}

}  // namespace
}  // namespace jtp
