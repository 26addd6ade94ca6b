// SPDX-License-Identifier: Apache-2.0
// Runs that are killed at any moment and then resumed.
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <thread>

#include "jtp/store/database.h"
#include "jtp/store/maintenance.h"
#include "tests/cli/program.h"
#include "tests/support/random.h"

namespace jtp::test {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kPictures = 150;

// The number of kills: JTP_TEST_KILLS, or fifty.
int wanted_kills() {
  const char* wanted = std::getenv("JTP_TEST_KILLS");
  return wanted != nullptr ? std::stoi(wanted) : 50;
}

// The meaningful content of a store in a fixed order, without row numbers.
std::string content_of(const fs::path& file) {
  const ScoreStore store(file);
  EXPECT_TRUE(check_store(store).empty());
  std::string text;
  for (const char* sql :
       {"SELECT path || ' ' || hex(sha256) FROM file JOIN picture ON picture.id = picture ORDER BY path",
        "SELECT hex(sha256) || width || 'x' || height || ' ' || hex(scores) || model || precision || "
        "decoding FROM result"
        " JOIN picture ON picture.id = picture JOIN scorer ON scorer.id = scorer ORDER BY sha256, scorer.id",
        "SELECT hash || name || num_tags FROM model ORDER BY hash",
        "SELECT path || intended || format || model || tags || declined || hex(sha256) FROM written_file"
        " ORDER BY path, intended"}) {
    Query rows = store.database().query(sql);
    while (rows.next()) text += rows.text(0) + "\n";
  }
  return text;
}

std::map<std::string, std::string> captions_of(const fs::path& folder) {
  std::map<std::string, std::string> captions;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") captions[entry.path().filename()] = read_text(entry.path());
  }
  return captions;
}

void remove_captions(const fs::path& folder) {
  for (const auto& [name, text] : captions_of(folder)) fs::remove(folder / name);
}

TEST(Resume, ARunAfterKillsGivesTheResultsOfAnUndisturbedRun) {
  const TemporaryFolder folder;
  const fs::path pictures = folder / "p";
  draw_pictures(pictures, kPictures);
  fs::copy_file(pictures / "0003.bmp", pictures / "copy.bmp");
  write_text(pictures / "0005.txt", "my own words");
  const auto arguments = [&](const std::string& store) {
    return tag_quietly({"--write", "--threads", "2", "--store", folder / store, pictures.string()});
  };

  const auto start = Clock::now();
  ASSERT_EQ(run_jtp(arguments("undisturbed.sqlite")).code, 0);
  const auto undisturbed_time = Clock::now() - start;
  const auto captions = captions_of(pictures);
  ASSERT_EQ(captions.size(), static_cast<std::size_t>(kPictures + 1));
  const auto begin_anew = [&] {
    remove_captions(pictures);
    write_text(pictures / "0005.txt", "my own words");
    for (const char* name : {"killed.sqlite", "killed.sqlite-wal", "killed.sqlite-shm"})
      fs::remove(folder / name);
  };
  const auto expect_the_same = [&] {
    EXPECT_EQ(captions_of(pictures), captions);
    EXPECT_EQ(content_of(folder / "killed.sqlite"), content_of(folder / "undisturbed.sqlite"));
  };

  begin_anew();
  Random random(7);
  for (int kills = 0; kills < wanted_kills();) {
    Program program(arguments("killed.sqlite"));
    std::this_thread::sleep_for(undisturbed_time * random.below(1000) / 2000);
    program.signal(SIGKILL);
    const int code = program.finish().code;
    for (const auto& [name, text] : captions_of(pictures)) {
      ASSERT_TRUE(text == captions.at(name) || text == "my own words") << name << ": " << text;
    }
    kills += code == 128 + SIGKILL ? 1 : 0;
    if (code != 0) continue;
    expect_the_same();  // the run was faster than the signal, so nothing is left to interrupt
    begin_anew();
  }
  ASSERT_EQ(run_jtp(arguments("killed.sqlite")).code, 0);
  expect_the_same();
}

TEST(Resume, TwoRunsAtOnceShareOneStore) {
  const TemporaryFolder folder;
  draw_pictures(folder / "p", 40);
  const Arguments arguments =
      tag_quietly({"--jsonl", "--store", folder / "scores.sqlite", (folder / "p").string()});
  Program one(arguments);
  Program two(arguments);
  const Outcome first = one.finish();
  const Outcome second = two.finish();
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_EQ(first.out, second.out);
  const ScoreStore store(folder / "scores.sqlite");
  EXPECT_TRUE(check_store(store).empty());
  EXPECT_EQ(store_stats(store).pictures, 40);
}

}  // namespace
}  // namespace jtp::test
