// SPDX-License-Identifier: Apache-2.0
#include "cli/tag_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <string_view>

#include "cli/parse.h"
#include "cli/terminal.h"
#include "jtp/base/error.h"
#include "jtp/output/caption_file.h"

namespace jtp {
namespace {

constexpr const char* kFooter =
    "\nExamples:\n"
    "  jtp tag picture.png                                 print the tags of one picture\n"
    "  jtp tag -r --write pictures/                        put captions beside the pictures\n"
    "  jtp tag -r --jsonl -o tags.jsonl pictures/          one JSON object per picture\n"
    "  find . -name '*.jpg' -print0 | jtp tag --files-from - -0 --csv > tags.csv\n";

// An option that takes one of the names of an enumeration.
template <typename Enum>
CLI::Option* add_choice(CLI::App& app, const std::string& name, const std::map<std::string, Enum>& choices,
                        const std::function<void(Enum)>& set) {
  std::vector<std::string> names;
  for (const auto& [text, value] : choices) names.push_back(text);
  return app
      .add_option_function<std::string>(name,
                                        [choices, set](const std::string& text) { set(choices.at(text)); })
      ->check(
          [names](const std::string& text) {
            const bool known = std::find(names.begin(), names.end(), text) != names.end();
            return known ? std::string() : fmt::format("{} is none of {}", text, fmt::join(names, ", "));
          },
          "")
      ->type_name(fmt::format("{}", fmt::join(names, "|")));
}

// Options that shape a caption, kept until it is known that there will be captions.
struct CaptionFlags {
  CaptionOptions options;
  std::vector<CLI::Option*> given;
};

void add_inputs(CLI::App& app, TagOptions& options) {
  const std::string group = "Pictures";
  app.add_option("PATH", options.paths,
                 "files, folders, patterns such as '**/*.png'; - is a picture on standard input")
      ->group(group);
  app.add_flag_callback(
         "-r,--recursive", [&] { options.recursion = Recursion::kIntoFolders; },
         "also the folders inside of folders")
      ->group(group);
  app.add_option_function<std::string>(
         "--files-from", [&](const std::string& file) { options.files_from = file; },
         "a file with a path per line; - is standard input")
      ->type_name("FILE")
      ->group(group);
  app.add_flag_callback(
         "-0,--null", [&] { options.list_separator = '\0'; }, "the paths of --files-from end at a zero byte")
      ->group(group);
  app.add_flag("--exif-rotate", options.decode.exif_rotate, "turn pictures as their EXIF orientation says")
      ->group(group);
  app.add_flag("--fast-decode", options.decode.fast_decode,
               "decode large JPEGs at a reduced size: faster, but scores are not those of the exact picture")
      ->group(group);
  app.add_option("--max-pixels", options.decode.max_pixels, "refuse larger pictures")
      ->check(CLI::Validator(CLI::PositiveNumber).description(""))
      ->type_name("N")
      ->capture_default_str()
      ->group(group);
}

void add_model(CLI::App& app, TagOptions& options) {
  const std::string group = "Model";
  app.add_option("--model", options.model, "mini, pilot, pilot2, a folder or a .safetensors file")
      ->envname("JTP_MODEL")
      ->group(group);
  add_choice<std::optional<Precision>>(
      app, "--precision", {{"auto", std::nullopt}, {"f32", Precision::kF32}, {"bf16", Precision::kBf16}},
      [&](std::optional<Precision> precision) { options.precision = precision; })
      ->description("of the arithmetic; auto: bf16 where the processor has it")
      ->envname("JTP_PRECISION")
      ->group(group);
  app.add_option("--threads", options.threads, "default: every processor that this process may use")
      ->check(CLI::Range(1, 1024).description(""))
      ->type_name("N")
      ->envname("JTP_THREADS")
      ->group(group);
}

// `thresholds`: "0.3", "species=0.4", as they are given.
void add_selection(CLI::App& app, TagOptions& options, std::vector<std::string>& thresholds) {
  const std::string group = "Tags";
  app.add_option("--threshold", thresholds,
                 "take tags with score > X; CATEGORY=X for one category (default 0.2)")
      ->type_name("X|CATEGORY=X")
      ->allow_extra_args(false)
      ->envname("JTP_THRESHOLD")
      ->group(group);
  app.add_option_function<std::string>(
         "--thresholds", [&](const std::string& file) { options.thresholds_csv = file; },
         "a CSV file with the columns tag,threshold")
      ->type_name("FILE.csv")
      ->group(group);
  app.add_option("--limit", options.filter.limit, "at most N tags per picture, the best")
      ->check(CLI::Validator(CLI::PositiveNumber).description(""))
      ->type_name("N")
      ->group(group);
  app.add_option_function<std::vector<std::string>>(
         "--category",
         [&](const std::vector<std::string>& names) {
           for (const std::string& name : names) {
             const auto category = parse_category(name);
             if (!category) throw CLI::ValidationError("--category", "there is no category '" + name + "'");
             options.filter.categories.push_back(*category);
           }
         },
         "only tags of these categories: general, species, character, ...")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME,...")
      ->group(group);
  app.add_option("--exclude", options.filter.exclude, "no tags that match; * and ? are wildcards")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("GLOB,...")
      ->group(group);
  app.add_flag_callback(
         "--all-scores", [&] { options.scores = ScoreRange::kAll; }, "every tag, whatever its score")
      ->group(group);
}

void add_results(CLI::App& app, TagOptions& options) {
  const std::string group = "Results";
  auto* jsonl = app.add_flag_callback(
      "--jsonl", [&] { options.format = ResultFormat::kJsonLines; }, "one JSON object per picture");
  auto* csv = app.add_flag_callback(
      "--csv", [&] { options.format = ResultFormat::kCsv; }, "rows file,tag,category,score");
  jsonl->group(group);
  csv->excludes(jsonl)->group(group);
  app.add_option_function<std::string>(
         "-o,--output",
         [&](const std::string& file) {
           if (file != "-") options.output = file;
         },
         "write the results to FILE; it grows as FILE.part")
      ->type_name("FILE")
      ->group(group);
  app.add_flag_callback(
         "--underscores", [&] { options.spelling.separator = WordSeparator::kUnderscore; },
         "write red_fur, not red fur")
      ->group(group);
  app.add_flag_callback(
         "--escape", [&] { options.spelling.parentheses = Parentheses::kEscaped; },
         "write \\( and \\) for parentheses")
      ->group(group);
}

void add_captions(CLI::App& app, CaptionFlags& captions) {
  const std::string group = "Captions";
  const auto keep = [&captions, group](CLI::Option* option) {
    option->group(group);
    captions.given.push_back(option);
    return option;
  };
  app.add_flag_callback(
         "--write", [] {}, "put the tags of stem.png into stem.txt beside it")
      ->group(group);
  keep(add_choice<ExistingCaption>(app, "--existing",
                                   {{"supplement", ExistingCaption::kSupplement},
                                    {"replace", ExistingCaption::kReplace},
                                    {"skip", ExistingCaption::kSkip}},
                                   [&](ExistingCaption policy) { captions.options.existing = policy; }))
      ->description("captions that are there: add what is missing (default), write anew, leave alone");
  keep(
      add_choice<TagSeparator>(app, "--separator",
                               {{"comma", TagSeparator::kComma},
                                {"newline", TagSeparator::kNewline},
                                {"space", TagSeparator::kSpace}},
                               [&](TagSeparator separator) { captions.options.style.separator = separator; }))
      ->description("between the tags of a caption written anew");
  keep(app.add_option("--prefix", captions.options.style.prefix,
                      "before the first tag of a caption written anew"));
  keep(app.add_option("--extension", captions.options.extension, "of caption files")->capture_default_str());
}

void add_messages(CLI::App& app, TagOptions& options) {
  const std::string group = "Messages";
  app.add_flag_callback(
         "-q,--quiet", [&] { options.verbosity = Verbosity::kQuiet; }, "only what went wrong")
      ->group(group);
  app.add_flag_callback(
         "-v,--verbose", [&] { options.verbosity = Verbosity::kVerbose; },
         "failures as they happen, and the time of each stage")
      ->group(group);
  add_choice<ColorMode>(
      app, "--color",
      {{"auto", ColorMode::kAuto}, {"always", ColorMode::kAlways}, {"never", ColorMode::kNever}},
      [&](ColorMode mode) { options.color = mode; })
      ->group(group);
}

void check_inputs(const TagOptions& options) {
  const bool reads_picture =
      std::find(options.paths.begin(), options.paths.end(), "-") != options.paths.end();
  if (options.paths.empty() && !options.files_from) fail(ErrorKind::kUsage, "no pictures given");
  if (reads_picture && options.files_from == "-") {
    fail(ErrorKind::kUsage, "standard input cannot be a picture (-) and the list of --files-from");
  }
  if (options.list_separator == '\0' && !options.files_from) fail(ErrorKind::kUsage, "-0 needs --files-from");
  if (reads_picture && options.captions)
    fail(ErrorKind::kUsage, "--write: a picture on standard input has no caption file");
}

void check_results(const TagOptions& options) {
  if (options.output && options.format == ResultFormat::kNothing) {
    fail(ErrorKind::kUsage, "--output needs --jsonl or --csv beside --write");
  }
  if (options.captions && options.scores == ScoreRange::kAll && options.format == ResultFormat::kNothing) {
    fail(ErrorKind::kUsage, "--all-scores is for results; captions hold chosen tags only");
  }
}

// "0.3" -> 0.3; throws Error kUsage.
float parse_threshold(std::string_view text, const std::string& option) {
  float value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value >= 0 && value <= 1)) {
    fail(ErrorKind::kUsage, "--threshold {}: a threshold is a number from 0 to 1", option);
  }
  return value;
}

