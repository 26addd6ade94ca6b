// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/data/commands.h"
#include "cli/exit_code.h"
#include "cli/options/engine_options.h"
#include "cli/options/number_range.h"
#include "cli/options/parse.h"
#include "cli/terminal/failure_log.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/result_stream.h"
#include "cli/terminal/signals.h"
#include "cli/terminal/status_line.h"
#include "jtp/base/atomic_file.h"
#include "jtp/base/digest.h"
#include "jtp/base/error.h"
#include "jtp/base/mapped_file.h"
#include "jtp/base/regular_file.h"
#include "jtp/files/csv.h"
#include "jtp/loader/fitted_shard.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kMaxTable = std::uint64_t{1} << 30;
constexpr std::size_t kMaxCard = std::size_t{64} << 10;

struct DataResizeOptions {
  std::string set;
  std::string pictures;
  std::string out;
  int side = 384;
  std::int64_t per_shard = 4096;
  int threads = 0;
  bool json = false;
};

void add_options(CLI::App& app, DataResizeOptions& options) {
  app.add_option("--set", options.set, "folder that 'jtp data manifest' wrote")->type_name("DIR")->required();
  app.add_option("--pictures", options.pictures, "folder of its pictures")->type_name("DIR")->required();
  app.add_option("-o,--out", options.out, "folder for the archives")->type_name("DIR")->required();
  app.add_option("--size", options.side, "side of the network's input, in pixels")
      ->check(whole_number(1, 4096))
      ->type_name("N")
      ->capture_default_str();
  app.add_option("--per-archive", options.per_shard, "pictures per archive")
      ->check(whole_number(1, 1'000'000))
      ->type_name("N")
      ->capture_default_str();
  add_threads_option(app, options.threads);
  app.add_flag("--json", options.json, "print the counts as one JSON object");
  app.footer(
      "\nExisting archives are kept. Afterwards, 'jtp data manifest --pictures OUT' makes a set from the "
      "archives.\n\n"
      "Example:\n  jtp data resize --set set/ --pictures images/ --out fitted/\n");
}

// What all archives of a folder have in common.
std::string card_of(const DataResizeOptions& options) {
  const fs::path manifest = fs::path(options.set) / "manifest.safetensors";
  const Json card = {{"format", "jtp-fitted-1"},
                     {"size", options.side},
                     {"per_archive", options.per_shard},
                     {"manifest_sha256", sha256_hex(MappedFile(manifest).bytes())}};
  return card.dump(1) + "\n";
}

// Throws Error kUsage if the folder has archives of another set or size.
void claim_folder(const fs::path& folder, const std::string& card) {
  fs::create_directories(folder);
  const fs::path file = folder / "fitted.json";
  if (fs::exists(file)) {
    const auto bytes = read_file(file, kMaxCard, ErrorKind::kInvalidInput);
    if (std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()) != card)
      fail(ErrorKind::kUsage,
           "{}: the folder has archives of another set, --size or --per-archive; choose another folder",
           file.string());
  }
  write_file_atomically(file, card);
}

// One call of `jtp data resize`.
class ResizeRun {
 public:
  explicit ResizeRun(const DataResizeOptions& options)
      : options_(options),
        manifest_(fs::path(options.set) / "manifest.safetensors"),
        preprocess_(options.side),
        pool_(threads_or_all(options.threads)) {}

  int execute();

 private:
  void write_split(Split split);
  void write_shard(const PictureSet& pictures, PictureRange range, const fs::path& path);
  void add_unusable(const fs::path& table);
  std::string text() const;
  Json counts() const;

  const DataResizeOptions& options_;
  const Manifest manifest_;
  const Preprocessor preprocess_;
  ThreadPool pool_;
  StatusLine progress_{style_of_stderr()};
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::int64_t total_ = 0;
  std::int64_t done_ = 0;  // in this run
  std::int64_t archives_ = 0;
  std::int64_t kept_ = 0;  // of these, from an earlier run
  std::int64_t bytes_ = 0;
  FailureLog unusable_;  // of all archives
};

int ResizeRun::execute() {
  for (std::int64_t i = 0; i < manifest_.size(); ++i)
    total_ += manifest_.sample(i).picture.place >= 0 ? 1 : 0;
  claim_folder(options_.out, card_of(options_));
  for (const Split split : {Split::kTrain, Split::kValidation, Split::kTest}) write_split(split);
  progress_.clear();
  unusable_.print();
  ResultStream().write(options_.json ? counts().dump() + "\n" : text());
  return unusable_.count() > 0 ? kExitSomeFailed : kExitAllDone;
}

void ResizeRun::write_split(Split split) {
  const PictureSet pictures(manifest_, options_.pictures, split);
  for (std::int64_t begin = 0; begin < pictures.size(); begin += options_.per_shard) {
    const std::string name = fmt::format("{}-{:06}", to_string(split), begin / options_.per_shard);
    const fs::path archive = fs::path(options_.out) / (name + ".tar");
    ++archives_;
    if (fs::exists(archive)) {
      ++kept_;
      bytes_ += static_cast<std::int64_t>(fs::file_size(archive));
    } else {
      write_shard(pictures, {begin, std::min(begin + options_.per_shard, pictures.size())}, archive);
    }
    add_unusable(fs::path(options_.out) / (name + ".unusable.csv"));
  }
}

// Writes the table of unusable pictures before the archive, so that every existing archive has one.
void ResizeRun::write_shard(const PictureSet& pictures, PictureRange range, const fs::path& path) {
  TarWriter archive(path);
  const auto unusable = add_fitted_pictures(pictures, range, preprocess_, archive, pool_, interrupted());
  std::string table = "post_id,md5,reason\n";
  for (const UnusablePicture& picture : unusable)
    table += fmt::format("{},{},{}\n", picture.post_id, to_string(picture.md5), csv_field(picture.reason));
  if (!unusable.empty()) write_file_atomically(fs::path(path).replace_extension(".unusable.csv"), table);
  archive.finish();
  bytes_ += archive.bytes();
  done_ += range.end - range.begin;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
  if (progress_.is_due()) {
    progress_.show(format_progress(
        {.done = done_, .failed = unusable_.count(), .total = total_, .seconds = elapsed.count()}));
  }
}

void ResizeRun::add_unusable(const fs::path& table) {
  if (!fs::exists(table)) return;
  const auto bytes = read_file(table, kMaxTable, ErrorKind::kInvalidInput);
  CsvReader rows(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()), table.string(),
                 ErrorKind::kInvalidInput);
  const std::size_t reason = rows.column({"reason"});
  while (const auto row = rows.next()) unusable_.add(Error(ErrorKind::kInvalidInput, row->fields[reason]));
}

Json ResizeRun::counts() const {
  return {{"pictures", total_ - unusable_.count()},
          {"unusable", unusable_.count()},
          {"archives", archives_},
          {"archives_kept", kept_},
          {"bytes", bytes_}};
}

std::string ResizeRun::text() const {
  return fmt::format("pictures  {}, {} unusable\narchives  {}, {} of them already existed; {:.1f} MB\n",
                     total_ - unusable_.count(), unusable_.count(), archives_, kept_,
                     static_cast<double>(bytes_) / 1e6);
}

}  // namespace

int run_data_resize(int argc, char** argv) {
  CLI::App app("Resizes the pictures of a set to the network's input once, into lossless tar archives.");
  DataResizeOptions options;
  add_options(app, options);
  if (const auto code = parse_arguments(app, argc, argv)) return *code;
  install_signal_handlers();
  return ResizeRun(options).execute();
}

}  // namespace jtp
