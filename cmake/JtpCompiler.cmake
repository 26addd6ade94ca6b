# SPDX-License-Identifier: Apache-2.0
# Compiler settings that every target of the project shares.

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(JTP_CCACHE ccache)
set(ccache_status 1)
if(JTP_CCACHE)
  execute_process(COMMAND ${JTP_CCACHE} --version OUTPUT_QUIET ERROR_QUIET RESULT_VARIABLE ccache_status)
endif()
if(NOT ccache_status EQUAL 0)
  jtp_left_out("reuse of what was compiled before" "ccache is missing or does not work (apt-get install ccache)")
elseif(NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths relative to the tree, so that every clone on a machine finds what another one has compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
    CCACHE_SLOPPINESS=pch_defines,time_macros ${JTP_CCACHE})
endif()

add_library(jtp_compiler INTERFACE)
target_compile_options(jtp_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  # GCC 12 reports std::string operator+ falsely (gcc.gnu.org PR 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  # a*b+c is two roundings unless an intrinsic says otherwise: resampling and compositing are bit-exact.
  -ffp-contract=off
  $<$<BOOL:${JTP_WARNINGS_AS_ERRORS}>:-Werror>)

if(JTP_SANITIZE)
  add_compile_options(-fsanitize=${JTP_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${JTP_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC's own documentation: sanitizers make this warning report what is not there; here std::regex does.
    add_compile_options(-Wno-maybe-uninitialized)
    if(JTP_SANITIZE STREQUAL "thread")
      add_compile_options(-Wno-tsan)  # Boost.Asio has fences, which TSan leaves out of account
    endif()
  endif()
endif()

# jtp_precompile(TARGET HEADER...): foreign templates that take longer to compile than most sources that include them
# (GoogleTest, LibTorch). Sources include them all the same. Not for CLI11: its inline functions cost every source 4 s
# once they are precompiled. GCC's first flag is for ccache; without the others GCC 12 reports std::string and
# std::string_view falsely. Clang's precompiled headers and ccache do not go together.
function(jtp_precompile target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_precompile_headers(${target} PRIVATE ${ARGN})
    target_compile_options(${target} PRIVATE -fpch-preprocess
      "$<$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>:-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread>")
  endif()
endfunction()

# jtp_compile_fast(TARGET): for code that is compiled more often than it is waited for. A third of the compiler's time.
function(jtp_compile_fast target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

if(JTP_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
