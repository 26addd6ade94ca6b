// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/synth_dump.h"

#include <algorithm>
#include <string>
#include <vector>

#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/base/random.h"
#include "jtp/base/thread_pool.h"
#include "jtp/data/packed_file.h"
#include "jtp/data/post_reader.h"
#include "jtp/files/csv.h"

namespace jtp {
namespace {

constexpr std::uint64_t kBatch = 2048;  // posts that one thread writes at a time
constexpr std::uint64_t kTruthPosts = 100000;
constexpr double kOldNames = 0.04;
constexpr double kEdited = 0.5;  // share of posts that somebody other than the uploader has edited
constexpr const char* kHeader =
    "id,uploader_id,created_at,md5,source,rating,image_width,image_height,tag_string,locked_tags,fav_count,"
    "file_ext,"
    "parent_id,change_seq,approver_id,file_size,comment_count,description,duration,updated_at,is_deleted,is_"
    "pending,"
    "is_flagged,score,up_score,down_score,is_rating_locked,is_status_locked,is_note_locked\n";

// What a batch of posts contributes to the files.
struct DumpBatch {
  std::string posts;
  std::string truth;
  std::string versions;
  std::vector<std::uint64_t> present;   // by tag: posts for which it is true
  std::vector<std::uint64_t> observed;  // by tag: those of them that have it
  std::vector<std::uint64_t> counted;   // by tag: posts with it that are not deleted
  SynthCounts counts;
};

Md5 md5_of(std::uint64_t seed, std::uint64_t index) {
  Dice dice(seed + 4, index);
  Md5 md5{};
  for (std::size_t i = 0; i < md5.size(); i += 8) {
    const std::uint64_t bits = dice.bits();
    for (std::size_t k = 0; k < 8; ++k) md5[i + k] = static_cast<std::uint8_t>(bits >> (8 * k));
  }
  return md5;
}

// About one post in four has a long text that contains everything CSV readers stumble over.
std::string description(Dice& dice) {
  if (!dice.chance(0.25)) return "\"\"";
  std::string text = "\"";
  const std::uint64_t lines = 1 + dice.below(12);
  for (std::uint64_t i = 0; i < lines; ++i) {
    text += "A line of words, with \"\"quotes\"\", commas and an end.";
    if (dice.chance(0.3))
      text += " 'Another' sentence follows it; tabs\there, back\\slashes there, \xF0\x9F\x90\xBA.";
    text += dice.chance(0.5) ? "\r\n" : "\n";
  }
  return text + '"';
}

class BatchWriter {
 public:
  BatchWriter(const SynthOptions& options, const SynthWorld& world)
      : options_(options),
        world_(world),
        truth_every_(std::max<std::uint64_t>(1, options.posts / kTruthPosts)) {}

  DumpBatch write(std::uint64_t begin) const {
    DumpBatch batch;
    for (auto* counts : {&batch.present, &batch.observed, &batch.counted}) counts->resize(world_.tags());
    const std::uint64_t end = std::min(begin + kBatch, options_.posts);
    for (std::uint64_t i = begin; i < end; ++i) write_post(i, batch);
    return batch;
  }

 private:
  std::string tag_string(const std::vector<std::uint32_t>& tags, Dice* old_names) const {
    std::vector<std::string> names;
    for (const std::uint32_t tag : tags) {
      const bool is_old = old_names != nullptr && world_.has_old_name(tag) && old_names->chance(kOldNames);
      names.push_back(is_old ? world_.old_name(tag) : world_.name(tag));
    }
    if (old_names != nullptr && old_names->chance(0.01)) names.emplace_back("unknown_name");
    std::sort(names.begin(), names.end());
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : " ") + name;
    return text;
  }

  void write_post(std::uint64_t index, DumpBatch& batch) const {
    const SynthPost post = world_.post(index);
    Dice dice(options_.seed + 5, index);
    const std::uint64_t id = 1000 + index;
    const std::string md5 = to_string(md5_of(options_.seed, index));
    const bool is_deleted = dice.chance(0.04);
    const bool is_video = dice.chance(0.03);
    const std::string parent =
        index > 100 && dice.chance(0.1) ? std::to_string(id - 1 - dice.below(100)) : "";
    batch.posts += fmt::format(
        "{},7,2020-01-01 00:00:00.{:06},{},\"https://example.org/{}\nsecond "
        "line\",{},{},{},{},,{},{},{},{},,{},0,{},{},,{},"
        "{},f,{},{},0,f,f,f\n",
        id, index % 1000000, md5, id, "sqe"[dice.below(3)], 300 + dice.below(2000), 300 + dice.below(2000),
        csv_field(tag_string(post.observed, &dice)), dice.below(500), is_video ? "webm" : "png", parent, id,
        10000 + dice.below(1000000), description(dice), is_video ? "12.5" : "", is_deleted ? 't' : 'f',
        dice.chance(0.01) ? 't' : 'f', dice.below(100), dice.below(100));
    if (index % truth_every_ == 0)
      batch.truth += fmt::format("{},{},{}\n", id, md5, csv_field(tag_string(post.truth, nullptr)));
    write_versions(index, post, batch);
    count(post, is_deleted, batch);
  }

