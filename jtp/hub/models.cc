// SPDX-License-Identifier: Apache-2.0
#include "jtp/hub/models.h"

#include <algorithm>
#include <array>

#include "jtp/base/error.h"

namespace jtp {
namespace {

constexpr std::string_view kDefaultRevision = "main";
constexpr std::string_view kWeightsSuffix = ".safetensors";
constexpr std::size_t kMaxSpec = 1024;  // longer ones cannot be file names

struct KnownModel {
  std::string_view name;
  std::string_view folder;
  std::string_view weights;
  std::uint64_t size;
  std::string_view sha256;
};

// Sizes as the hub publishes them, hashes from the Git-LFS pointers of the JTP project's demonstration space.
constexpr std::string_view kJtpRepo = "RedRocket/JointTaggerProject";
constexpr std::array<KnownModel, 2> kKnownModels = {{
    {"pilot", "JTP_PILOT", "JTP_PILOT-e4-vit_so400m_patch14_siglip_384.safetensors", 1'754'826'116,
     "2bac5c99e38e946b09b8813e28598783b2aabbea24ecafd04261142343185f69"},
    {"pilot2", "JTP_PILOT2", "JTP_PILOT2-e3-vit_so400m_patch14_siglip_384.safetensors", 1'796'716'928,
     "0ac0e46bc773cfb486a83a79de9497566d91359e7962d225afdb7822dffc603d"},
}};

// Both models share one tag list. Its hash was seen only in copies elsewhere, never on the hub: hence
// "expected" (docs/decisions/0301-pinned-hashes.md).
constexpr std::uint64_t kJtpTagsSize = 194'836;
constexpr std::string_view kJtpTagsSha256 =
    "d436a8d4e98c42906a65616cc6bc1a47e155bc3b79d22f48093178ce98980fb7";

// timm's copy of the SigLIP backbone, in float32. Its hash is not known, so it has no pin.
constexpr std::string_view kBackbone = "siglip-so400m";
constexpr std::string_view kBackboneRepo = "timm/vit_so400m_patch14_siglip_384.webli";

ModelSpec backbone_spec(std::string_view text, std::string_view revision) {
  return {std::string(text),
          std::string(kBackboneRepo),
          std::string(revision),
          {{"model.safetensors", FileNeed::kRequired, std::nullopt},
           {"config.json", FileNeed::kOptional, std::nullopt}}};
}

ModelSpec known_spec(const KnownModel& known, std::string_view text, std::string_view revision) {
  const std::string folder = std::string(known.folder) + "/";
  ModelSpec spec{std::string(text), std::string(kJtpRepo), std::string(revision), {}};
  spec.files.push_back({folder + std::string(known.weights), FileNeed::kRequired,
                        Pin{std::string(known.sha256), known.size, PinPolicy::kMustMatch}});
  spec.files.push_back({folder + "tags.json", FileNeed::kRequired,
                        Pin{std::string(kJtpTagsSha256), kJtpTagsSize, PinPolicy::kExpected}});
  return spec;
}

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t slash = path.find('/');
    parts.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return parts;
    path.remove_prefix(slash + 1);
  }
}

// Components become names in the cache folder, so none may lead out of it.
void check_components(std::string_view text, std::string_view path) {
  for (const std::string_view part : split(path)) {
    if (part.empty() || part == "." || part == "..") {
      fail(ErrorKind::kUsage, "{}: \"{}\" has an empty, \".\" or \"..\" component", text, path);
    }
  }
}

void check_characters(std::string_view text) {
  if (text.empty() || text.size() > kMaxSpec) {
    fail(ErrorKind::kUsage, "a model name must have 1 to {} bytes, not {}", kMaxSpec, text.size());
  }
  const auto bad = [](unsigned char c) { return c < 0x20 || c == 0x7F || c == '\\'; };
  if (std::any_of(text.begin(), text.end(), bad)) {
    fail(ErrorKind::kUsage, "a model name must not contain control characters or backslashes");
  }
}

[[noreturn]] void fail_unknown(std::string_view text) {
  std::string names;
  for (const KnownModel& known : kKnownModels) names += std::string(known.name) + ", ";
  fail(ErrorKind::kUsage, "{}: unknown model; choose {}{} or OWNER/NAME/FILE.safetensors[@REVISION]", text,
       names, kBackbone);
}

ModelSpec repository_spec(std::string_view text, std::string_view path, std::string_view revision) {
  const std::size_t owner = path.find('/');
  const std::size_t name = owner == std::string_view::npos ? owner : path.find('/', owner + 1);
  if (name == std::string_view::npos) fail_unknown(text);
  if (!path.ends_with(kWeightsSuffix)) {
    fail(ErrorKind::kUsage, "{}: a model must be a {} file", text, kWeightsSuffix);
  }
  const std::string file(path.substr(name + 1));
  const std::string folder = file.substr(0, file.find_last_of('/') + 1);  // "" or ends with '/'
  ModelSpec spec{std::string(text), std::string(path.substr(0, name)), std::string(revision), {}};
  spec.files.push_back({file, FileNeed::kRequired, std::nullopt});
  spec.files.push_back({folder + "tags.json", FileNeed::kRequired, std::nullopt});
  spec.files.push_back({folder + "tags.csv", FileNeed::kOptional, std::nullopt});
  spec.files.push_back({folder + "config.json", FileNeed::kOptional, std::nullopt});
  return spec;
}

}  // namespace

std::vector<std::string> known_model_names() {
  std::vector<std::string> names;
  for (const KnownModel& known : kKnownModels) names.emplace_back(known.name);
  return names;
}

ModelSpec parse_model_spec(std::string_view text) {
  check_characters(text);
  const std::size_t at = text.find_last_of('@');
  const std::string_view path = text.substr(0, at);
  const std::string_view revision = at == std::string_view::npos ? kDefaultRevision : text.substr(at + 1);
  check_components(text, path);
  check_components(text, revision);
  for (const KnownModel& known : kKnownModels) {
    if (path == known.name) return known_spec(known, text, revision);
  }
  if (path == kBackbone) return backbone_spec(text, revision);
  return repository_spec(text, path, revision);
}

bool is_commit(std::string_view revision) {
  return revision.size() == 40 && revision.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace jtp
