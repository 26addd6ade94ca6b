# SPDX-License-Identifier: Apache-2.0
# jtp_test(<module> SOURCES <file>... [NAME <name>] [LINK <target>...] [PER_ISA | ISAS <isa>...])
#
# The tests of one module: the executable <name>_test, and one CTest entry per case, named <name>.<Suite>.<Case>. The name
# is the module's unless NAME gives another.
# With PER_ISA every case runs once for each instruction set (JTP_ISA), named <name>@<isa>.<Suite>.<Case>; with ISAS only
# for those. If the machine lacks the set, or a JTP_ISA around CTest hides it, tests/support/main.cc reports every case as
# skipped. Under ThreadSanitizer only the machine's own set runs, because all sets divide the work among threads alike.
include(GoogleTest)

set(JTP_VECTOR_ISAS avx2 avx2_vnni avx512 avx512_vnni avx512_bf16)
set(JTP_ISAS scalar ${JTP_VECTOR_ISAS})

function(jtp_test module)
  cmake_parse_arguments(T "PER_ISA" "NAME" "SOURCES;LINK;ISAS" ${ARGN})
  if(T_PER_ISA AND NOT JTP_SANITIZE STREQUAL "thread")
    set(T_ISAS ${JTP_ISAS})
  endif()
  if(NOT T_NAME)
    set(T_NAME ${module})
  endif()
  set(target ${T_NAME}_test)
  add_executable(${target} ${T_SOURCES})
  target_link_libraries(${target} PRIVATE jtp::${module} ${T_LINK} jtp_test_support jtp_compiler)
  jtp_precompile(${target} <gtest/gtest.h>)
  jtp_compile_fast(${target})
  if(NOT T_ISAS)
    gtest_discover_tests(${target} TEST_PREFIX ${T_NAME}. DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 120 PROPERTIES LABELS unit)
    return()
  endif()
  foreach(isa IN LISTS T_ISAS)
    gtest_discover_tests(${target} TEST_PREFIX ${T_NAME}@${isa}. TEST_LIST ${target}_${isa} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 120
      PROPERTIES LABELS per_isa ENVIRONMENT_MODIFICATION JTP_ISA=string_prepend:${isa}, TIMEOUT 1800)  # scalar under a sanitizer takes minutes
  endforeach()
endfunction()
