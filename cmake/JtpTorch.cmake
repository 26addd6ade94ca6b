# SPDX-License-Identifier: Apache-2.0
# LibTorch, which only jtp/train uses: the target jtp_torch, if JTP_TRAIN asks for it and it is found. Differences between
# its releases are found by compiling, not by version numbers, and decide which source is built.
include(CheckCXXSourceCompiles)

if(JTP_TRAIN STREQUAL "OFF")
  return()
elseif(NOT JTP_TRAIN STREQUAL "AUTO")
  set(required REQUIRED)
endif()
jtp_optional(LibTorch PURPOSE "jtp-train" PACKAGES libtorch-dev libtomlplusplus-dev ${required}
  FIND [[
    find_package(Torch QUIET REQUIRED)
    find_package(tomlplusplus QUIET REQUIRED)
    add_library(jtp_torch INTERFACE)
    target_include_directories(jtp_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
    target_link_libraries(jtp_torch INTERFACE ${TORCH_LIBRARIES})
    separate_arguments(torch_flags NATIVE_COMMAND "${TORCH_CXX_FLAGS}")
    target_compile_options(jtp_torch INTERFACE ${torch_flags})]]
  LINK jtp_torch tomlplusplus::tomlplusplus
  SOURCE "#include <c10/core/Device.h>
    #include <toml++/toml.h>
    int main() { return c10::Device(\"cpu\").is_cpu() && toml::parse(\"a = 1\").size() == 1 ? 0 : 1; }")
if(NOT JTP_HAS_LibTorch)
  return()
endif()

# Multiplies f32 matrices faster than the BLAS of Debian's LibTorch, which itself links it (docs/decisions/1015-onednn-for-products.md).
# Version 3 has another interface.
jtp_optional(oneDNN PURPOSE "faster products of f32 in jtp-train" PACKAGES libdnnl-dev
  FIND "find_package(OneDNN 2.6...<3 QUIET REQUIRED)" LINK OneDNN::OneDNN
  SOURCE "#include <oneapi/dnnl/dnnl.hpp>
    int main() { return dnnl_version() == nullptr; }")

get_target_property(torch_includes jtp_torch INTERFACE_INCLUDE_DIRECTORIES)
get_target_property(torch_flags jtp_torch INTERFACE_COMPILE_OPTIONS)
if(NOT torch_flags)
  set(torch_flags "")
endif()

# Gloo's headers do not come with every LibTorch, although its library has the functions.
jtp_optional(Gloo PURPOSE "several processes of jtp-train" PACKAGES libgloo-dev
  FIND "find_path(Gloo_INCLUDE_DIR gloo/algorithm.h HINTS ${torch_includes})
    if(NOT EXISTS \${Gloo_INCLUDE_DIR}/gloo/algorithm.h)
      message(FATAL_ERROR \"there is no gloo/algorithm.h\")
    endif()
    add_library(jtp_gloo INTERFACE)
    target_include_directories(jtp_gloo SYSTEM INTERFACE \${Gloo_INCLUDE_DIR})" LINK jtp_gloo
  SOURCE "#include <gloo/algorithm.h>
    #include <gloo/rendezvous/store.h>
    int main() { return sizeof(gloo::Algorithm) == sizeof(gloo::rendezvous::Store); }")

set(CMAKE_REQUIRED_INCLUDES ${torch_includes})
list(JOIN torch_flags " " CMAKE_REQUIRED_FLAGS)
string(APPEND CMAKE_REQUIRED_FLAGS " -std=c++20")
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
check_cxx_source_compiles("#include <ATen/ops/scaled_dot_product_attention.h>
  at::Tensor f(at::Tensor x) { return at::scaled_dot_product_attention(x, x, x); }" JTP_TORCH_FUSED_ATTENTION)
check_cxx_source_compiles("#include <ATen/autocast_mode.h>
  void f() { at::autocast::set_autocast_enabled(c10::DeviceType::CPU, true); }" JTP_TORCH_AUTOCAST_BY_DEVICE)
unset(CMAKE_TRY_COMPILE_TARGET_TYPE)
unset(CMAKE_REQUIRED_INCLUDES)
unset(CMAKE_REQUIRED_FLAGS)
