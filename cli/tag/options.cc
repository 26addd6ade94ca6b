// SPDX-License-Identifier: Apache-2.0
#include "cli/tag/options.h"

#include <CLI/CLI.hpp>

#include "cli/options/caption_options.h"
#include "cli/options/choice_option.h"
#include "cli/options/engine_options.h"
#include "cli/options/parse.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/output/caption_file.h"

namespace jtp {
namespace {

constexpr const char* kFooter =
    "\nExamples:\n"
    "  jtp tag picture.png                                 print the tags of one picture\n"
    "  jtp tag -r --write pictures/                        put captions beside the pictures\n"
    "  jtp tag -r -o tags.jsonl pictures/                  one JSON object per picture\n"
    "  jtp tag -r --write --watch pictures/                also tag pictures that appear later\n"
    "  jtp tag --heatmap 'red fur' picture.png             show where: picture.png.red_fur.heatmap.png\n"
    "  find . -name '*.jpg' -print0 | jtp tag --files-from - -0 --csv > tags.csv\n";

// Options that shape captions. They are kept until --write is known.
struct CaptionFlags {
  CaptionOptions options;
  std::vector<CLI::Option*> given;
};

void add_model(CLI::App& app, TagOptions& options) {
  const std::string group = "Model";
  add_model_option(app, options.model)->group(group);
  add_precision_option(app, options.precision)->group(group);
  add_threads_option(app, options.threads)->group(group);
}

void add_selection(CLI::App& app, TagOptions& options) {
  const std::string group = "Tags";
  add_selection_options(app, options.selection);
  app.add_flag_callback(
         "--all-scores", [&] { options.scores = ScoreRange::kAll; }, "write all tags, whatever their scores")
      ->group(group);
}

void add_results(CLI::App& app, TagOptions& options) {
  const std::string group = "Results";
  auto* jsonl = app.add_flag_callback(
      "--jsonl", [&] { options.format = ResultFormat::kJsonLines; }, "write one JSON object per picture");
  auto* csv = app.add_flag_callback(
      "--csv", [&] { options.format = ResultFormat::kCsv; }, "write rows file,tag,category,score");
  jsonl->group(group);
  csv->excludes(jsonl)->group(group);
  app.add_option_function<std::string>(
         "-o,--output",
         [&](const std::string& file) {
           if (file != "-") options.output = file;
         },
         "write the results to FILE (FILE.part until they are complete); .csv and .jsonl choose the format")
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

void add_heat_maps(CLI::App& app, TagOptions& options) {
  app.add_option(
         "--heatmap", options.heat_maps,
         "write a picture that shows where the network sees TAG, beside each picture; may be repeated")
      ->type_name("TAG")
      ->allow_extra_args(false)
      ->group("Results");
}

void add_captions(CLI::App& app, CaptionFlags& captions) {
  const std::string group = "Captions";
  const auto keep = [&captions, group](CLI::Option* option) {
    option->group(group);
    captions.given.push_back(option);
    return option;
  };
  app.add_flag_callback(
         "--write", [] {}, "write the tags of stem.png to stem.txt beside it")
      ->group(group);
  keep(add_choice<ExistingCaption>(app, "--existing",
                                   {{"supplement", ExistingCaption::kSupplement},
                                    {"prepend", ExistingCaption::kPrepend},
                                    {"replace", ExistingCaption::kReplace},
                                    {"skip", ExistingCaption::kSkip}},
                                   [&](ExistingCaption policy) { captions.options.existing = policy; }))
      ->description(
          "existing captions: add missing tags at the end (default) or at the front, replace, or skip");
  keep(
      add_choice<TagSeparator>(app, "--separator",
                               {{"comma", TagSeparator::kComma},
                                {"newline", TagSeparator::kNewline},
                                {"space", TagSeparator::kSpace}},
                               [&](TagSeparator separator) { captions.options.style.separator = separator; }))
      ->description("separator between the tags of new captions");
  keep(add_trigger_option(app, captions.options.style.triggers));
  keep(app.add_option("--prefix", captions.options.style.prefix,
                      "text before the first tag of new captions; must end with a comma or a space"))
      ->check(prefix_border());
  keep(app.add_option("--extension", captions.options.extension, "extension of the caption files")
           ->capture_default_str());
}

void add_store(CLI::App& app, TagOptions& options) {
  const std::string group = "Score store";
  add_store_option(app, options.store)
      ->description("keep the scores in FILE and reuse those already there; default with --write or -o: " +
                    default_store().string())
      ->group(group);
  add_no_store_option(app, options.store)->group(group);
  app.add_flag_callback(
         "--force", [&] { options.reuse = Reuse::kNothing; },
         "compute all scores again and replace those in the store")
      ->group(group);
  app.add_flag_callback(
         "--features", [&] { options.pooled = KeptPooled::kYes; },
         "also keep the network's features, for similarity search")
      ->group(group);
}

void add_running(CLI::App& app, TagOptions& options) {
  const std::string group = "Running";
  app.add_option_function<std::string>(
         "--shard", [&](const std::string& text) { options.shard = parse_shard(text); },
         "tag only the I-th of N parts of the pictures (default: from srun or mpirun, if one runs jtp)")
      ->type_name("I/N")
      ->group(group);
  app.add_flag_callback(
         "--watch", [&] { options.length = RunLength::kWatch; },
         "also tag pictures that appear in the folders, until stopped")
      ->group(group);
}

void add_messages(CLI::App& app, TagOptions& options) {
  const std::string group = "Messages";
  app.add_flag_callback(
         "-q,--quiet", [&] { options.verbosity = Verbosity::kQuiet; }, "print only errors")
      ->group(group);
  app.add_flag_callback(
         "-v,--verbose", [&] { options.verbosity = Verbosity::kVerbose; },
         "print failures as they happen, and the time of each stage")
      ->group(group);
  add_choice<ColorMode>(
      app, "--color",
      {{"auto", ColorMode::kAuto}, {"always", ColorMode::kAlways}, {"never", ColorMode::kNever}},
      [&](ColorMode mode) { options.color = mode; })
      ->description("colour the printed tags by category")
      ->group(group);
}

// The format that the name of the results file implies.
std::optional<ResultFormat> format_of_name(const std::filesystem::path& file) {
  const std::string extension = lower_case(file.extension().string());
  if (extension == ".jsonl" || extension == ".ndjson") return ResultFormat::kJsonLines;
  if (extension == ".csv") return ResultFormat::kCsv;
  return std::nullopt;
}

// `-o tags.csv` means --csv. Throws Error kUsage if an option contradicts the name.
void choose_format(TagOptions& options) {
  const auto named = options.output ? format_of_name(*options.output) : std::nullopt;
  if (!named) return;
  if (options.format != ResultFormat::kText && options.format != *named) {
    fail(ErrorKind::kUsage, "-o {}: the file name means {}, but {} was given; change one of them",
         options.output->string(), *named == ResultFormat::kCsv ? "--csv" : "--jsonl",
         options.format == ResultFormat::kCsv ? "--csv" : "--jsonl");
  }
  options.format = *named;
}

void check_results(const TagOptions& options) {
  if (reads_standard_input(options.inputs) && options.captions) {
    fail(ErrorKind::kUsage, "--write: a picture on standard input has no caption file");
  }
  if (reads_standard_input(options.inputs) && !options.heat_maps.empty()) {
    fail(ErrorKind::kUsage, "--heatmap: a picture on standard input has no folder for a heat map");
  }
  if (options.output && options.format == ResultFormat::kNothing) {
    fail(ErrorKind::kUsage, "--output with --write needs --jsonl or --csv");
  }
  if (options.captions && options.scores == ScoreRange::kAll && options.format == ResultFormat::kNothing) {
    fail(ErrorKind::kUsage, "--all-scores needs --jsonl or --csv: captions contain only the chosen tags");
  }
}

void check_store(const TagOptions& options) {
  const bool needs_store = options.reuse == Reuse::kNothing || options.pooled == KeptPooled::kYes;
  if (needs_store && !uses_store(options)) {
    fail(ErrorKind::kUsage,
         "--force and --features need a score store: give --write, -o FILE or --store FILE");
  }
}

void check_watch(const TagOptions& options) {
  if (options.length == RunLength::kOnce) return;
  if (options.inputs.files_from)
    fail(ErrorKind::kUsage, "--watch needs folders and does not work with --files-from");
  for (const std::string& path : options.inputs.paths) {
    if (!std::filesystem::is_directory(path)) fail(ErrorKind::kUsage, "--watch: '{}' is not a folder", path);
  }
}

// The extension with its dot. Throws Error kUsage if it is not an extension.
std::string parse_extension(const std::string& text) {
  const std::string extension = text.starts_with('.') ? text : "." + text;
  caption_path("picture", extension);
  return extension;
}

}  // namespace

std::variant<TagOptions, int> parse_tag_options(int argc, char** argv) {
  CLI::App app("Tags pictures. Without --write, --jsonl or --csv, prints the tags with their scores.");
  TagOptions options;
  CaptionFlags captions;
  add_input_options(app, options.inputs);
  add_model(app, options);
  add_selection(app, options);
  add_results(app, options);
  add_heat_maps(app, options);
  add_captions(app, captions);
  add_store(app, options);
  add_running(app, options);
  add_messages(app, options);
  app.footer(kFooter);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  check_selection_options(options.selection);
  choose_format(options);
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
  check_input_options(options.inputs);
  check_results(options);
  check_store(options);
  check_watch(options);
  return options;
}

bool uses_store(const TagOptions& options) {
  switch (options.store.wish) {
    case StoreWish::kWanted:
      return true;
    case StoreWish::kRefused:
      return false;
    case StoreWish::kUnsaid:
      break;
  }
  return options.captions || options.output;
}

}  // namespace jtp
