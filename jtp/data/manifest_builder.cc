// SPDX-License-Identifier: Apache-2.0
#include "jtp/data/manifest_builder.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"
#include "jtp/data/packed_file.h"
#include "jtp/data/picture_index.h"
#include "jtp/data/tag_resolver.h"
#include "jtp/data/verdict_table.h"
#include "jtp/files/csv.h"
#include "jtp/tags/published.h"

namespace jtp {
namespace {

constexpr std::uint64_t kProgressStep = 1 << 14;
constexpr std::array<std::string_view, 6> kPictureTypes = {"png", "jpg", "gif", "webp", "avif", "jxl"};

// The meaning of a dump's tag names for a training set, looked up once per name.
class TagMeanings {
 public:
  struct Meaning {
    std::int32_t label = -1;              // index in the vocabulary
    const ExclusionRule* rule = nullptr;  // the last rule for this tag
  };

  TagMeanings(TagResolver& resolver, const Vocabulary& vocabulary, const std::vector<ExclusionRule>& rules)
      : resolver_(resolver), vocabulary_(vocabulary) {
    for (const ExclusionRule& rule : rules) rules_[resolver.current(rule.tag)] = &rule;
  }

  const Meaning& of(std::uint32_t tag) {
    while (known_.size() <= tag) {
      const auto id = static_cast<std::uint32_t>(known_.size());
      const auto rule = rules_.find(id);
      known_.push_back({vocabulary_.find(resolver_.names().name(id)).value_or(-1),
                        rule == rules_.end() ? nullptr : rule->second});
    }
    return known_[tag];
  }

 private:
  TagResolver& resolver_;
  const Vocabulary& vocabulary_;
  std::unordered_map<std::uint32_t, const ExclusionRule*> rules_;
  std::vector<Meaning> known_;  // by number of the name
};

std::map<Md5, std::string> read_groups(const std::optional<std::filesystem::path>& path, BrokenRecords broken,
                                       SkippedRecords& skipped) {
  std::map<Md5, std::string> groups;
  if (!path) return groups;
  DumpTable table(*path, broken);
  CsvStream& records = table.records();
  const std::size_t md5 = records.column("md5");
  const std::size_t group = records.column("group");
  records.keep({md5, group});
  while (records.next()) {
    const auto parsed = parse_md5(records.field(md5).value_or(""));
    if (!parsed) {
      records.complain(md5, "must be an MD5 of 32 hexadecimal digits");
    } else {
      groups.emplace(*parsed, records.field(group).value_or(""));
    }
  }
  skipped.add(records);
  return groups;
}

std::unordered_map<std::int64_t, Split> read_splits(const std::optional<std::filesystem::path>& path,
                                                    BrokenRecords broken, SkippedRecords& skipped) {
  std::unordered_map<std::int64_t, Split> splits;
  if (!path) return splits;
  DumpTable table(*path, broken);
  CsvStream& records = table.records();
  const std::size_t post_id = records.column("post_id");
  const std::size_t split = records.column("split");
  records.keep({post_id, split});
  while (records.next()) {
    const std::string_view id = records.field(post_id).value_or("");
    const auto parsed = parse_split(records.field(split).value_or(""));
    const auto number = parse_number<std::int64_t>(id);
    if (!number) {
      records.complain(post_id, "must be a number");
    } else if (!parsed) {
      records.complain(split, "must be train, validation or test");
    } else {
      splits.emplace(*number, *parsed);
    }
  }
  skipped.add(records);
  return splits;
}

class ManifestBuilder {
 public:
  ManifestBuilder(const ManifestSources& sources, const Vocabulary& vocabulary, const ManifestRules& rules,
                  BrokenRecords broken)
      : sources_(sources),
        vocabulary_(vocabulary),
        rules_(rules),
        broken_(broken),
        resolver_(load_tag_graph(sources.dump, broken, counts_.skipped)),
        meanings_(resolver_, vocabulary, rules.exclusions),
        near_duplicates_(read_groups(sources.groups, broken, counts_.skipped)),
        decided_splits_(read_splits(sources.splits, broken, counts_.skipped)),
        verdicts_(read_verdicts(sources.verdicts, broken, counts_.skipped)) {
    if (sources.pictures) pictures_.emplace(*sources.pictures);
  }

  ManifestCounts build(const ManifestHeader& header, const std::filesystem::path& folder,
                       const PostProgress& progress) {
    PackedFile excluded(folder / "exclusions.csv.gz");
    excluded.write("post_id,md5,reason\n");
    PostReader posts(sources_.dump.posts, broken_);
    while (const auto post = posts.next()) {
      if (++counts_.posts % kProgressStep == 0) progress(counts_.posts);
      join_groups(*post);
      const std::string_view reason = add(*post);
      if (reason.empty()) continue;
      ++counts_.excluded[std::string(reason)];
      excluded.write(fmt::format("{},{},{}\n", post->id, post->md5 ? to_string(*post->md5) : "", reason));
    }
    counts_.skipped.add(posts.records());
    assign_splits();
    ManifestHeader full = header;
    if (pictures_) full.places = pictures_->places();
    write_manifest(folder / "manifest.safetensors", tables_, full);
    write_file_atomically(folder / "implications.csv", implications());
    excluded.commit();
    return std::move(counts_);
  }

 private:
  std::string implications() {
    std::string text = "tag,implies\n";
    for (int label = 0; label < vocabulary_.size(); ++label) {
      const std::uint32_t tag = resolver_.current(vocabulary_.name(label));
      const auto generals = resolver_.implied(tag);
      for (const std::uint32_t general : std::vector<std::uint32_t>(generals.begin(), generals.end())) {
        const std::int32_t other = meanings_.of(general).label;
        if (other >= 0)
          text +=
              fmt::format("{},{}\n", csv_field(vocabulary_.name(label)), csv_field(vocabulary_.name(other)));
      }
    }
    return text;
  }

