// SPDX-License-Identifier: Apache-2.0
#include "cli/train/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <cmath>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include "cli/options/nearest_name.h"
#include "jtp/base/error.h"
#include "jtp/base/regular_file.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

constexpr std::uint64_t kMaxFileBytes = 1U << 20;
constexpr double kUnbounded = 1e15;

struct Bounds {
  double low;
  double high = kUnbounded;
};

template <typename Enum>
using Choices = std::vector<std::pair<std::string_view, Enum>>;

// Copies values from a table to fields, key by key, and records the known keys.
class Section {
 public:
  Section(TrainConfigFile& file, const toml::table& root, std::string name, std::string source)
      : file_(file), name_(std::move(name)), source_(std::move(source)) {
    if (const toml::node* node = root.get(name_)) {
      table_ = node->as_table();
      if (table_ == nullptr) fail(ErrorKind::kUsage, "{}: {} must be a section", source_, name_);
    }
    file_.text += fmt::format("{}[{}]\n", file_.text.empty() ? "" : "\n", name_);
  }

  template <typename Number>
  void number(const char* key, Number& field, Bounds range) {
    if (const toml::node* node = find(key)) {
      const std::optional<double> value = node->value<double>();
      const bool fits = value && (std::is_floating_point_v<Number> || node->is_integer());
      if (!fits || !(*value >= range.low && *value <= range.high)) {
        fail(ErrorKind::kUsage, "{}: {} is {}, expected {}", source_, path(key), text_of(*node),
             expectation(std::is_floating_point_v<Number> ? "a number" : "a whole number", range));
      }
      field = static_cast<Number>(*value);
    }
    note(key, fmt::format("{}", field));
  }

  void file_path(const char* key, fs::path& field) {
    std::string value = field.string();
    string(key, value);
    field = value;
  }

  void strings(const char* key, std::vector<std::string>& field) {
    if (const toml::node* node = find(key)) {
      const toml::array* array = node->as_array();
      const auto is_string = [](const toml::node& n) { return n.is_string(); };
      if (array == nullptr || !std::all_of(array->begin(), array->end(), is_string))
        fail(ErrorKind::kUsage, "{}: {} is {}, expected a list of strings", source_, path(key),
             text_of(*node));
      field.clear();
      for (const toml::node& element : *array) field.push_back(*element.value<std::string>());
    }
    std::string list;
    for (const std::string& s : field) list += (list.empty() ? "" : ", ") + quoted(s);
    note(key, "[" + list + "]");
  }

  template <typename Enum>
  void choice(const char* key, Enum& field, const Choices<Enum>& choices) {
    if (const toml::node* node = find(key)) {
      const std::string value = node->value<std::string>().value_or("");
      const auto it = std::find_if(choices.begin(), choices.end(), [&](const auto& named) {
        return node->is_string() && named.first == value;
      });
      if (it == choices.end()) {
        std::string names;
        for (const auto& [name, unused] : choices)
          names += (names.empty() ? "" : ", ") + quoted(std::string(name));
        fail(ErrorKind::kUsage, "{}: {} is {}, expected one of {}", source_, path(key), text_of(*node),
             names);
      }
      field = it->second;
    }
    for (const auto& [name, value] : choices) {
      if (value == field) note(key, quoted(std::string(name)));
    }
  }

 private:
  std::string path(const char* key) const { return name_ + "." + key; }

  const toml::node* find(const char* key) const { return table_ == nullptr ? nullptr : table_->get(key); }

  void string(const char* key, std::string& field) {
    if (const toml::node* node = find(key)) {
      if (!node->is_string())
        fail(ErrorKind::kUsage, "{}: {} is {}, expected a string", source_, path(key), text_of(*node));
      field = *node->value<std::string>();
    }
    note(key, quoted(field));
  }

  void note(const char* key, const std::string& value) {
    file_.keys.push_back(path(key));
    file_.text += fmt::format("{} = {}\n", key, value);
  }

  static std::string quoted(const std::string& text) { return text_of(toml::value<std::string>(text)); }

  static std::string text_of(const toml::node& node) {
    std::ostringstream out;
    node.visit([&out](const auto& n) { out << n; });
    return out.str();
  }

  static std::string expectation(const char* what, Bounds range) {
    return range.high >= kUnbounded ? fmt::format("{} of at least {}", what, range.low)
                                    : fmt::format("{} from {} to {}", what, range.low, range.high);
  }

  TrainConfigFile& file_;
  const toml::table* table_ = nullptr;
  std::string name_;
  std::string source_;
};

class ConfigReader {
 public:
  ConfigReader(const toml::table& root, std::string source) : root_(root), source_(std::move(source)) {}

  TrainConfigFile read() {
    read_data();
    read_model();
    read_loss();
    read_distillation();
    read_optimizer();
    read_schedule();
    read_augmentation();
    read_rest();
    refuse_unknown();
    require_limit();
    return std::move(file_);
  }

