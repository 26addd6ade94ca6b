// SPDX-License-Identifier: Apache-2.0
#include "jtp/base/isa.h"

#include <cpuid.h>

#include <cstdlib>
#include <string>

#include "jtp/base/error.h"

namespace jtp {
namespace {

// Two features are asked of the processor itself: older compilers do not know their names (AVX-VNNI: before
// GCC 13 and Clang 15; F16C: Clang 14). Both use the registers of AVX, which is asked for as well.
bool has_avx_vnni() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __get_cpuid_count(7, 1, &eax, &ebx, &ecx, &edx) != 0 && (eax & (1U << 4)) != 0;
}

bool has_f16c() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __get_cpuid(1, &eax, &ebx, &ecx, &edx) != 0 && (ecx & bit_F16C) != 0;
}

// What the processor must have for `first` and every set above it that builds on it.
struct Feature {
  std::string_view name;  // as in /proc/cpuinfo
  Isa first;
  bool (*is_present)();
};

// The compiler's own detection also asks the operating system (XGETBV) whether it saves the wide registers.
constexpr std::array kFeatures = {
    Feature{"avx", Isa::kAvx2, [] { return __builtin_cpu_supports("avx") != 0; }},
    Feature{"avx2", Isa::kAvx2, [] { return __builtin_cpu_supports("avx2") != 0; }},
    Feature{"fma", Isa::kAvx2, [] { return __builtin_cpu_supports("fma") != 0; }},
    Feature{"f16c", Isa::kAvx2, has_f16c},
    Feature{"avx_vnni", Isa::kAvx2Vnni, has_avx_vnni},
    Feature{"avx512f", Isa::kAvx512, [] { return __builtin_cpu_supports("avx512f") != 0; }},
    Feature{"avx512bw", Isa::kAvx512, [] { return __builtin_cpu_supports("avx512bw") != 0; }},
    Feature{"avx512dq", Isa::kAvx512, [] { return __builtin_cpu_supports("avx512dq") != 0; }},
    Feature{"avx512vl", Isa::kAvx512, [] { return __builtin_cpu_supports("avx512vl") != 0; }},
    Feature{"avx512_vnni", Isa::kAvx512Vnni, [] { return __builtin_cpu_supports("avx512vnni") != 0; }},
    Feature{"avx512_bf16", Isa::kAvx512Bf16, [] { return __builtin_cpu_supports("avx512bf16") != 0; }},
};

// Every set builds on all that are plainer, but AVX-VNNI is no part of those with AVX-512.
bool builds_on(Isa isa, Isa plainer) {
  return plainer <= isa && (plainer != Isa::kAvx2Vnni || isa == Isa::kAvx2Vnni);
}

// What JTP_ISA says.
struct Wish {
  std::optional<Isa> forced;
  std::array<bool, kFeatures.size()> hidden{};
};

std::string choices() {
  std::string text = "choose";
  for (const Isa isa : kAllIsas) text.append(isa == Isa::kScalar ? " " : ", ").append(to_string(isa));
  text += "; or hide, with a minus before it,";
  for (const Feature& feature : kFeatures) {
    text.append(&feature == &kFeatures.front() ? " " : ", ").append(feature.name);
  }
  return text;
}

void take_word(std::string_view word, std::string_view all, Wish& wish) {
  if (word.empty()) return;
  for (std::size_t i = 0; i < kFeatures.size(); ++i) {
    if (word.front() == '-' && word.substr(1) == kFeatures[i].name) {
      wish.hidden[i] = true;
      return;
    }
  }
  for (const Isa isa : kAllIsas) {
    if (to_string(isa) != word) continue;
    if (wish.forced) fail(ErrorKind::kDevice, "JTP_ISA={}: two instruction sets; name one", all);
    wish.forced = isa;
    return;
  }
  fail(ErrorKind::kDevice, "JTP_ISA={}: unknown word '{}'; {}", all, word, choices());
}

Wish parse_wish(std::string_view all) {
  Wish wish;
  for (std::string_view rest = all; !rest.empty();) {
    const std::size_t comma = rest.find(',');
    take_word(rest.substr(0, comma), all, wish);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  return wish;
}

std::string_view wish_text() {
  const char* text = std::getenv("JTP_ISA");
  return text == nullptr ? "" : text;
}

// The first feature that the set wants and that is not there, or nullptr.
const Feature* missing_feature(Isa isa, const Wish& wish) {
  for (std::size_t i = 0; i < kFeatures.size(); ++i) {
    const bool is_there = !wish.hidden[i] && kFeatures[i].is_present();
    if (builds_on(isa, kFeatures[i].first) && !is_there) return &kFeatures[i];
  }
  return nullptr;
}

}  // namespace

std::string_view to_string(Isa isa) {
  switch (isa) {
    case Isa::kScalar:
      return "scalar";
    case Isa::kAvx2:
      return "avx2";
    case Isa::kAvx2Vnni:
      return "avx2_vnni";
    case Isa::kAvx512:
      return "avx512";
    case Isa::kAvx512Vnni:
      return "avx512_vnni";
    case Isa::kAvx512Bf16:
      return "avx512_bf16";
  }
  return "scalar";
}

bool is_supported(Isa isa) { return missing_feature(isa, parse_wish(wish_text())) == nullptr; }

std::vector<Isa> supported_isas() {
  const Wish wish = parse_wish(wish_text());
  std::vector<Isa> result;
  for (const Isa isa : kAllIsas) {
    if (missing_feature(isa, wish) == nullptr) result.push_back(isa);
  }
  return result;
}

std::optional<Isa> forced_isa() { return parse_wish(wish_text()).forced; }

Isa active_isa() {
  const std::string_view text = wish_text();
  const Wish wish = parse_wish(text);
  if (!wish.forced) return supported_isas().back();
  if (const Feature* missing = missing_feature(*wish.forced, wish)) {
    fail(ErrorKind::kDevice, "JTP_ISA={}: this processor cannot run {}: {} is missing or hidden", text,
         to_string(*wish.forced), missing->name);
  }
  return *wish.forced;
}

}  // namespace jtp
