# SPDX-License-Identifier: Apache-2.0
# cmake -DROOT=<folder> -DFILES="a;b" -DFUNCTION=<name> -DOUTPUT=<file.cc> -P EmbedFiles.cmake
#
# Writes a source file with the contents of FILES as a table of jtp::EmbeddedFile, which <name>() returns. The address of a
# file is its path below ROOT. Without FILES, embeds all files below ROOT.

cmake_minimum_required(VERSION 3.25)

function(type_of file result)
  cmake_path(GET file EXTENSION LAST_ONLY extension)
  string(REPLACE "." "" extension "${extension}")
  foreach(row IN ITEMS
      "html|text/html; charset=utf-8" "js|text/javascript; charset=utf-8" "css|text/css; charset=utf-8"
      "json|application/json" "webmanifest|application/manifest+json" "svg|image/svg+xml" "png|image/png"
      "ico|image/x-icon" "txt|text/plain; charset=utf-8")
    string(REGEX MATCH "^([a-z]+)[|](.*)$" _ "${row}")
    if(extension STREQUAL CMAKE_MATCH_1)
      set(${result} "${CMAKE_MATCH_2}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  message(FATAL_ERROR "${file}: no known type of a file of the page")
endfunction()

if(NOT FILES)
  file(GLOB_RECURSE FILES ${ROOT}/*)
endif()
list(SORT FILES)
set(contents "")
set(rows "")
set(number 0)
foreach(file IN LISTS FILES)
  file(READ ${file} hex HEX)
  file(SHA256 ${file} hash)
  file(SIZE ${file} size)
  file(RELATIVE_PATH path ${ROOT} ${file})
  type_of(${file} type)
  string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
  string(APPEND contents "constexpr unsigned char kContent${number}[] = {\n${hex}0};\n")
  string(APPEND rows
    "    {\"/${path}\", \"${type}\", \"\\\"${hash}\\\"\",\n     {reinterpret_cast<const char*>(kContent${number}), ${size}}},\n")
  math(EXPR number "${number} + 1")
endforeach()

file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT [[
#include "jtp/serve/embedded_file.h"

namespace jtp {
namespace {
@contents@
const EmbeddedFile kFiles[] = {
@rows@};
}  // namespace

std::span<const EmbeddedFile> @FUNCTION@() { return kFiles; }

}  // namespace jtp
]])
