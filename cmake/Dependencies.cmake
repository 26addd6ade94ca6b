# SPDX-License-Identifier: Apache-2.0
# Every library that the default build uses, all from Debian 12 (tools/packages.txt names the packages;
# docs/decisions/ says why each).

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(CURL REQUIRED)
find_package(Boost 1.74 REQUIRED)  # headers only: Asio and Beast
find_package(pugixml REQUIRED)
find_package(JPEG REQUIRED)
find_package(PNG REQUIRED)
find_package(ZLIB REQUIRED)
find_package(GIF REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(TIFF REQUIRED)
pkg_check_modules(webp REQUIRED IMPORTED_TARGET libwebp libwebpdemux)

# Optional formats: built in where the library is found, named by `jtp info` where not.
pkg_check_modules(avif IMPORTED_TARGET libavif)
pkg_check_modules(jxl IMPORTED_TARGET libjxl)

include(JtpTorch)

if(JTP_TESTS)
  find_package(GTest REQUIRED)
endif()
if(JTP_BENCH)
  find_package(benchmark QUIET)
endif()
