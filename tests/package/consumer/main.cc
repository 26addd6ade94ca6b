// SPDX-License-Identifier: Apache-2.0
// consumer PICTURE: the tags of a picture by the installed model.
#include <cstdio>
#include <exception>

#include "jtp/tagger/tagger.h"

int main(int argc, char** argv) try {
  if (argc != 2) return 2;
  const jtp::Tagger tagger = jtp::Tagger::load(MODEL);
  const jtp::TagResult result = tagger.tag_file(argv[1]);
  for (int i = 0; i < tagger.vocabulary().size(); ++i) {
    const float score = result.scores[static_cast<std::size_t>(i)];
    if (score > 0.5F) std::printf("%s %.2f\n", tagger.vocabulary().name(i).c_str(), score);
  }
} catch (const std::exception& error) {
  std::fprintf(stderr, "consumer: %s\n", error.what());
  return 1;
}
