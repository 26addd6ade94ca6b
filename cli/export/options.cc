// SPDX-License-Identifier: Apache-2.0
#include "cli/export/options.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <utility>

#include "cli/export/verdicts_option.h"
#include "cli/options/choice_option.h"
#include "cli/options/parse.h"
#include "jtp/base/error.h"
#include "jtp/output/caption_file.h"

namespace jtp {
namespace {

// Without a border before it the suffix could not be told from the last tag by the next run.
CLI::Validator suffix_border() {
  return {[](const std::string& text) -> std::string {
            const bool has_border =
                text.empty() || std::string_view(", \n").find(text.front()) != std::string_view::npos;
            return has_border ? "" : "'" + text + "' does not begin with a comma, a space or a line end";
          },
          ""};
}

constexpr const char* kExamples =
    "\nExamples:\n"
    "  jtp export pictures/                                    captions beside the pictures\n"
    "  jtp export --threshold 0.35 --dry-run pictures/         what another threshold would change\n"
    "  jtp export --format csv-wide -o scores.csv              all pictures of the store in one table\n"
    "  jtp export --undo pictures/                             take out what jtp has written\n";

// Options that change a preset, kept until it is known which one.
struct StyleFlags {
  std::vector<std::function<void(CaptionPreset&)>> changes;
  std::vector<CLI::Option*> options;
  std::string parent;
  CLI::Option* parent_option = nullptr;
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
         "pictures and folders (with those inside) that 'jtp tag' has seen; default: all of the store")
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
  add("--no-escape", "write parentheses as they are", [](CaptionPreset& preset) {
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
      ->description("between the tags of a caption written anew");
  add_text("--prefix", "before the first tag of a caption written anew", &CaptionStyle::prefix);
  add_text("--suffix", "after the last tag of a caption written anew; begins with a comma or a space",
           &CaptionStyle::suffix)
      ->check(suffix_border());
  keep(app.add_option_function<std::string>(
      "--extension",
      [&flags](const std::string& text) {
        const std::string extension = text.starts_with('.') ? text : "." + text;
        caption_path("picture", extension);
        flags.changes.emplace_back([extension](CaptionPreset& preset) { preset.extension = extension; });
      },
      "of the sidecars"));
  add_spelling(app, flags, group);
}

void add_writing(CLI::App& app, ExportOptions& options, StyleFlags& flags) {
  const std::string group = "Files";
  app.add_option("--format", options.format_name, "what to write, see below")
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
          "sidecars that are there: add what is missing (default), at the front, write anew, leave alone")
      ->group(group);
  add_choice<SharedSidecar>(app, "--shared-sidecar",
                            {{"refuse", SharedSidecar::kRefuse}, {"first", SharedSidecar::kFirst}},
                            [&](SharedSidecar rule) { options.shared_sidecar = rule; })
      ->description(
          "two pictures with one sidecar: write nothing at all (default), take the first one's tags")
      ->group(group);
  flags.parent_option =
      app.add_option("--parent", flags.parent, "xmp: levels above the tags, such as 'AI|JTP-1'")
          ->group(group);
  auto* preview = app.add_flag_callback(
      "--dry-run", [&] { options.action = ExportAction::kPreview; }, "print what would change, as a diff");
  auto* undo = app.add_flag_callback(
      "--undo", [&] { options.action = ExportAction::kUndo; },
      "take out of the sidecars what jtp has written; PATH: folders and sidecars");
  preview->group(group);
  undo->excludes(preview)->group(group);
  app.add_option_function<std::string>(
         "-o,--output",
         [&](const std::string& file) {
           if (file != "-") options.output = file;
         },
         "write a table to FILE; it grows as FILE.part")
      ->type_name("FILE")
      ->group(group);
  app.add_option_function<std::string>(
         "--relative-to", [&](const std::string& folder) { options.relative_to = folder; },
         "tables name pictures from FOLDER on; default: absolute, hf-metadata: the folder of FILE")
      ->type_name("FOLDER")
      ->group(group);
}

void add_messages(CLI::App& app, ExportOptions& options) {
  const std::string group = "Messages";
  app.add_flag_callback(
         "-q,--quiet", [&] { options.verbosity = Verbosity::kQuiet; }, "only what went wrong")
      ->group(group);
}

void check_table(const ExportOptions& options, TableFormat table) {
  if (options.action != ExportAction::kWrite)
    fail(ErrorKind::kUsage, "--dry-run and --undo are for sidecars, not for {}", options.format_name);
  if (table == TableFormat::kHfMetadata &&
      (!options.output || options.output->filename() != "metadata.jsonl"))
    fail(ErrorKind::kUsage,
         "hf-metadata: the table has to be called metadata.jsonl: -o FOLDER/metadata.jsonl");
}

bool has_captions(TableFormat table) {
  return table == TableFormat::kKohyaJson || table == TableFormat::kHfMetadata;
}

// The format with what the flags change about it.
ExportFormat make_format(const ExportOptions& options, const StyleFlags& flags) {
  ExportFormat format = find_export_format(options.format_name);
  auto* table = std::get_if<TablePreset>(&format.what);
  if (auto* preset = std::get_if<CaptionPreset>(&format.what)) {
    for (const auto& change : flags.changes) change(*preset);
  } else if (table && has_captions(table->format)) {
    CaptionPreset captions{{}, {}, table->captions};
    for (const auto& change : flags.changes) change(captions);
    table->captions = captions.style;
  } else {
    for (const CLI::Option* option : flags.options) {
      if (option->count() > 0)
        fail(ErrorKind::kUsage, "{} is for captions, not for {}", option->get_name(), options.format_name);
    }
  }
  auto* xmp = std::get_if<XmpStyle>(&format.what);
  if (xmp) xmp->parent = flags.parent;
  if (!xmp && flags.parent_option->count() > 0)
    fail(ErrorKind::kUsage, "--parent is for xmp, not for {}", options.format_name);
  return format;
}

}  // namespace

std::variant<ExportOptions, int> parse_export_options(int argc, char** argv) {
  CLI::App app(
      "Writes the tags of pictures that 'jtp tag' has seen, from the score store, without the model.");
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
  options.format = make_format(options, flags);
  const auto* table = std::get_if<TablePreset>(&options.format.what);
  if (table) check_table(options, table->format);
  if (!table && (options.output || options.relative_to))
    fail(ErrorKind::kUsage, "--output and --relative-to are for tables, not for {}", options.format_name);
  return options;
}

}  // namespace jtp
