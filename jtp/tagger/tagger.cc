// SPDX-License-Identifier: Apache-2.0
#include "jtp/tagger/tagger.h"

#include <mutex>
#include <utility>

#include "jtp/base/error.h"
#include "jtp/base/thread_pool.h"
#include "jtp/image/preprocess.h"
#include "jtp/model/heat_map.h"
#include "jtp/tagger/prepare.h"

namespace jtp {

struct Tagger::State {
  ModelFiles files;
  TaggerOptions options;
  std::shared_ptr<const Model> model;
  Vocabulary vocabulary;
  std::string hash;
  Preprocessor preprocess;

  // Serves one picture at a time. Created by the first tag(), because pipelines have their own engines.
  std::mutex engine_mutex;
  std::unique_ptr<Engine> engine;
};

namespace {

int threads_of(const TaggerOptions& options) {
  return options.threads > 0 ? options.threads : available_cpus();
}

std::shared_ptr<const Model> load_model(const ModelFiles& files, const TaggerOptions& options) {
  return Model::load(files.weights, files.config_json, options.precision, threads_of(options), options.cache);
}

std::string hash_of(const Model& model, const ModelFiles& files) {
  return model.source_hash().empty() ? model_hash(files.weights, std::nullopt) : model.source_hash();
}

Vocabulary load_tags(const ModelFiles& files, const VitConfig& config) {
  Vocabulary vocabulary = load_vocabulary(files.tags_json, files.tags_csv);
  require_size(vocabulary, config.num_tags, files.tags_json);
  return vocabulary;
}

}  // namespace

Tagger Tagger::load(const std::filesystem::path& folder_or_weights, const TaggerOptions& options) {
  return load(find_model_files(folder_or_weights), options);
}

Tagger Tagger::load(const ModelFiles& files, const TaggerOptions& options) {
  auto model = load_model(files, options);
  std::string hash = hash_of(*model, files);
  auto vocabulary = load_tags(files, model->config());
  const int side = model->config().image_size;
  return Tagger(std::unique_ptr<State>(new State{.files = files,
                                                 .options = options,
                                                 .model = std::move(model),
                                                 .vocabulary = std::move(vocabulary),
                                                 .hash = std::move(hash),
                                                 .preprocess = Preprocessor(side),
                                                 .engine_mutex = {},
                                                 .engine = {}}));
}

Tagger::Tagger(std::unique_ptr<State> state) : state_(std::move(state)) {}
Tagger::~Tagger() = default;
Tagger::Tagger(Tagger&&) noexcept = default;
Tagger& Tagger::operator=(Tagger&&) noexcept = default;

TagResult Tagger::tag(std::span<const std::byte> picture) const {
  const PreparedPicture prepared = prepare_picture(picture, state_->preprocess, state_->options.decode);
  const std::lock_guard turn(state_->engine_mutex);
  if (!state_->engine) state_->engine = make_engine(threads());
  return infer(*state_->engine, prepared);
}

TagResult Tagger::tag_file(const std::filesystem::path& picture) const {
  const auto bytes = read_picture_file(picture);
  try {
    return tag(bytes);
  } catch (const Error& error) {
    throw with_context(error, picture.string());
  }
}

const Vocabulary& Tagger::vocabulary() const { return state_->vocabulary; }
const VitConfig& Tagger::config() const { return state_->model->config(); }
Precision Tagger::precision() const { return state_->model->precision(); }
int Tagger::threads() const { return threads_of(state_->options); }
const DecodeOptions& Tagger::decode() const { return state_->options.decode; }
const ModelFiles& Tagger::files() const { return state_->files; }
const std::string& Tagger::hash() const { return state_->hash; }
std::string Tagger::id() const { return state_->files.name + "@" + state_->hash.substr(0, 12); }

std::vector<float> Tagger::heat_map(std::span<const float> features, int tag) const {
  return jtp::heat_map(*state_->model, features, tag);
}

std::unique_ptr<Engine> Tagger::make_engine(int threads) const {
  return jtp::make_engine(state_->model, threads);
}

}  // namespace jtp
