# SPDX-License-Identifier: Apache-2.0
# cmake --install: the program, the library with the headers that jtp/tagger/tagger.h needs, the CMake package,
# and the bundled model. Everything is found relative to the package, so the installed tree may be moved.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/jtp)
set(jtp_MODELS_DIR ${CMAKE_INSTALL_DATADIR}/jtp/models)

install(EXPORT jtpTargets NAMESPACE jtp:: DESTINATION ${package_dir} COMPONENT devel)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/jtpConfig.cmake.in ${PROJECT_BINARY_DIR}/jtpConfig.cmake
  INSTALL_DESTINATION ${package_dir} PATH_VARS jtp_MODELS_DIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/jtpConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/jtpConfig.cmake ${PROJECT_BINARY_DIR}/jtpConfigVersion.cmake
  DESTINATION ${package_dir} COMPONENT devel)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/models/mini DESTINATION ${jtp_MODELS_DIR} COMPONENT runtime)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT runtime)
