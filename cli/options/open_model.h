// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cli/terminal/verbosity.h"
#include "jtp/image/decode.h"
#include "jtp/model/engine.h"
#include "jtp/model/model_files.h"
#include "jtp/tagger/tagger.h"

namespace jtp {

// Which model a command runs, and how.
struct ModelWish {
  std::string model;                     // the argument of choose_model(); empty: the default
  std::optional<Precision> precision{};  // nothing: default_precision()
  int threads = 0;                       // 0: every processor
  DecodeOptions decode{};
};

// choose_model(); names the default model on stderr, unless quiet.
ModelFiles find_model(const std::string& wanted, Verbosity verbosity = Verbosity::kNormal);

// find_model(), then load_tagger(). Every command that runs a model uses this.
Tagger open_model(const ModelWish& wish, Verbosity verbosity = Verbosity::kNormal);

}  // namespace jtp