  void join_groups(const Post& post) {
    if (post.parent_id) groups_.join(post.id, *post.parent_id);
    if (!post.md5) return;
    const auto near = near_duplicates_.find(*post.md5);
    if (near != near_duplicates_.end()) groups_.join(post.id, near->second);
  }

  // Adds a post. Returns the reason if it is excluded, or an empty text if it was added.
  std::string_view add(const Post& post) {
    if (post.is_deleted) return "deleted";
    if (!post.md5) return "no_md5";
    const bool is_picture =
        std::find(kPictureTypes.begin(), kPictureTypes.end(), post.file_ext) != kPictureTypes.end();
    if (!post.file_ext.empty() && !is_picture) return "file_type";
    labels_.clear();
    for (const std::uint32_t tag : resolver_.resolve(post.tag_string)) {
      const TagMeanings::Meaning& meaning = meanings_.of(tag);
      if (meaning.rule != nullptr && meaning.rule->ratings.find(letter(post.rating)) != std::string::npos)
        return meaning.rule->reason;
      if (meaning.label >= 0) labels_.push_back(static_cast<std::int16_t>(meaning.label));
    }
    const std::size_t confirmed = apply_verdicts(*post.md5);
    if (labels_.size() < rules_.min_labels) return "few_labels";
    const auto picture = pictures_ ? pictures_->find(*post.md5, post.id) : std::optional(PictureLocation{});
    if (!picture) return "no_picture";
    tables_.add({post.id, *post.md5, post.rating, Split::kTrain, *picture, labels_, negatives_});
    counts_.confirmed += confirmed;
    counts_.rejected += negatives_.size();
    is_pending_.push_back(post.is_pending);
    return {};
  }

  // Sorts labels_ after applying what people said about the picture, and sets negatives_. Returns the number
  // of confirmed tags in the vocabulary.
  std::size_t apply_verdicts(const Md5& md5) {
    const auto sort = [](std::vector<std::int16_t>& labels) {
      std::sort(labels.begin(), labels.end());
      labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
    };
    negatives_.clear();
    std::size_t confirmed = 0;
    if (const auto said = verdicts_.find(md5); said != verdicts_.end()) {
      for (const std::uint32_t tag : resolver_.resolve(said->second.confirmed)) {
        const std::int32_t label = meanings_.of(tag).label;
        if (label < 0) continue;
        labels_.push_back(static_cast<std::int16_t>(label));
        ++confirmed;
      }
      for (const std::string& name : said->second.rejected) {
        const std::int32_t label = meanings_.of(resolver_.current(name)).label;
        if (label >= 0) negatives_.push_back(static_cast<std::int16_t>(label));
      }
    }
    sort(labels_);
    sort(negatives_);
    std::erase_if(labels_, [&](std::int16_t label) {
      return std::binary_search(negatives_.begin(), negatives_.end(), label);
    });
    return confirmed;
  }

  void assign_splits() {
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      Split& split = tables_.split[i];
      const auto decided = decided_splits_.find(tables_.post_id[i]);
      if (decided != decided_splits_.end()) {
        split = decided->second;
        ++counts_.split_by_table;
      } else {
        split = split_by_hash(i);
      }
      ++counts_.samples[static_cast<std::size_t>(split)];
      ++counts_.ratings[static_cast<std::size_t>(tables_.rating[i])];
    }
    counts_.labels = tables_.labels.size();
    counts_.grouped_posts = groups_.posts();
  }

  Split split_by_hash(std::size_t i) {
    const Split split = split_of(tables_.md5[i], groups_.find(tables_.post_id[i]), rules_.shares);
    if (!is_pending_[i] || split == Split::kTrain) return split;
    ++counts_.kept_in_training;
    return Split::kTrain;
  }

  const ManifestSources& sources_;
  const Vocabulary& vocabulary_;
  const ManifestRules& rules_;
  BrokenRecords broken_;
  ManifestCounts counts_;
  TagResolver resolver_;
  TagMeanings meanings_;
  std::map<Md5, std::string> near_duplicates_;
  std::unordered_map<std::int64_t, Split> decided_splits_;  // by post
  std::map<Md5, PictureVerdicts> verdicts_;
  std::optional<PictureIndex> pictures_;
  PostGroups groups_;
  ManifestTables tables_;
  std::vector<bool> is_pending_;         // by sample
  std::vector<std::int16_t> labels_;     // of the current post
  std::vector<std::int16_t> negatives_;  // of the current post: known to be absent
};

}  // namespace

ManifestCounts build_manifest(const ManifestSources& sources, const Vocabulary& vocabulary,
                              const ManifestRules& rules, BrokenRecords broken,
                              const std::filesystem::path& folder, const PostProgress& progress) {
  if (vocabulary.size() > kMaxManifestTags) {
    fail(ErrorKind::kInvalidInput, "the vocabulary has {1} tags; a manifest holds at most {0}",
         kMaxManifestTags, vocabulary.size());
  }
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) fail(ErrorKind::kIo, "{}: cannot make the folder: {}", folder.string(), error.message());
  std::vector<std::string> names;
  for (int i = 0; i < vocabulary.size(); ++i) names.push_back(vocabulary.name(i));
  return ManifestBuilder(sources, vocabulary, rules, broken)
      .build({tag_list_sha256(names), vocabulary.size(), {}}, folder, progress);
}

}  // namespace jtp
