// SPDX-License-Identifier: Apache-2.0
#include "cli/options/input_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/options/number_range.h"
#include "cli/terminal/standard_input.h"
#include "jtp/base/error.h"

namespace jtp {

void add_input_options(CLI::App& app, InputOptions& options) {
  const std::string group = "Pictures";
  app.add_option("PATH", options.paths,
                 "files, folders and patterns such as '**/*.png'; - is a picture on standard input")
      ->group(group);
  app.add_flag_callback(
         "-r,--recursive", [&options] { options.recursion = Recursion::kIntoFolders; }, "include subfolders")
      ->group(group);
  app.add_option_function<std::string>(
         "--files-from", [&options](const std::string& file) { options.files_from = file; },
         "file with one path per line; - is standard input")
      ->type_name("FILE")
      ->group(group);
  app.add_flag_callback(
         "-0,--null", [&options] { options.list_separator = '\0'; },
         "the paths in --files-from end with a zero byte")
      ->group(group);
  app.add_flag("--exif-rotate", options.decode.exif_rotate,
               "rotate pictures according to their EXIF orientation")
      ->group(group);
  app.add_flag(
         "--fast-decode", options.decode.fast_decode,
         "decode large JPEGs at a reduced size: faster, but scores differ slightly from the exact picture's")
      ->group(group);
  app.add_option("--max-pixels", options.decode.max_pixels, "refuse pictures with more than N pixels")
      ->check(whole_number(1))
      ->type_name("N")
      ->capture_default_str()
      ->group(group);
}

bool reads_standard_input(const InputOptions& options) {
  return std::find(options.paths.begin(), options.paths.end(), "-") != options.paths.end();
}

void check_input_options(const InputOptions& options) {
  if (options.paths.empty() && !options.files_from) fail(ErrorKind::kUsage, "no pictures given");
  if (reads_standard_input(options) && options.files_from == "-") {
    fail(ErrorKind::kUsage, "standard input cannot be a picture (-) and the list of --files-from");
  }
  if (options.list_separator == '\0' && !options.files_from) fail(ErrorKind::kUsage, "-0 needs --files-from");
}

InputRequest make_request(const InputOptions& options) {
  InputRequest request{.paths = options.paths,
                       .recursion = options.recursion,
                       .next_name = {},
                       .standard_input = read_standard_input};
  if (options.files_from) {
    const auto names = std::make_shared<NameReader>(*options.files_from, options.list_separator);
    request.next_name = [names] { return names->next(); };
  }
  return request;
}

}  // namespace jtp
