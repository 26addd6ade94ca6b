// SPDX-License-Identifier: Apache-2.0
#include "cli/export/undo.h"

#include <fmt/core.h>

#include <array>
#include <filesystem>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "cli/export/log.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/terminal.h"
#include "jtp/base/digest.h"
#include "jtp/base/error.h"
#include "jtp/base/regular_file.h"
#include "jtp/base/text.h"
#include "jtp/captions/sidecar_writer.h"
#include "jtp/output/caption_file.h"
#include "jtp/store/file_stamp.h"
#include "jtp/tagger/inputs.h"
#include "jtp/tagger/prepare.h"

namespace jtp {
namespace fs = std::filesystem;

namespace {

// A sidecar with the record of what the machine wrote into it, which may be recorded under another path.
struct UndoJob {
  std::string path;
  WrittenFile file;
};

const WrittenFile& file_of(const WriteRecord& record) {
  return record.written ? *record.written : *record.intended;
}

// Finds the sidecars from which a run removes the machine's tags.
class UndoSearch {
 public:
  UndoSearch(const ScoreStore& store, const Provenance& provenance, ExportLog& log)
      : store_(store), provenance_(provenance), log_(log) {}

  std::vector<UndoJob> below(const std::string& root) {
    for (const std::string& path : provenance_.paths(root)) add(path, path);
    std::error_code ignored;
    if (!root.empty() && fs::is_directory(root, ignored)) add_moved(root);
    return std::move(jobs_);
  }

 private:
  void add(const std::string& path, const std::string& recorded_path) {
    if (interrupted() || !seen_.insert(path).second) return;
    jobs_.push_back({path, file_of(provenance_.find(recorded_path))});
  }

  // Adds sidecars that are recorded under another path. Their pictures lead to them.
  void add_moved(const std::string& root) {
    InputRequest request{
        .paths = {root}, .recursion = Recursion::kIntoFolders, .next_name = {}, .standard_input = {}};
    InputList pictures(request);
    while (const auto picture = pictures.next()) {
      if (interrupted()) return;
      if (picture->error) continue;  // a folder that cannot be read has nothing to undo
      try {
        add_sidecars_of(picture->path);
      } catch (const Error& error) {
        log_.add_failure(error);
      }
    }
  }

  void add_sidecars_of(const fs::path& picture) {
    std::string content;
    for (const fs::path& sidecar : sidecars_of(picture)) {
      const std::string path = stored_path(sidecar);
      if (seen_.contains(path)) continue;
      if (content.empty()) content = content_of(picture);
      for (const std::string& recorded : provenance_.paths_of_picture(content)) {
        if (fs::path(recorded).extension() != sidecar.extension()) continue;
        add(path, recorded);
        break;
      }
    }
  }

  // The existing sidecars of a picture, whatever their format.
  static std::vector<fs::path> sidecars_of(const fs::path& picture) {
    std::vector<fs::path> found;
    std::error_code ignored;
    const std::array names = {fs::path(picture).replace_extension(), picture};
    for (const auto& entry :
         fs::directory_iterator(picture.has_parent_path() ? picture.parent_path() : ".", ignored)) {
      for (const fs::path& name : names) {
        const std::string start = name.filename().string() + ".";
        const std::string file = entry.path().filename().string();
        const bool is_one_more = file.starts_with(start) && file.find('.', start.size()) == std::string::npos;
        if (is_one_more && !is_listed_picture(file) && entry.is_regular_file(ignored))
          found.push_back(entry.path());
      }
    }
    return found;
  }

  std::string content_of(const fs::path& picture) const {
    const auto stamp = stamp_file(picture);
    if (const auto content = stamp ? store_.find_content(*stamp) : std::nullopt) return *content;
    return sha256_hex(read_picture_file(picture));
  }

  const ScoreStore& store_;
  const Provenance& provenance_;
  ExportLog& log_;
  std::set<std::string> seen_;
  std::vector<UndoJob> jobs_;
};

std::set<fs::path> folders_of(const std::vector<UndoJob>& jobs) {
  std::set<fs::path> folders;
  for (const UndoJob& job : jobs) folders.insert(fs::path(job.path).parent_path());
  return folders;
}

// Asks the user for agreement. Throws Error kUsage if standard input is not a terminal.
bool agrees(const std::vector<UndoJob>& jobs) {
  if (!is_terminal(stdin))
    fail(ErrorKind::kUsage,
         "--undo --all changes every folder that jtp has ever tagged; give --yes to confirm");
  fmt::print(stderr, "Remove jtp's tags from {} in {}? [y/N] ", counted(std::ssize(jobs), "sidecar"),
             counted(std::ssize(folders_of(jobs)), "folder"));
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

SidecarPlan plan_for(const std::string& format, const ExportOptions& options, ExportLog& log) {
  SidecarPlan plan{.format = format, .update = {}, .preview = {}, .report = [&log](const Error& error) {
                     log.add_failure(error);
                   }};
  if (format == "xmp") {
    const auto* style = std::get_if<XmpStyle>(&options.format.what);
    plan.update = [style = style ? *style : XmpStyle()](const CaptionState& before,
                                                        std::span<const std::string>) {
      return undo_xmp(before, style);
    };
  } else {
    const auto* preset = std::get_if<CaptionPreset>(&options.format.what);
    plan.update = [style = preset ? preset->style : CaptionStyle()](const CaptionState& before,
                                                                    std::span<const std::string>) {
      return undo_caption(before, style);
    };
  }
  if (options.dry_run == SidecarPreview::kYes)
    plan.preview = [](const std::string& diff) { ResultStream().write(diff); };
  return plan;
}

std::string summary_of(const SidecarCounts& captions, const SidecarCounts& packets, SidecarPreview dry_run) {
  const std::string_view would = dry_run == SidecarPreview::kYes ? "would be " : "";
  std::string text = fmt::format("{} {}removed, jtp's tags {}removed from {}, {} unchanged",
                                 counted(captions.removed + packets.removed, "sidecar"), would, would,
                                 captions.written + packets.written, captions.unchanged + packets.unchanged);
  const std::int64_t kept = captions.kept_texts + packets.kept_texts;
  if (kept > 0) {
    text += fmt::format(
        ", {} changed since jtp replaced their text (the old text stays in the store; print it with "
        "'jtp store replaced FILE')",
        kept);
  }
  return text + describe_origins(captions) + describe_origins(packets);
}

}  // namespace

int undo_export(const ExportOptions& options, ScoreStore& store) {
  ExportLog log(options.verbosity);
  const Provenance provenance(store);
  std::vector<std::string> roots;
  for (const auto& path : options.paths) roots.push_back(stored_path(path));
  if (roots.empty()) roots.emplace_back();
  UndoSearch search(store, provenance, log);
  std::vector<UndoJob> jobs;
  for (const std::string& root : roots) {
    for (UndoJob& job : search.below(root)) jobs.push_back(std::move(job));
  }
  const bool must_ask =
      options.every_folder == EveryFolder::kAsk && options.dry_run == SidecarPreview::kNo && !jobs.empty();
  if (must_ask && !agrees(jobs)) return log.finish("nothing changed");

  SidecarWriter captions(store, plan_for("kohya", options, log));
  SidecarWriter packets(store, plan_for("xmp", options, log));
  for (const auto& [path, file] : jobs) {
    if (interrupted()) break;
    (file.format == "xmp" ? packets : captions).add({path, file.picture_sha256, file.model, {}});
    log.count_picture();
  }
  captions.finish();
  packets.finish();
  return log.finish(summary_of(captions.counts(), packets.counts(), options.dry_run));
}

}  // namespace jtp
