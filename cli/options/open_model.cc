// SPDX-License-Identifier: Apache-2.0
#include "cli/options/open_model.h"

#include <utility>

#include "cli/options/model_option.h"
#include "cli/terminal/terminal.h"

namespace jtp {

ModelFiles find_model(const std::string& wanted, Verbosity verbosity) {
  ModelChoice choice = choose_model(wanted);
  if (!choice.note.empty() && verbosity != Verbosity::kQuiet) print_message(choice.note);
  return std::move(choice.files);
}

Tagger open_model(const ModelWish& wish, Verbosity verbosity) {
  return load_tagger(
      find_model(wish.model, verbosity),
      {.precision = wish.precision, .threads = wish.threads, .decode = wish.decode, .cache = {}});
}

}  // namespace jtp
