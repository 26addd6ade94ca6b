// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>

namespace jtp {

// bfloat16: the upper half of a float32 (1 sign, 8 exponent, 7 fraction bits).
enum class bf16 : std::uint16_t {};

constexpr float to_float(bf16 value) { return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16); }

// Rounds to nearest, ties to even; a NaN stays a (quiet) NaN. Equal to the conversion of AVX512-BF16, except
// that the instruction flushes subnormal floats to zero.
constexpr bf16 to_bf16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  if ((bits & 0x7FFFFFFFu) > 0x7F800000u) return static_cast<bf16>((bits >> 16) | 0x0040u);
  return static_cast<bf16>((bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16);
}

// IEEE 754 binary16 (1 sign, 5 exponent, 10 fraction bits); exact in float32.
enum class f16 : std::uint16_t {};

constexpr float to_float(f16 value) {
  const auto bits = static_cast<std::uint32_t>(value);
  const std::uint32_t sign = (bits & 0x8000u) << 16;
  const std::uint32_t exponent = (bits >> 10) & 0x1Fu;
  const std::uint32_t fraction = bits & 0x3FFu;
  if (exponent == 31) return std::bit_cast<float>(sign | 0x7F800000u | (fraction << 13));
  if (exponent != 0) return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (fraction << 13));
  const float magnitude = static_cast<float>(fraction) * 0x1p-24f;  // zero and subnormals
  return sign != 0 ? -magnitude : magnitude;
}

// Rounds to nearest, ties to even. Values beyond the largest finite float16 (65504) become infinity; a NaN
// stays a NaN.
constexpr f16 to_f16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = bits >> 16 & 0x8000u;
  const std::uint32_t magnitude = bits & 0x7FFFFFFFu;
  if (magnitude > 0x7F800000u) return static_cast<f16>(sign | 0x7E00u);
  if (magnitude >= 0x477FF000u) return static_cast<f16>(sign | 0x7C00u);  // 65520 and more
  if (magnitude < 0x38800000u) {
    // Below 2^-14 the step of float16 is 2^-24, which is also the step of float32 near 0.5: adding 0.5 rounds
    // to it.
    const float rounded = std::bit_cast<float>(magnitude) + 0.5F;
    return static_cast<f16>(sign |
                            (std::bit_cast<std::uint32_t>(rounded) - std::bit_cast<std::uint32_t>(0.5F)));
  }
  const std::uint32_t rounded = magnitude + 0xFFFu + (magnitude >> 13 & 1u);
  return static_cast<f16>(sign | (rounded - 0x38000000u) >> 13);
}

}  // namespace jtp
