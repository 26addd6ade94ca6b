# SPDX-License-Identifier: Apache-2.0
# Every library of the build, all from Debian 12 (tools/packages.txt and tools/packages-test.txt name the packages;
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

jtp_begin_optional()

# Optional formats: built in if the library works; otherwise `jtp info` names them.
jtp_optional(avif PURPOSE "AVIF pictures" PACKAGES libavif-dev
  FIND "pkg_check_modules(avif QUIET REQUIRED IMPORTED_TARGET libavif)" LINK PkgConfig::avif
  SOURCE "#include <avif/avif.h>
    int main() { return avifVersion() == nullptr; }")
jtp_optional(jxl PURPOSE "JPEG XL pictures" PACKAGES libjxl-dev
  FIND "pkg_check_modules(jxl QUIET REQUIRED IMPORTED_TARGET libjxl)" LINK PkgConfig::jxl
  SOURCE "#include <jxl/decode.h>
    int main() { return JxlDecoderVersion() == 0; }")

include(JtpTorch)

if(JTP_TESTS)
  jtp_optional(GTest PURPOSE "the tests" PACKAGES libgtest-dev
    FIND "find_package(GTest REQUIRED)" LINK GTest::gtest
    SOURCE "#include <gtest/gtest.h>
      int main(int argc, char** argv) { testing::InitGoogleTest(&argc, argv); return RUN_ALL_TESTS(); }")
  set(JTP_TESTS ${JTP_HAS_GTest})
endif()
if(JTP_BENCH)
  jtp_optional(benchmark PURPOSE "image_bench and loader_bench" PACKAGES libbenchmark-dev
    FIND "find_package(benchmark QUIET REQUIRED)" LINK benchmark::benchmark_main
    SOURCE "#include <benchmark/benchmark.h>
      void run(benchmark::State& state) { while (state.KeepRunning()) {} }
      BENCHMARK(run);")
endif()
