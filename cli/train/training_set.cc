// SPDX-License-Identifier: Apache-2.0
#include "cli/train/training_set.h"

#include <string>
#include <vector>

#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/base/regular_file.h"
#include "jtp/tags/published.h"
#include "jtp/tags/tag_graph.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{16} << 20;  // as load_vocabulary()

ImpliedPairs load_implied(const fs::path& folder, const Vocabulary& vocabulary) {
  TagGraph graph;
  graph.load_implications(folder / "implications.csv");
  return {vocabulary, graph};
}

}  // namespace

void copy_vocabulary(const fs::path& from, const fs::path& to) {
  for (const char* name : {"tags.json", "tags.csv"}) {
    std::error_code ignored;
    if (fs::equivalent(from / name, to / name, ignored)) continue;
    const auto bytes = read_file(from / name, kMaxFileBytes, ErrorKind::kInvalidInput);
    write_file_atomically(to / name, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
}

Vocabulary load_vocabulary_of(const fs::path& folder, const std::string& tag_list_sha256,
                              const std::string& what) {
  Vocabulary vocabulary = load_vocabulary(folder / "tags.json", folder / "tags.csv");
  std::vector<std::string> names;
  for (int i = 0; i < vocabulary.size(); ++i) names.push_back(vocabulary.name(i));
  if (jtp::tag_list_sha256(names) != tag_list_sha256) {
    fail(ErrorKind::kUsage, "{}: made with a vocabulary other than {}", what,
         (folder / "tags.json").string());
  }
  return vocabulary;
}

TrainingSet::TrainingSet(const fs::path& folder)
    : manifest(folder / "manifest.safetensors"),
      vocabulary(load_vocabulary_of(folder, manifest.header().tag_list_sha256, "manifest.safetensors")),
      implied(load_implied(folder, vocabulary)) {}

}  // namespace jtp
