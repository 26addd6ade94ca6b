// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "jtp/base/digest.h"
#include "jtp/data/manifest.h"
#include "jtp/data/tar_writer.h"
#include "jtp/tags/published.h"
#include "jtp/tags/vocabulary.h"
#include "tests/cli/program.h"
#include "tests/support/draw.h"

namespace jtp::test {

// Drawn pictures with made-up labels from the bundled model's tags, as a folder like those of `jtp data
// manifest`. Post i (from 1) is pictures/i.bmp; all posts are in the split validation.
class LabelledFixture {
 public:
  explicit LabelledFixture(int posts) {
    const auto mini = source_dir() / "models" / "mini";
    const Vocabulary vocabulary = load_vocabulary(mini / "tags.json", mini / "tags.csv");
    std::vector<std::string> names;
    for (int tag = 0; tag < vocabulary.size(); ++tag) names.push_back(vocabulary.name(tag));
    std::filesystem::create_directories(folder_ / "set");
    std::filesystem::create_directories(folder_ / "pictures");
    for (const char* name : {"tags.json", "tags.csv"})
      std::filesystem::copy_file(mini / name, folder_ / "set" / name);
    write_text(folder_ / "set/implications.csv", "from,to\n");
    ManifestTables tables;
    for (int post = 1; post <= posts; ++post) {
      write_text(folder_ / ("pictures/" + std::to_string(post) + ".bmp"),
                 draw_bmp(static_cast<unsigned>(post)));
      const std::vector<std::int16_t> labels = {static_cast<std::int16_t>(post % 7),
                                                static_cast<std::int16_t>(10 + post % 5)};
      tables.add({.post_id = post, .split = Split::kValidation, .picture = {.place = 0}, .labels = labels});
    }
    write_manifest(
        folder_ / "set/manifest.safetensors", tables,
        {.tag_list_sha256 = tag_list_sha256(names), .tags = vocabulary.size(), .places = {"{id}.bmp"}});
  }

  // Packs the pictures into an archive and updates the manifest.
  void pack() const {
    const Manifest manifest(folder_ / "set/manifest.safetensors");
    ManifestTables tables;
    TarWriter archive(folder_ / "pictures/all.tar");
    for (std::int64_t i = 0; i < manifest.size(); ++i) {
      const Sample sample = manifest.sample(i);
      const std::string name = std::to_string(sample.post_id) + ".bmp";
      const std::string content = read_text(folder_ / "pictures" / name);
      constexpr std::int64_t kHeader = 512;
      const PictureLocation member = {0, archive.bytes() + kHeader,
                                      static_cast<std::int64_t>(content.size())};
      archive.add(name, std::as_bytes(std::span(content)));
      tables.add({.post_id = sample.post_id,
                  .split = manifest.split(i),
                  .picture = member,
                  .labels = sample.labels});
      std::filesystem::remove(folder_ / "pictures" / name);
    }
    archive.finish();
    ManifestHeader header = manifest.header();
    header.places = {"all.tar"};
    write_manifest(folder_ / "set/manifest.safetensors", tables, header);
  }

  std::string set() const { return (folder_ / "set").string(); }
  std::string pictures() const { return (folder_ / "pictures").string(); }
  std::string store() const { return (folder_ / "scores.sqlite").string(); }
  std::filesystem::path operator/(std::string_view name) const { return folder_ / name; }

  // Runs `jtp eval` on them.
  Outcome run(const Arguments& more) const {
    Arguments arguments = {"eval", "--set", set(), "--pictures", pictures()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_jtp(arguments);
  }

  nlohmann::json eval(Arguments more) const {
    more.emplace_back("--json");
    const Outcome outcome = run(more);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return nlohmann::json::parse(outcome.out, nullptr, false);
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace jtp::test
