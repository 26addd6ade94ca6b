# SPDX-License-Identifier: Apache-2.0
# cmake -DMODULE=<name> -DDEPENDS="a;b" -DROOT=<repository> -P CheckLayers.cmake
#
# Fails when jtp/<MODULE> includes a module that it does not declare, anything above it (cli, tests, bench), or a
# foreign header outside that header's one home.

cmake_minimum_required(VERSION 3.25)

# <expression for the header> => <expression for the files that may include it>
set(homes
  "^(png.h|jpeglib.h|tiffio.h|gif_lib.h|avif/|jxl/|webp/) => ^jtp/image/(de|en)code_[a-z]+[.]cc$"
  "^zlib.h => ^jtp/(image/png_scanlines|data/packed_file)[.]cc$"
  "^curl/ => ^jtp/(http/(client|url)|serve/http/url_fetch)[.]cc$"
  "^boost/ => ^jtp/serve/http/http_(server|session)[.](h|cc)$"
  "^pugixml.hpp => ^jtp/output/xmp_document[.]cc$"
  "^sqlite3.h => ^jtp/store/database[.]cc$"
  "^openssl/ => ^jtp/base/digest[.]cc$"
  "^nlohmann/json.hpp => [.]cc$"
  "^CLI/ => ^cli/"
  "^toml[+][+]/ => ^cli/train/config[.]cc$"
  "^(torch|ATen|c10)/ => ^jtp/train/"
  "^oneapi/dnnl/ => ^jtp/train/matmul_onednn[.]cc$"
  "^(immintrin|x86intrin)[.]h => ^jtp/(kernels|image)/avx[0-9a-z_]+/"
  "^charconv$ => ^jtp/base/parse_number[.]h$"
  "^cpuid.h => ^jtp/base/isa[.]cc$"
  "^gtest/ => ^tests/")

function(check_include file header)
  if(header MATCHES "^jtp/([a-z_0-9]+)/")
    set(module ${CMAKE_MATCH_1})
    if(NOT module STREQUAL MODULE AND NOT module IN_LIST DEPENDS)
      message(SEND_ERROR "${file} includes ${header}, but module ${MODULE} does not declare ${module}")
    endif()
  elseif(header MATCHES "^(cli|tests|bench)/")
    message(SEND_ERROR "${file} includes ${header}: the library may not include ${CMAKE_MATCH_1}")
  endif()
  foreach(home IN LISTS homes)
    string(REGEX MATCH "^(.*) => (.*)$" _ "${home}")
    set(foreign "${CMAKE_MATCH_1}")
    set(allowed "${CMAKE_MATCH_2}")
    if(header MATCHES "${foreign}" AND NOT file MATCHES "${allowed}")
      message(SEND_ERROR "${file} includes ${header}, whose home is ${allowed}")
    endif()
  endforeach()
endfunction()

file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/jtp/${MODULE}/*.h ${ROOT}/jtp/${MODULE}/*.cc)
if(NOT files)
  message(SEND_ERROR "module ${MODULE} has no files below ${ROOT}/jtp/${MODULE}")
endif()
foreach(file IN LISTS files)
  file(STRINGS ${ROOT}/${file} lines REGEX "^[ \t]*#[ \t]*include")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^[^\"<]*[\"<]([^\">]*)[\">].*$" "\\1" header "${line}")
    check_include(${file} ${header})
  endforeach()
endforeach()
