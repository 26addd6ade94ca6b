// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/data/commands.h"
#include "cli/exit_code.h"
#include "cli/options/parse.h"
#include "cli/terminal/failure_log.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/status_line.h"
#include "jtp/base/error.h"
#include "jtp/base/md5.h"
#include "jtp/base/parse_number.h"
#include "jtp/base/regular_file.h"
#include "jtp/base/text.h"
#include "jtp/data/packed_file.h"
#include "jtp/files/csv.h"
#include "jtp/files/text_file.h"
#include "jtp/output/caption_preset.h"
#include "jtp/output/caption_tags.h"
#include "jtp/tagger/inputs.h"
#include "jtp/tagger/prepare.h"
#include "jtp/tags/category.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxCaption = std::size_t{1} << 20;
constexpr std::size_t kMaxTable = std::size_t{64} << 20;
constexpr int kMaxRepeats = 10'000;

struct DataImportOptions {
  std::vector<std::string> paths;
  std::string extension = ".txt";
  std::string categories;
  std::string out;
  bool json = false;
};

void add_options(CLI::App& app, DataImportOptions& options) {
  app.add_option("PATH", options.paths, "folders of pictures with caption files beside them")->required();
  app.add_option("--extension", options.extension,
                 "extension of the caption files: a.txt or a.png.txt for a.png")
      ->capture_default_str();
  app.add_option("--categories", options.categories, "table name,category for tags that are not general")
      ->type_name("FILE.csv");
  app.add_option("-o,--out", options.out, "folder for posts.csv.gz, tags.csv and pictures/")
      ->type_name("DIR")
      ->required();
  app.add_flag("--json", options.json, "print the counts as one JSON object");
  app.footer(
      "\nThe result is a dump, the input of the other data commands. A picture in a folder\n"
      "N_NAME counts N times, as in kohya's trainers.\n\n"
      "Example:\n  jtp data import images/ --out dump/\n"
      "  jtp data vocabulary --dump dump/ --min-count 20 --out vocabulary/\n"
      "  jtp data manifest --dump dump/ --vocabulary vocabulary/ --pictures dump/pictures --out set/\n");
}

// N if the folder of the picture is named N_NAME, otherwise 1.
int repeats_of(const fs::path& picture) {
  const std::string folder = picture.parent_path().filename().string();
  const auto underscore = folder.find('_');
  if (underscore == std::string::npos) return 1;
  const auto repeats = parse_number<int>(std::string_view(folder).substr(0, underscore));
  return repeats && *repeats >= 1 && *repeats <= kMaxRepeats ? *repeats : 1;
}

std::map<std::string, TagCategory> read_categories(const std::string& path) {
  std::map<std::string, TagCategory> categories;
  if (path.empty()) return categories;
  CsvReader rows(read_text_file(path, kMaxTable, ErrorKind::kInvalidInput), path, ErrorKind::kInvalidInput);
  const std::size_t name = rows.column({"name", "tag"});
  const std::size_t category = rows.column({"category"});
  while (const auto row = rows.next()) {
    const auto parsed = parse_category(row->fields[category]);
    if (!parsed) rows.fail_at(row->line, fmt::format("unknown category '{}'", row->fields[category]));
    categories[canonical_tag(row->fields[name])] = *parsed;
  }
  return categories;
}

// One call of `jtp data import`.
class ImportRun {
 public:
  explicit ImportRun(const DataImportOptions& options)
      : options_(options),
        categories_(read_categories(options.categories)),
        posts_((fs::create_directories(fs::path(options.out) / "pictures"),
                fs::path(options.out) / "posts.csv.gz")) {}

  int execute();

 private:
  std::optional<fs::path> caption_of(const fs::path& picture) const;
  void add(const fs::path& picture);
  void link(const fs::path& picture, const std::string& name);
  void write_tags();

  const DataImportOptions& options_;
  const std::map<std::string, TagCategory> categories_;
  PackedFile posts_;
  StatusLine progress_{style_of_stderr()};
  FailureLog failures_;
  std::map<std::string, std::int64_t> counts_;  // number of posts by tag
  std::set<std::string> contents_;              // MD5s
  std::int64_t pictures_ = 0;
  std::int64_t rows_ = 0;
  std::int64_t repeated_ = 0;  // pictures with the same content as an earlier one
};