 private:
  Section section(const char* name) {
    sections_.push_back(name);
    return {file_, root_, name, source_};
  }

  void read_data() {
    DataConfig& c = file_.config.data;
    Section s = section("data");
    s.file_path("set", c.set);
    s.file_path("pictures", c.pictures);
    s.file_path("prior", c.prior);
    s.number("decode_threads", c.decode_threads, {1, 1024});
    s.number("cache_megabytes", c.cache_megabytes, {0, 1e6});
    s.strings("flip_sensitive", c.flip_sensitive);
  }

  void read_model() {
    NetworkConfig& c = file_.config.model;
    Section s = section("model");
    s.file_path("start", c.start);
    s.number("image_size", c.image_size, {8, 4096});
    s.number("patch_size", c.patch_size, {2, 256});
    s.number("width", c.width, {1, 65536});
    s.number("depth", c.depth, {1, 1000});
    s.number("heads", c.heads, {1, 1024});
    s.number("mlp_width", c.mlp_width, {1, 262144});
    s.choice("head", c.head, {{"linear", HeadKind::kPlain}, {"gated", HeadKind::kGated}});
    s.number("drop_path", c.drop_path, {0, 0.9});
    s.choice("train", c.trained, {{"all", TrainedPart::kEverything}, {"head", TrainedPart::kHeadOnly}});
  }

  void read_loss() {
    LossConfig& c = file_.config.loss;
    LossOptions& o = c.options;
    Section s = section("loss");
    s.choice("kind", o.kind,
             {{"prior", LossKind::kPrior},
              {"bce", LossKind::kBce},
              {"asl", LossKind::kAsl},
              {"hill", LossKind::kHill}});
    if (o.kind != LossKind::kPrior) o.weights.alpha = 0;
    s.number("alpha", o.weights.alpha, {0, 1});
    s.number("cut", o.weights.cut, {0.001, 0.999});
    s.number("most_class_weight", o.weights.most_class_weight, {1, 1e6});
    s.number("kappa", o.weights.kappa, {0, 1});
    s.number("most_evidence", o.weights.most_evidence, {0, 100});
    s.number("completeness", o.weights.completeness, {0.001, 1e6});
    s.number("least_negative_weight", o.weights.least_negative_weight, {0, 1});
    s.number("first_stage", c.first_stage, {0, 1e6});
    s.number("omission_epoch", c.omission_epoch, {0, 1e6});
    s.number("asl_gamma_present", o.asl_gamma_present, {0, 10});
    s.number("asl_gamma_absent", o.asl_gamma_absent, {0, 10});
    s.number("asl_clip", o.asl_clip, {0, 0.5});
    s.number("hill_lambda", o.hill_lambda, {1, 10});
  }

  void read_distillation() {
    DistillationConfig& c = file_.config.distillation;
    Section s = section("distillation");
    s.file_path("teacher", c.teacher);
    s.number("share", c.share, {0, 1});
  }

  void read_optimizer() {
    OptimizerConfig& c = file_.config.optimizer;
    ScheduleFreeOptions& o = c.options;
    using Form = ScheduleFreeOptions::Form;
    Section s = section("optimizer");
    s.number("learning_rate", o.learning_rate, {1e-12, 10});
    s.number("head_rate", c.rates.head, {0, 1e6});
    s.number("pool_rate", c.rates.pool, {0, 1e6});
    s.number("layer_decay", c.rates.layer_decay, {0.01, 1});
    s.number("beta1", o.beta1, {0.01, 0.9999});
    s.number("beta2", o.beta2, {0, 0.999999});
    s.number("epsilon", o.epsilon, {1e-30, 1});
    s.number("weight_decay", o.weight_decay, {0, 10});
    s.number("warmup_steps", o.warmup_steps, {0});
    s.number("r", o.r, {0, 10});
    s.number("weight_power", o.weight_power, {0, 10});
    s.choice("form", o.form, {{"current", Form::kCurrent}, {"paper", Form::kPaper}});
    s.number("clip_norm", c.clip_norm, {0});
  }

  void read_schedule() {
    ScheduleConfig& c = file_.config.schedule;
    Section s = section("schedule");
    s.number("seed", c.seed, {0, 9e15});
    s.number("batch", c.batch, {1, 1 << 24});
    s.number("micro_batch", c.micro_batch, {1, 65536});
    s.number("epochs", c.epochs, {0, 1e6});
    s.number("steps", c.steps, {0, 1e12});
    s.number("max_minutes", c.max_minutes, {0});
    s.number("spike", c.spike, {0});
  }

