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
  std::string model;                     // what choose_model() takes; empty: the default
  std::optional<Precision> precision{};  // nothing: default_precision()
  int threads = 0;                       // 0: every processor
  DecodeOptions decode{};
};

// choose_model(); says on stderr which model the default is, unless quiet.
ModelFiles find_model(const std::string& wanted, Verbosity verbosity = Verbosity::kNormal);

// find_model(), then load_tagger(): how every command that runs a model gets it.
Tagger open_model(const ModelWish& wish, Verbosity verbosity = Verbosity::kNormal);

}  // namespace jtp
