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
  # Paths relative to the tree, so that ccache shares compiled files among all clones on a machine.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
    CCACHE_SLOPPINESS=pch_defines,time_macros ${JTP_CCACHE})
endif()

add_library(jtp_compiler INTERFACE)
target_compile_options(jtp_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  # GCC 12 reports std::string operator+ falsely (gcc.gnu.org PR 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  # a*b+c is rounded twice unless an intrinsic says otherwise, because resampling and compositing are bit-exact.
  -ffp-contract=off
  $<$<BOOL:${JTP_WARNINGS_AS_ERRORS}>:-Werror>)

if(JTP_SANITIZE)
  add_compile_options(-fsanitize=${JTP_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${JTP_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # With sanitizers this warning has false positives (GCC's documentation says so); here in std::regex.
    add_compile_options(-Wno-maybe-uninitialized)
    if(JTP_SANITIZE STREQUAL "thread")
      add_compile_options(-Wno-tsan)  # Boost.Asio has fences, which TSan ignores
    endif()
  endif()
endif()

# jtp_precompile(TARGET HEADER...): foreign templates that take longer to compile than most sources that include them
# (GoogleTest, LibTorch). Sources still include them. Not for CLI11: its precompiled inline functions cost every source
# 4 s. GCC's first flag is for ccache; without the others GCC 12 reports std::string and
# std::string_view falsely. Clang's precompiled headers and ccache do not go together.
function(jtp_precompile target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_precompile_headers(${target} PRIVATE ${ARGN})
    target_compile_options(${target} PRIVATE -fpch-preprocess
      "$<$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>:-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread>")
  endif()
endfunction()

# jtp_compile_fast(TARGET): for code whose compile time matters more than its speed. Takes a third of the compile time.
function(jtp_compile_fast target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

if(JTP_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