Thresholds parse_thresholds(const std::vector<std::string>& texts) {
  float global = Thresholds::kDefault;
  std::map<TagCategory, float> by_category;
  for (const std::string& text : texts) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) {
      global = parse_threshold(text, text);
      continue;
    }
    const auto category = parse_category(text.substr(0, equals));
    if (!category)
      fail(ErrorKind::kUsage, "--threshold {}: there is no category '{}'", text, text.substr(0, equals));
    by_category[*category] = parse_threshold(std::string_view(text).substr(equals + 1), text);
  }
  Thresholds thresholds(global);
  for (const auto& [category, threshold] : by_category) thresholds.set_category(category, threshold);
  return thresholds;
}

// With its dot. Throws Error kUsage for what is no extension.
std::string parse_extension(const std::string& text) {
  const std::string extension = text.starts_with('.') ? text : "." + text;
  caption_path("picture", extension);
  return extension;
}

}  // namespace

std::variant<TagOptions, int> parse_tag_options(int argc, char** argv) {
  CLI::App app("Tags pictures. Without --write, --jsonl or --csv the tags are printed with their scores.");
  TagOptions options;
  CaptionFlags captions;
  add_inputs(app, options);
  add_model(app, options);
  std::vector<std::string> thresholds;
  add_selection(app, options, thresholds);
  add_results(app, options);
  add_captions(app, captions);
  add_messages(app, options);
  app.footer(kFooter);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  options.thresholds = parse_thresholds(thresholds);
  const bool write = app.count("--write") > 0;
  for (const CLI::Option* option : captions.given) {
    if (option->count() > 0 && !write) fail(ErrorKind::kUsage, "{} needs --write", option->get_name());
  }
  if (write) {
    options.captions = captions.options;
    options.captions->extension = parse_extension(captions.options.extension);
    options.captions->style.spelling = options.spelling;
    if (options.format == ResultFormat::kText) options.format = ResultFormat::kNothing;
  }
  check_inputs(options);
  check_results(options);
  return options;
}

Thresholds make_thresholds(const TagOptions& options, const Vocabulary& vocabulary) {
  Thresholds thresholds = options.thresholds;
  if (!options.thresholds_csv) return thresholds;
  const auto unknown = thresholds.load_csv(*options.thresholds_csv, vocabulary);
  if (!unknown.empty()) {
    print_message(printable(fmt::format("{}: the model does not have {} of the tags, such as '{}'",
                                        options.thresholds_csv->string(), unknown.size(), unknown.front())));
  }
  return thresholds;
}

}  // namespace jtp
