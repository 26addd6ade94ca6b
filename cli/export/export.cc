// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/export/log.h"
#include "cli/export/options.h"
#include "cli/export/source.h"
#include "cli/export/undo.h"
#include "cli/export/verdicts_option.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/error.h"
#include "jtp/base/text.h"
#include "jtp/captions/sidecar_paths.h"
#include "jtp/captions/sidecar_writer.h"
#include "jtp/output/caption_file.h"
#include "jtp/store/stored_scores.h"

namespace jtp {
namespace fs = std::filesystem;

namespace {

ScoreStore open_store(const ExportOptions& options) {
  const bool writes =
      options.dry_run == SidecarPreview::kNo && !std::holds_alternative<TablePreset>(options.format.what);
  return ScoreStore(store_file(options.store),
                    {.access = writes ? StoreAccess::kReadWrite : StoreAccess::kReadOnly});
}

TagSelection selection_for(const ExportOptions& options, const Vocabulary& vocabulary) {
  TagSelection selection = make_selection(options.selection, vocabulary);
  if (selection.lowest_threshold() < kScoreFloor) {
    print_message(fmt::format("the store has no scores below {}; a lower threshold selects all stored scores",
                              kScoreFloor));
  }
  return selection;
}

std::vector<std::string> names_of(const std::vector<SelectedTag>& tags) {
  std::vector<std::string> names;
  names.reserve(tags.size());
  for (const SelectedTag& tag : tags) names.emplace_back(tag.name);
  return names;
}

auto make_update(const ExportOptions& options) {
  const auto policy = options.existing;
  return [policy, what = options.format.what](const CaptionState& before,
                                              std::span<const std::string> tags) -> CaptionState {
    if (const auto* xmp = std::get_if<XmpStyle>(&what)) return update_xmp(before, tags, *xmp, policy);
    return update_caption(before, tags, std::get<CaptionPreset>(what).style, policy);
  };
}

std::function<void(const std::string&)> make_preview(const ExportOptions& options) {
  if (options.dry_run == SidecarPreview::kNo) return {};
  return [](const std::string& diff) { ResultStream().write(diff); };
}

std::string describe_absent(const SourceCounts& counts) {
  std::string text;
  if (counts.gone > 0) text += fmt::format(", {} missing", counts.gone);
  if (counts.unscored > 0)
    text += fmt::format(", {} without scores ('jtp tag' computes them)", counts.unscored);
  return text;
}

// `jtp export` to sidecars.
class SidecarExport {
 public:
  SidecarExport(const ExportOptions& options, ScoreStore& store, const Scorer& scorer)
      : options_(options),
        vocabulary_(store.vocabulary(scorer.id)),
        selection_(selection_for(options, vocabulary_)),
        verdicts_(read_verdict_edits(options.verdicts, vocabulary_)),
        source_(store, scorer.id, options),
        model_(model_id(scorer)),
        log_(options.verbosity),
        writer_(store, {.format = options.format_name,
                        .update = make_update(options),
                        .preview = make_preview(options),
                        .report = [this](const Error& error) { log_.add_failure(error); }}) {}

  int execute() {
    if (options_.shared_sidecar == SharedSidecar::kRefuse) find_clashes();
    const SourceCounts source = source_.for_each([this](const ScoredFile& file) { write(file); },
                                                 [this](const Error& error) { log_.add_failure(error); });
    writer_.finish();
    const SidecarCounts& counts = writer_.counts();
    const std::string verb = options_.dry_run == SidecarPreview::kYes ? "would be written" : "written";
    std::string summary = fmt::format("{}: {} {}, {} unchanged", counted(source.taken, "picture"),
                                      counted(counts.written, "sidecar"), verb, counts.unchanged);
    if (counts.removed > 0) summary += fmt::format(", {} removed", counts.removed);
    if (shared_ > 0) summary += fmt::format(", {} skipped because of a shared sidecar", shared_);
    if (left_out_ > 0) {
      summary += fmt::format(", {} skipped: in {} two pictures share a sidecar", left_out_,
                             counted(std::ssize(clashes_), "folder"));
    }
    return log_.finish(summary + describe_absent(source) + describe_origins(counts));
  }

 private:
  // Finds the folders in which two pictures share a sidecar, and reports each clash as a failure.
  void find_clashes() {
    CaptionPaths claims;
    source_.for_each(
        [&](const ScoredFile& file) {
          for (const fs::path& path : sidecars_of(file)) {
            try {
              claims.claim(path, file.path);
            } catch (const Error& error) {
              log_.add_failure(error);
              clashes_.insert(path.parent_path().string());
            }
          }
        },
        [](const Error&) {});  // reported when the sidecars are written
  }