int ImportRun::execute() {
  posts_.write("id,md5,rating,tag_string,file_ext,is_deleted\n");
  InputList inputs(
      {.paths = options_.paths, .recursion = Recursion::kIntoFolders, .next_name = {}, .standard_input = {}});
  while (const auto input = inputs.next()) {
    if (interrupted()) fail(ErrorKind::kCancelled, "stopped");
    try {
      if (input->error) throw *input->error;
      add(input->path);
    } catch (const Error& error) {
      failures_.add(error);
    }
    if (progress_.is_due())
      progress_.show(fmt::format("{}, {} failed", counted(pictures_, "picture"), failures_.count()));
  }
  write_tags();
  posts_.commit();
  progress_.clear();
  failures_.print();
  const Json counts = {{"pictures", pictures_},
                       {"posts", rows_},
                       {"tags", counts_.size()},
                       {"repeated", repeated_},
                       {"failed", failures_.count()}};
  ResultStream().write(options_.json
                           ? counts.dump() + "\n"
                           : fmt::format("pictures  {}, {} failed, {} skipped as duplicates\nposts     {}\n"
                                         "tags      {}\n",
                                         pictures_, failures_.count(), repeated_, rows_, counts_.size()));
  return failures_.count() > 0 ? kExitSomeFailed : kExitAllDone;
}

std::optional<fs::path> ImportRun::caption_of(const fs::path& picture) const {
  for (const SidecarName name : {SidecarName::kStem, SidecarName::kFullName}) {
    const fs::path caption = sidecar_path(picture, name, options_.extension);
    std::error_code ignored;
    if (fs::exists(caption, ignored)) return caption;
  }
  return std::nullopt;
}

void ImportRun::add(const fs::path& picture) {
  const auto caption = caption_of(picture);
  if (!caption) fail(ErrorKind::kNotFound, "{}: no caption file beside it", picture.string());
  const std::vector<std::string> tags =
      caption_tags(read_text_file(*caption, kMaxCaption, ErrorKind::kInvalidInput));
  const std::string md5 = md5_hex(read_picture_file(picture));
  if (!contents_.insert(md5).second) {
    ++repeated_;
    return;
  }
  const std::string extension = picture.extension().string();
  link(picture, md5 + extension);
  std::string tag_string;
  for (const std::string& tag : tags) {
    ++counts_[tag];
    tag_string += (tag_string.empty() ? "" : " ") + tag;
  }
  const int repeats = repeats_of(picture);
  for (int i = 0; i < repeats; ++i)
    posts_.write(fmt::format("{},{},e,{},png,f\n", ++rows_, md5, csv_field(tag_string)));
  ++pictures_;
}

void ImportRun::link(const fs::path& picture, const std::string& name) {
  const fs::path place = fs::path(options_.out) / "pictures" / name;
  std::error_code error;
  fs::remove(place, error);
  fs::create_symlink(fs::absolute(picture), place, error);
  if (error) fail(ErrorKind::kIo, "{}: cannot make the folder: {}", place.string(), error.message());
}

void ImportRun::write_tags() {
  PackedFile table(fs::path(options_.out) / "tags.csv");
  table.write("name,category,post_count\n");
  for (const auto& [tag, count] : counts_) {
    const auto category = categories_.find(tag);
    const auto number = category == categories_.end() ? TagCategory::kGeneral : category->second;
    table.write(fmt::format("{},{},{}\n", csv_field(tag), static_cast<int>(number), count));
  }
  table.commit();
}

}  // namespace

int run_data_import(int argc, char** argv) {
  CLI::App app("Makes a dump from pictures with caption files: kohya's folders, .txt sidecars.");
  DataImportOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;
  if (!options.extension.starts_with('.')) options.extension.insert(0, ".");
  sidecar_path("picture", SidecarName::kStem, options.extension);
  install_signal_handlers();
  return ImportRun(options).execute();
}

}  // namespace jtp