  // If somebody has edited the post since, each tag was missing at the upload at the rate of the tag.
  void write_versions(std::uint64_t index, const SynthPost& post, DumpBatch& batch) const {
    Dice dice(options_.seed + 6, index);
    const bool is_edited = dice.chance(kEdited);
    std::vector<std::uint32_t> at_first;
    std::vector<std::uint32_t> late;
    for (const std::uint32_t tag : post.observed)
      (is_edited && dice.chance(synth_late_share(tag)) ? late : at_first).push_back(tag);
    const std::uint64_t id = 1000 + index;
    const auto row = [&](int version, const std::vector<std::uint32_t>& added, std::uint64_t updater) {
      batch.versions += fmt::format("{},{},{},{},,{}\n", 2 * index + static_cast<std::uint64_t>(version), id,
                                    version, csv_field(tag_string(added, nullptr)), updater);
    };
    row(1, at_first, 7);
    if (is_edited) row(2, late, 8 + dice.below(1000));
  }

  static void count(const SynthPost& post, bool is_deleted, DumpBatch& batch) {
    for (const std::uint32_t tag : post.truth) ++batch.present[tag];
    for (const std::uint32_t tag : post.observed) {
      ++batch.observed[tag];
      if (!is_deleted) ++batch.counted[tag];
    }
    ++batch.counts.posts;
    batch.counts.deleted += is_deleted ? 1 : 0;
    batch.counts.true_tags += post.truth.size();
    batch.counts.observed_tags += post.observed.size();
  }

  const SynthOptions& options_;
  const SynthWorld& world_;
  std::uint64_t truth_every_;
};

void add(const DumpBatch& batch, DumpBatch& total) {
  for (std::size_t tag = 0; tag < total.present.size(); ++tag) {
    total.present[tag] += batch.present[tag];
    total.observed[tag] += batch.observed[tag];
    total.counted[tag] += batch.counted[tag];
  }
  total.counts.posts += batch.counts.posts;
  total.counts.deleted += batch.counts.deleted;
  total.counts.true_tags += batch.counts.true_tags;
  total.counts.observed_tags += batch.counts.observed_tags;
}

void write_tables(const SynthWorld& world, const DumpBatch& total, const std::filesystem::path& folder) {
  std::string tags = "id,name,category,post_count\n";
  std::string aliases = "id,antecedent_name,consequent_name,created_at,status\n";
  std::string implications = aliases;
  std::string omission = "tag,omitted,checked\n";
  for (std::uint32_t tag = 0; tag < world.tags(); ++tag) {
    const std::string name = csv_field(world.name(tag));
    tags += fmt::format("{},{},{},{}\n", tag + 1, name, static_cast<int>(world.category(tag)),
                        total.counted[tag]);
    if (world.has_old_name(tag))
      aliases += fmt::format("{},{},{},,active\n", tag + 1, csv_field(world.old_name(tag)), name);
    const std::uint32_t parent = world.implied(tag);
    if (parent != tag)
      implications += fmt::format("{},{},{},,active\n", tag + 1, name, csv_field(world.name(parent)));
    omission += fmt::format("{},{},{}\n", name, total.present[tag] - total.observed[tag], total.present[tag]);
  }
  write_file_atomically(folder / "tags.csv", tags);
  write_file_atomically(folder / "tag_aliases.csv", aliases);
  write_file_atomically(folder / "tag_implications.csv", implications);
  write_file_atomically(folder / "omission.csv", omission);
}

}  // namespace

double synth_late_share(std::uint32_t tag) { return 0.02 * static_cast<double>(1 + mixed(tag) % 20); }

SynthCounts write_synth_dump(const SynthOptions& options, const std::filesystem::path& folder, int threads,
                             const PostProgress& progress) {
  const SynthWorld world(options);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) fail(ErrorKind::kIo, "{}: cannot make the folder: {}", folder.string(), error.message());
  PackedFile posts(folder / "posts.csv.gz");
  PackedFile truth(folder / "truth.csv.gz");
  PackedFile versions(folder / "post_versions.csv.gz");
  versions.write("id,post_id,version,added_tags,removed_tags,updater_id\n");
  posts.write(kHeader);
  truth.write("post_id,md5,tags\n");
  const BatchWriter writer(options, world);
  DumpBatch total = writer.write(options.posts);  // all zeros
  ThreadPool pool(threads);
  const std::uint64_t round = kBatch * static_cast<std::uint64_t>(4 * threads);
  for (std::uint64_t begin = 0; begin < options.posts; begin += round) {
    progress(begin);
    const std::uint64_t batches = (std::min(round, options.posts - begin) + kBatch - 1) / kBatch;
    std::vector<DumpBatch> parts(batches);
    pool.parallel_for(static_cast<std::int64_t>(batches), [&](std::int64_t i, int) {
      parts[static_cast<std::size_t>(i)] = writer.write(begin + static_cast<std::uint64_t>(i) * kBatch);
    });
    for (const DumpBatch& part : parts) {
      posts.write(part.posts);
      truth.write(part.truth);
      versions.write(part.versions);
      add(part, total);
    }
  }
  posts.commit();
  truth.commit();
  versions.commit();
  write_tables(world, total, folder);
  return total.counts;
}

}  // namespace jtp
