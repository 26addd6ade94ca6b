// SPDX-License-Identifier: Apache-2.0
#include "cli/export/options.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <utility>

#include "cli/export/verdicts_option.h"
#include "cli/options/caption_options.h"
#include "cli/options/choice_option.h"
#include "cli/options/parse.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/output/caption_file.h"

namespace jtp {
namespace {

constexpr const char* kExamples =
    "\nExamples:\n"
    "  jtp export pictures/                                    captions beside the pictures\n"
    "  jtp export --threshold 0.35 --dry-run pictures/         what another threshold would change\n"
    "  jtp export --format csv-wide -o scores.csv              all pictures of the store in one table\n"
    "  jtp export --undo pictures/                             remove what jtp has written\n"
    "  jtp export --undo --all --dry-run                       what undo would change in all folders\n";

// Options that change a preset. They are kept until the preset is known.
struct StyleFlags {
  std::vector<std::function<void(CaptionPreset&)>> changes;
  std::vector<CLI::Option*> options;
  std::vector<std::string> triggers;
  std::string parent;
  CLI::Option* parent_option = nullptr;
  bool yes = false;
};

std::string footer() {
  std::string text = "\nFormats:\n";
  for (const ExportFormat& format : export_formats())
    text += fmt::format("  {:<12} {}\n", format.name, format.summary);
  return text + kExamples;
}

void add_pictures(CLI::App& app, ExportOptions& options) {
  const std::string group = "Pictures";
  app.add_option_function<std::vector<std::string>>(
         "PATH",
         [&](const std::vector<std::string>& names) { options.paths.assign(names.begin(), names.end()); },
         "pictures and folders (with subfolders) that 'jtp tag' has tagged")
      ->group(group);
  app.add_flag_callback(
         "--all", [&] { options.every_folder = EveryFolder::kAsk; },
         "export all pictures in the store, in any folder; tables need neither PATH nor --all")
      ->group(group);
  add_store_option(app, options.store)->group(group);
  add_scorer_options(app, options.scorer, group);
}

void add_spelling(CLI::App& app, StyleFlags& flags, const std::string& group) {
  const auto add = [&](const std::string& name, const std::string& description, const auto& change) {
    auto* option = app.add_flag_callback(
        name, [&flags, change] { flags.changes.emplace_back(change); }, description);
    flags.options.push_back(option->group(group));
    return option;
  };
  auto* underscores = add("--underscores", "write red_fur, not red fur", [](CaptionPreset& preset) {
    preset.style.spelling.separator = WordSeparator::kUnderscore;
  });
  add("--spaces", "write red fur, not red_fur", [](CaptionPreset& preset) {
    preset.style.spelling.separator = WordSeparator::kSpace;
  })->excludes(underscores);
  auto* escape = add("--escape", "write \\( and \\) for parentheses", [](CaptionPreset& preset) {
    preset.style.spelling.parentheses = Parentheses::kEscaped;
  });
  add("--no-escape", "write parentheses unchanged", [](CaptionPreset& preset) {
    preset.style.spelling.parentheses = Parentheses::kPlain;
  })->excludes(escape);
}

void add_style(CLI::App& app, StyleFlags& flags) {
  const std::string group = "Captions";
  const auto keep = [&](CLI::Option* option) {
    flags.options.push_back(option->group(group));
    return option;
  };
  const auto add_text = [&](const std::string& name, const std::string& description, auto member) {
    return keep(app.add_option_function<std::string>(
        name,
        [&flags, member](const std::string& text) {
          flags.changes.emplace_back([text, member](CaptionPreset& preset) { preset.style.*member = text; });
        },
        description));
  };
  keep(add_choice<TagSeparator>(app, "--separator",
                                {{"comma", TagSeparator::kComma},
                                 {"newline", TagSeparator::kNewline},
                                 {"space", TagSeparator::kSpace}},
                                [&flags](TagSeparator separator) {
                                  flags.changes.emplace_back([separator](CaptionPreset& preset) {
                                    preset.style.separator = separator;
                                  });
                                }))
      ->description("separator between the tags of new captions");
  flags.options.push_back(add_trigger_option(app, flags.triggers)->group(group));
  add_text("--prefix", "text before the first tag of new captions; must end with a comma or a space",
           &CaptionStyle::prefix)
      ->check(prefix_border());
  add_text("--suffix", "text after the last tag of new captions; must begin with a comma or a space",
           &CaptionStyle::suffix)
      ->check(suffix_border());
  keep(app.add_option_function<std::string>(
      "--extension",
      [&flags](const std::string& text) {
        const std::string extension = text.starts_with('.') ? text : "." + text;
        caption_path("picture", extension);
        flags.changes.emplace_back([extension](CaptionPreset& preset) { preset.extension = extension; });
      },
      "extension of the sidecars"));
  add_spelling(app, flags, group);
}

void add_writing(CLI::App& app, ExportOptions& options, StyleFlags& flags) {
  const std::string group = "Files";
  app.add_option("--format", options.format_name, "what to write; the formats are listed below")
      ->capture_default_str()
      ->type_name("NAME")
      ->group(group);
  add_choice<ExistingCaption>(app, "--existing",
                              {{"supplement", ExistingCaption::kSupplement},
                               {"prepend", ExistingCaption::kPrepend},
                               {"replace", ExistingCaption::kReplace},
                               {"skip", ExistingCaption::kSkip}},
                              [&](ExistingCaption policy) { options.existing = policy; })
      ->description(
          "existing sidecars: add missing tags at the end (default) or at the front, replace, or skip")
      ->group(group);
  add_choice<SharedSidecar>(app, "--shared-sidecar",
                            {{"refuse", SharedSidecar::kRefuse}, {"first", SharedSidecar::kFirst}},
                            [&](SharedSidecar rule) { options.shared_sidecar = rule; })
      ->description(
          "two pictures with the same sidecar: write nothing in that folder (default), or use the first "
          "picture's tags")
      ->group(group);
  flags.parent_option =
      app.add_option("--parent", flags.parent, "for xmp: levels above the tags, such as 'AI|JTP-1'")
          ->group(group);
  app.add_flag_callback(
         "--dry-run", [&] { options.dry_run = SidecarPreview::kYes; },
         "print what would change, as a diff for patch")
      ->group(group);
  app.add_flag_callback(
         "--undo", [&] { options.action = ExportAction::kUndo; },
         "remove from the sidecars what jtp has written; PATH is a folder or a sidecar")
      ->group(group);
  app.add_flag_callback(
         "--yes", [&] { flags.yes = true; }, "with --undo --all: do not ask")
      ->group(group);
  app.add_option_function<std::string>(
         "-o,--output",
         [&](const std::string& file) {
           if (file != "-") options.output = file;
         },
         "write the table to FILE (FILE.part until it is complete)")
      ->type_name("FILE")
      ->group(group);
  app.add_option_function<std::string>(
         "--relative-to", [&](const std::string& folder) { options.relative_to = folder; },
         "name pictures in tables relative to FOLDER (default: absolute paths; hf-metadata: the folder of "
         "FILE)")
      ->type_name("FOLDER")
      ->group(group);
}

void add_messages(CLI::App& app, ExportOptions& options) {
  const std::string group = "Messages";
  app.add_flag_callback(
         "-q,--quiet", [&] { options.verbosity = Verbosity::kQuiet; }, "print only errors")
      ->group(group);
}

void check_table(const ExportOptions& options, TableFormat table) {
  if (options.action != ExportAction::kWrite || options.dry_run == SidecarPreview::kYes)
    fail(ErrorKind::kUsage, "--dry-run and --undo work with sidecars, not with {}", options.format_name);
  if (table == TableFormat::kHfMetadata &&
      (!options.output || options.output->filename() != "metadata.jsonl"))
    fail(ErrorKind::kUsage,
         "hf-metadata: the table must be named metadata.jsonl; give -o FOLDER/metadata.jsonl");
}

// The table that the name of its file implies. Throws Error kUsage if it implies none.
std::string table_of_name(const std::filesystem::path& file) {
  const std::string extension = lower_case(file.extension().string());
  if (extension == ".jsonl") return file.filename() == "metadata.jsonl" ? "hf-metadata" : "jsonl";
  if (extension == ".csv") return "csv-long";
  if (extension == ".json") return "kohya-json";
  fail(ErrorKind::kUsage,
       "-o {}: unknown kind of table; give --format, or a file name with .jsonl, .csv or .json",
       file.string());
}

// Sidecars lie in the user's folders, so the user must say which of them may change.
void check_folders(const ExportOptions& options) {
  if (options.every_folder == EveryFolder::kNo && options.paths.empty()) {
    fail(ErrorKind::kUsage,
         "no pictures given; give a PATH, or --all for every folder that jtp has ever tagged");
  }
  if (options.every_folder != EveryFolder::kNo && !options.paths.empty())
    fail(ErrorKind::kUsage, "--all means every folder; give no PATH with it");
}

bool has_captions(TableFormat table) {
  return table == TableFormat::kKohyaJson || table == TableFormat::kHfMetadata;
}

// The format with the changes that the flags make.
ExportFormat make_format(const ExportOptions& options, const StyleFlags& flags) {
  ExportFormat format = find_export_format(options.format_name);
  auto* table = std::get_if<TablePreset>(&format.what);
  if (auto* preset = std::get_if<CaptionPreset>(&format.what)) {
    for (const auto& change : flags.changes) change(*preset);
    preset->style.triggers = flags.triggers;
  } else if (table && has_captions(table->format)) {
    CaptionPreset captions{{}, {}, table->captions};
    for (const auto& change : flags.changes) change(captions);
    table->captions = captions.style;
    table->captions.triggers = flags.triggers;
  } else {
    for (const CLI::Option* option : flags.options) {
      if (option->count() > 0)
        fail(ErrorKind::kUsage, "{} works with captions, not with {}", option->get_name(),
             options.format_name);
    }
  }
  auto* xmp = std::get_if<XmpStyle>(&format.what);
  if (xmp) xmp->parent = flags.parent;
  if (!xmp && flags.parent_option->count() > 0)
    fail(ErrorKind::kUsage, "--parent works with xmp, not with {}", options.format_name);
  return format;
}

}  // namespace

std::variant<ExportOptions, int> parse_export_options(int argc, char** argv) {
  CLI::App app(
      "Writes the tags of pictures that 'jtp tag' has scored, from the score store, without the model.");
  ExportOptions options;
  StyleFlags flags;
  add_pictures(app, options);
  add_selection_options(app, options.selection);
  add_verdicts_option(app, options.verdicts)->group("Tags");
  add_writing(app, options, flags);
  add_style(app, flags);
  add_messages(app, options);
  app.footer(footer());
  if (const auto code = parse_arguments(app, argc, argv)) return *code;

  check_selection_options(options.selection);
  if (app.count("--format") == 0 && options.output) options.format_name = table_of_name(*options.output);
  options.format = make_format(options, flags);
  const auto* table = std::get_if<TablePreset>(&options.format.what);
  if (flags.yes && options.every_folder == EveryFolder::kAsk) options.every_folder = EveryFolder::kYes;
  if (table) check_table(options, table->format);
  if (!table) check_folders(options);
  if (!table && (options.output || options.relative_to))
    fail(ErrorKind::kUsage, "--output and --relative-to work with tables, not with {}", options.format_name);
  return options;
}

}  // namespace jtp
