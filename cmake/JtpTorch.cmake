# SPDX-License-Identifier: Apache-2.0
# LibTorch, which jtp/train alone uses: the target jtp_torch where JTP_TRAIN asks for it and it is found. What differs
# between its releases is asked by compiling, not by version numbers, and answered by choosing a source.
include(CheckCXXSourceCompiles)

if(JTP_TRAIN STREQUAL "OFF")
  return()
elseif(JTP_TRAIN STREQUAL "AUTO")
  find_package(Torch QUIET)
  find_package(tomlplusplus QUIET)
else()
  find_package(Torch REQUIRED)
  find_package(tomlplusplus REQUIRED)
endif()
if(NOT Torch_FOUND OR NOT tomlplusplus_FOUND)
  message(STATUS "jtp-train is not built: it needs LibTorch and toml++ (Debian: libtorch-dev libtomlplusplus-dev)")
  return()
endif()

add_library(jtp_torch INTERFACE)
target_include_directories(jtp_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
target_link_libraries(jtp_torch INTERFACE ${TORCH_LIBRARIES})
separate_arguments(torch_flags NATIVE_COMMAND "${TORCH_CXX_FLAGS}")
target_compile_options(jtp_torch INTERFACE ${torch_flags})

# Multiplies f32 matrices faster than the BLAS of Debian's LibTorch, which itself links it (docs/decisions/1015-onednn-for-products.md).
# Version 3 has another interface.
find_package(OneDNN 2.6...<3 QUIET)
if(NOT TARGET OneDNN::OneDNN)
  message(STATUS "jtp-train multiplies with LibTorch alone: there is no oneDNN 2 (Debian: libdnnl-dev)")
endif()

# Not part of every LibTorch, which needs them for its own headers.
find_path(JTP_GLOO_INCLUDE_DIR gloo/algorithm.h HINTS ${TORCH_INCLUDE_DIRS})

set(CMAKE_REQUIRED_INCLUDES ${TORCH_INCLUDE_DIRS})
set(CMAKE_REQUIRED_FLAGS "${TORCH_CXX_FLAGS} -std=c++20")
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
check_cxx_source_compiles("#include <ATen/ops/scaled_dot_product_attention.h>
  at::Tensor f(at::Tensor x) { return at::scaled_dot_product_attention(x, x, x); }" JTP_TORCH_FUSED_ATTENTION)
check_cxx_source_compiles("#include <ATen/autocast_mode.h>
  void f() { at::autocast::set_autocast_enabled(c10::DeviceType::CPU, true); }" JTP_TORCH_AUTOCAST_BY_DEVICE)
unset(CMAKE_TRY_COMPILE_TARGET_TYPE)
unset(CMAKE_REQUIRED_INCLUDES)
unset(CMAKE_REQUIRED_FLAGS)