  std::vector<fs::path> sidecars_of(const ScoredFile& file) {
    try {
      return sidecar_paths(file.path, options_.format);
    } catch (const Error& error) {
      log_.add_failure(error);
      return {};
    }
  }

  void write(const ScoredFile& file) {
    const std::vector<float> scores = to_dense(file.picture.scores, vocabulary_.size());
    const std::vector<std::string> tags = names_of(verdicts_.edit(
        selection_.select(scores, file.picture.sha256), file.picture.sha256, selection_.all(scores)));
    for (const fs::path& path : sidecars_of(file)) {
      if (clashes_.contains(path.parent_path().string())) {
        ++left_out_;
      } else if (written_.insert(path.string()).second) {
        writer_.add({path.string(), file.picture.sha256, model_, tags});
      } else {
        ++shared_;
      }
    }
    log_.count_picture();
  }

  const ExportOptions& options_;
  const Vocabulary vocabulary_;
  const TagSelection selection_;
  const VerdictEdits verdicts_;
  ExportSource source_;
  const std::string model_;
  ExportLog log_;
  SidecarWriter writer_;
  std::unordered_set<std::string> written_;
  std::unordered_set<std::string> clashes_;  // folders
  std::int64_t left_out_ = 0;
  std::int64_t shared_ = 0;
};

// The picture's name in a table.
std::string name_in_table(const std::string& path, const std::optional<fs::path>& folder) {
  if (!folder) return path;
  const fs::path relative = fs::path(path).lexically_relative(*folder);
  if (relative.empty() || *relative.begin() == "..")
    fail(ErrorKind::kInvalidInput, "{}: not in the folder {}", path, folder->string());
  return relative.string();
}

std::optional<fs::path> table_folder(const ExportOptions& options, TableFormat table) {
  if (options.relative_to) return stored_path(*options.relative_to / "");
  if (table != TableFormat::kHfMetadata) return std::nullopt;
  return fs::path(stored_path(*options.output)).parent_path();
}

int export_table(const ExportOptions& options, const ScoreStore& store, const Scorer& scorer) {
  const TablePreset& table = std::get<TablePreset>(options.format.what);
  const Vocabulary vocabulary = store.vocabulary(scorer.id);
  const TagSelection selection = selection_for(options, vocabulary);
  const VerdictEdits verdicts = read_verdict_edits(options.verdicts, vocabulary);
  const bool is_wide = table.format == TableFormat::kCsvWide;
  const std::vector<float> no_scores(static_cast<std::size_t>(vocabulary.size()));
  const auto writer =
      make_table_writer(table.format, table.captions,
                        is_wide ? names_of(selection.all(no_scores)) : std::vector<std::string>());
  const auto folder = table_folder(options, table.format);
  ExportLog log(options.verbosity);
  ResultStream stream = options.output ? ResultStream(*options.output) : ResultStream();
  stream.write(writer->begin());
  const auto report = [&](const Error& error) { log.add_failure(error); };
  const auto write = [&](const ScoredFile& file) {
    const std::vector<float> scores = to_dense(file.picture.scores, vocabulary.size());
    try {
      stream.write(writer->row({.file = name_in_table(file.path, folder),
                                .picture = file.picture,
                                .model = model_id(scorer),
                                .tags = is_wide ? selection.all(scores)
                                                : verdicts.edit(selection.select(scores, file.picture.sha256),
                                                                file.picture.sha256, selection.all(scores)),
                                .error = {}}));
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::kInvalidInput) throw;
      report(error);
    }
    log.count_picture();
  };
  ExportSource source(store, scorer.id, options);
  const SourceCounts counts = source.for_each(write, report);
  stream.write(writer->end());
  if (!interrupted()) stream.complete();
  return log.finish(counted(counts.taken, "picture") + describe_absent(counts));
}

}  // namespace

int run_export(int argc, char** argv) {
  const auto parsed = parse_export_options(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  const ExportOptions& options = std::get<ExportOptions>(parsed);

  ScoreStore store = open_store(options);
  install_signal_handlers();
  if (options.action == ExportAction::kUndo) return undo_export(options, store);
  const Scorer scorer = choose_scorer(store, options.scorer);
  if (std::holds_alternative<TablePreset>(options.format.what)) return export_table(options, store, scorer);
  return SidecarExport(options, store, scorer).execute();
}

}  // namespace jtp
