// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <utility>

#include "jtp/kernels/gemm-inl.h"

// The highest multiply-add rate of this processor: the register tile of gemm-inl.h with operands that never
// leave the registers. Where a product is slower, the difference went to loads, stores and remainders.
namespace jtp {
namespace {

// Hides `value` from the compiler, so that it cannot compute a loop's products once for all rounds. Emits no
// instruction.
template <typename Register>
[[gnu::always_inline]] inline void forget(Register& value) {
  asm("" : "+v"(value));
}

template <typename T, std::size_t... R, std::size_t... V>
[[gnu::always_inline]] inline void multiply_tile_of_registers(std::int64_t steps, const std::byte* operands,
                                                              float* out, std::index_sequence<R...> rows,
                                                              std::index_sequence<V...> vectors) {
  typename T::Sum sums[rows.size()][vectors.size()];
  (start_row<T>(sums[R], reinterpret_cast<const std::int32_t*>(operands), vectors), ...);
  const auto* elements = reinterpret_cast<const typename T::Element*>(operands);
  typename T::Register row = T::broadcast(elements);
  const typename T::Register columns[] = {
      T::column(elements + static_cast<std::int64_t>(V) * kLanes * T::kGroup)...};
  for (std::int64_t step = 0; step < steps; ++step) {
    ((forget(row), multiply_row<T>(sums[R], row, columns, vectors)), ...);
  }
  (store_row<T>(sums[R], out + static_cast<std::int64_t>(R) * kPanel, vectors), ...);
}

template <typename T>
[[gnu::noinline]] void multiply_registers(std::int64_t steps, const std::byte* operands, float* out) {
  multiply_tile_of_registers<T>(steps, operands, out, std::make_index_sequence<T::kRows>(),
                                std::make_index_sequence<static_cast<std::size_t>(kPanelVectors)>());
}

template <typename T>
std::int64_t multiply_adds_typed(std::int64_t steps) {
  alignas(64) std::byte operands[4 * kPanel];
  alignas(64) float out[T::kRows * kPanel];
  std::memset(operands, 0x3D, sizeof operands);  // 0.046 as bf16 and as float, 61 as int8
  multiply_registers<T>(steps, operands, out);
  asm volatile("" : : "r"(out) : "memory");  // keeps the sums from being optimised away
  return steps * T::kRows * kPanel * T::kGroup;
}

std::int64_t multiply_adds(ElementType type, std::int64_t steps) {
  switch (type) {
    case ElementType::kF32:
      return multiply_adds_typed<F32>(steps);
    case ElementType::kBf16:
      return multiply_adds_typed<Bf16>(steps);
    case ElementType::kInt8:
      return multiply_adds_typed<Int8>(steps);
  }
  return 0;
}

}  // namespace
}  // namespace jtp
