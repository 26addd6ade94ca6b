# SPDX-License-Identifier: Apache-2.0
# jtp_module(NAME <name>
#   DEPENDS <module>...          modules it may include: a row of the layer table in docs/architecture.md
#   SOURCES <file>...            .cc files
#   PUBLIC_HEADERS <file>...     installed: what jtp/tagger/tagger.h, scoring.h and inputs.h reach
#   HEADERS <file>...            seen by other modules, not installed
#   PRIVATE <target>...          foreign libraries
#   INTERNAL)                    only for the programs of this tree: not installed
#
# Makes the static library jtp_<name> (alias jtp::<name>), the test layers.<name>, and a target that compiles
# each header alone.
function(jtp_module)
  cmake_parse_arguments(M "INTERNAL" "NAME" "DEPENDS;SOURCES;PUBLIC_HEADERS;HEADERS;PRIVATE" ${ARGN})
  if(M_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "jtp_module(${M_NAME}): unknown arguments ${M_UNPARSED_ARGUMENTS}")
  endif()
  set(target jtp_${M_NAME})
  list(TRANSFORM M_DEPENDS PREPEND jtp:: OUTPUT_VARIABLE depends)

  add_library(${target} STATIC ${M_SOURCES})
  add_library(jtp::${M_NAME} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${M_NAME})
  target_include_directories(${target} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(${target} PUBLIC ${depends} PRIVATE $<BUILD_INTERFACE:jtp_compiler> ${M_PRIVATE})

  if(NOT M_INTERNAL)
    install(TARGETS ${target} EXPORT jtpTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT devel)
    install(FILES ${M_PUBLIC_HEADERS} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/jtp/${M_NAME} COMPONENT devel)
  endif()

  jtp_check_headers(${M_NAME} ${M_PUBLIC_HEADERS} ${M_HEADERS})
  if(JTP_TESTS)
    add_test(NAME layers.${M_NAME} COMMAND ${CMAKE_COMMAND}
      -DMODULE=${M_NAME} "-DDEPENDS=${M_DEPENDS}" -DROOT=${PROJECT_SOURCE_DIR}
      -P ${PROJECT_SOURCE_DIR}/cmake/CheckLayers.cmake)
    set_tests_properties(layers.${M_NAME} PROPERTIES LABELS layers)
  endif()
endfunction()

# jtp_isa_objects(<module> <file> <isa> <flag>... [<isa> <flag>...]...)
#
# <isa>/<file> of a module, compiled separately with the flags of its instruction set, as the target jtp_<module>_<isa>. It
# exports only its table (jtp/kernels/kernels.h says why).
function(jtp_isa_objects module file)
  foreach(word IN LISTS ARGN)
    if(word MATCHES "^-")
      target_compile_options(${target} PRIVATE ${word})
      continue()
    endif()
    set(target jtp_${module}_${word})
    add_library(${target} OBJECT ${word}/${file})
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${target} PRIVATE jtp_compiler)
    # GCC 12 takes the undefined lanes inside its own intrinsics for a mistake (gcc.gnu.org PR 105593).
    target_compile_options(${target} PRIVATE
      $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-uninitialized>)
    target_sources(jtp_${module} PRIVATE $<TARGET_OBJECTS:${target}>)
  endforeach()
endfunction()

# Every header must compile alone. This is checked only without sanitizers, which make no difference.
function(jtp_check_headers name)
  set(sources)
  foreach(header IN LISTS ARGN)
    string(REPLACE "/" "_" flat ${header})
    set(source ${CMAKE_CURRENT_BINARY_DIR}/alone/${flat}.cc)
    file(CONFIGURE OUTPUT ${source} CONTENT "#include \"jtp/${name}/${header}\"\n")
    list(APPEND sources ${source})
  endforeach()
  if(sources AND JTP_TESTS AND NOT JTP_SANITIZE)
    add_library(jtp_${name}_headers OBJECT ${sources})
    target_link_libraries(jtp_${name}_headers PRIVATE jtp_${name} jtp_compiler)
  endif()
endfunction()
