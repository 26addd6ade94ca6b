# SPDX-License-Identifier: Apache-2.0
# cmake -DNM=<nm> -DOBJECTS=<file> -P check_exports.cmake
execute_process(COMMAND ${NM} -C --defined-only --extern-only ${OBJECTS} OUTPUT_VARIABLE symbols RESULT_VARIABLE result)
string(REGEX MATCHALL "[^\n]+" symbols "${symbols}")
# The sanitizers' own constructors and module names are not ours, nor is the reference to the exception handler that
# they need: data, the same in every object.
list(FILTER symbols EXCLUDE REGEX "(asan|tsan|ubsan|odr|__sancov|DW[.]ref[.]__gxx_personality)")
list(LENGTH symbols count)
if(NOT result EQUAL 0 OR NOT count EQUAL 1 OR NOT symbols MATCHES "jtp::k[A-Za-z0-9]+Kernels$")
  list(JOIN symbols "\n  " text)
  message(FATAL_ERROR "expected one exported symbol, the table, in ${OBJECTS}:\n  ${text}")
endif()