  void read_augmentation() {
    Augmentation& c = file_.config.augmentation;
    Section s = section("augmentation");
    s.number("min_scale", c.min_scale, {0.1, 2});
    s.number("max_scale", c.max_scale, {0.1, 2});
    s.number("shift", c.shift, {0, 1});
    s.number("flip_chance", c.flip_chance, {0, 1});
    s.number("brightness", c.brightness, {0, 1});
    s.number("contrast", c.contrast, {0, 1});
    s.number("jpeg_chance", c.jpeg_chance, {0, 1});
    s.number("min_quality", c.min_quality, {1, 100});
    s.number("turn", c.turn, {0, 45});
    s.number("stretch", c.stretch, {0, 1});
  }

  void read_rest() {
    ValidationConfig& v = file_.config.validation;
    Section validation = section("validation");
    validation.number("every_steps", v.every_steps, {0});
    validation.number("threshold_percent", v.threshold, {1, 99});
    validation.number("batch", v.batch, {1, 65536});

    OutputConfig& o = file_.config.output;
    Section output = section("output");
    output.file_path("folder", o.folder);
    output.number("checkpoint_every_steps", o.checkpoint_every_steps, {0});
    output.number("keep", o.keep, {1, 1000000});
    output.number("log_every_steps", o.log_every_steps, {1});
    output.choice("weights", o.weights,
                  {{"f32", WeightsType::kF32}, {"f16", WeightsType::kF16}, {"bf16", WeightsType::kBf16}});

    ComputeConfig& c = file_.config.compute;
    Section compute = section("compute");
    compute.choice("device", c.device, {{"cpu", DeviceKind::kCpu}, {"cuda", DeviceKind::kCuda}});
    compute.choice("arithmetic", c.arithmetic, {{"f32", Arithmetic::kF32}, {"bf16", Arithmetic::kBf16}});
    compute.choice("activations", c.activations,
                   {{"keep", ActivationUse::kKeep}, {"recompute", ActivationUse::kRecompute}});
    compute.number("threads", c.threads, {0, 1024});
  }

  void require_limit() const {
    const ScheduleConfig& c = file_.config.schedule;
    if (c.epochs == 0 && c.steps == 0 && c.max_minutes == 0) {
      fail(ErrorKind::kUsage,
           "{}: the run has no end; set schedule.epochs, schedule.steps or schedule.max_minutes", source_);
    }
  }

  void refuse_unknown() const {
    for (const auto& [section, node] : root_) {
      const std::string name(section.str());
      const toml::table* table = node.as_table();
      if (table == nullptr || std::find(sections_.begin(), sections_.end(), name) == sections_.end())
        refuse(name, sections_);
      for (const auto& [key, unused] : *table) {
        const std::string path = name + "." + std::string(key.str());
        if (std::find(file_.keys.begin(), file_.keys.end(), path) == file_.keys.end())
          refuse(path, {file_.keys.begin(), file_.keys.end()});
      }
    }
  }

  [[noreturn]] void refuse(const std::string& key, const std::vector<std::string_view>& known) const {
    constexpr std::size_t kMaxEdits = 12;  // people reorder words or leave one out
    const auto meant = nearest_name(key, known, kMaxEdits);
    fail(ErrorKind::kUsage, "{}: unknown key {}{}", source_, key.substr(0, 80),
         meant ? fmt::format("; did you mean {}?", *meant) : "");
  }

  const toml::table& root_;
  std::string source_;
  TrainConfigFile file_;
  std::vector<std::string_view> sections_;
};

toml::table parse(std::string_view text, const std::string& source) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    fail(ErrorKind::kUsage, "{}:{}: {}", source, error.source().begin.line, error.description());
  }
}

// Sets "schedule.batch=64" in the table.
void apply_override(toml::table& root, const std::string& text) {
  const std::size_t equals = text.find('='), dot = text.find('.');
  if (equals == std::string::npos || dot == std::string::npos || dot > equals)
    fail(ErrorKind::kUsage, "--set {}: expected section.key=value", text);
  const std::string section = text.substr(0, dot), key = text.substr(dot + 1, equals - dot - 1),
                    value = text.substr(equals + 1);
  if (!root.contains(section)) root.insert(section, toml::table());
  toml::table* table = root[section].as_table();
  if (table == nullptr) fail(ErrorKind::kUsage, "--set {}: {} is not a section", text, section);
  try {
    const toml::table parsed = toml::parse("value = " + value);
    table->insert_or_assign(key, *parsed.get("value"));
  } catch (const toml::parse_error&) {
    table->insert_or_assign(key, value);
  }
}

}  // namespace

TrainConfigFile read_train_config(const fs::path& file, const std::vector<std::string>& overrides) {
  const auto bytes = read_file(file, kMaxFileBytes, ErrorKind::kUsage);
  toml::table root = parse({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, file.string());
  for (const std::string& text : overrides) apply_override(root, text);
  return ConfigReader(root, file.string()).read();
}

}  // namespace jtp
