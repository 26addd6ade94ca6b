// SPDX-License-Identifier: Apache-2.0
#include "cli/options/environment.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "jtp/base/error.h"
#include "jtp/base/parse_number.h"
#include "jtp/base/text.h"
#include "jtp/model/cache_options.h"
#include "jtp/tags/spelling.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

constexpr std::size_t kMaxToken = 4096;
constexpr int kMaxTimeout = 86'400;  // a day

// The variable's value; "" if it is not set. Every variable here ignores an empty value.
std::string variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::string() : value;
}

bool is_on(const std::string& name) {
  std::string value = variable(name);
  std::transform(value.begin(), value.end(), value.begin(), [](unsigned char c) { return std::toupper(c); });
  return value == "1" || value == "ON" || value == "YES" || value == "TRUE";
}

fs::path home() {
  if (const std::string value = variable("HOME"); !value.empty()) return value;
  const passwd* user = ::getpwuid(::getuid());
  return user == nullptr ? "/" : user->pw_dir;
}

bool is_name_character(unsigned char c) { return c == '_' || (c < 0x80 && std::isalnum(c) != 0); }

// `text` with $NAME and ${NAME} replaced by the variables' values, and left alone if they are not set.
std::string expand_variables(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const bool braced = text.compare(i, 2, "${") == 0;
    const std::size_t begin = i + (braced ? 2 : 1);
    std::size_t end = begin;
    while (text[i] == '$' && end < text.size() && is_name_character(static_cast<unsigned char>(text[end])))
      ++end;
    const std::string value = end > begin ? variable(text.substr(begin, end - begin)) : std::string();
    const bool closed = !braced || (end < text.size() && text[end] == '}');
    if (value.empty() || !closed) {
      result += text[i++];
      continue;
    }
    result += value;
    i = end + (braced ? 1 : 0);
  }
  return result;
}

// The path in the first of the variables that is set, as the Hugging Face tools read it: ~ and $NAME are
// expanded.
fs::path path_variable(std::initializer_list<const char*> names, const fs::path& otherwise) {
  for (const char* name : names) {
    const std::string value = expand_variables(variable(name));
    if (value == "~" || value.starts_with("~/"))
      return home() / value.substr(std::min<std::size_t>(2, value.size()));
    if (!value.empty()) return value;
  }
  return otherwise;
}

std::chrono::seconds seconds_variable(const std::string& name, std::chrono::seconds otherwise) {
  const std::string value = variable(name);
  if (value.empty()) return otherwise;
  const auto seconds = parse_number<int>(value);
  if (!seconds || *seconds < 1 || *seconds > kMaxTimeout) {
    fail(ErrorKind::kUsage, "{}={}: give a number of seconds from 1 to {}", name, value, kMaxTimeout);
  }
  return std::chrono::seconds(*seconds);
}

// "4G", "512m", "1000" in bytes.
std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  constexpr std::string_view kUnits = "KMGT";
  std::uint64_t factor = 1;
  if (!text.empty()) {
    const auto unit = kUnits.find(static_cast<char>(std::toupper(static_cast<unsigned char>(text.back()))));
    if (unit != std::string_view::npos) {
      factor = std::uint64_t{1} << (10 * (unit + 1));
      text.remove_suffix(1);
    }
  }
  const auto number = parse_number<std::uint64_t>(text);
  std::uint64_t bytes = 0;
  if (!number || __builtin_mul_overflow(*number, factor, &bytes)) return std::nullopt;
  return bytes;
}

std::string token_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMaxToken, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return std::string(trimmed(text));
}

fs::path hf_home() { return path_variable({"HF_HOME"}, xdg_cache_dir() / "huggingface"); }

std::string token() {
  if (is_on("HF_HUB_DISABLE_IMPLICIT_TOKEN")) return {};
  for (const char* name : {"HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"}) {
    if (const std::string value(trimmed(variable(name))); !value.empty()) return value;
  }
  return token_file(path_variable({"HF_TOKEN_PATH"}, hf_home() / "token"));
}

}  // namespace

fs::path xdg_cache_dir() {
  const fs::path value = variable("XDG_CACHE_HOME");
  return value.is_absolute() ? value : home() / ".cache";
}

fs::path xdg_data_dir() {
  const fs::path value = variable("XDG_DATA_HOME");
  return value.is_absolute() ? value : home() / ".local" / "share";
}

fs::path hub_cache_dir() {
  return path_variable({"HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"}, hf_home() / "hub");
}

HubOptions hub_options_from_environment() {
  HubOptions options;
  if (const std::string endpoint = variable("HF_ENDPOINT"); !endpoint.empty()) options.endpoint = endpoint;
  while (options.endpoint.ends_with('/')) options.endpoint.pop_back();
  options.token = token();
  options.cache_dir = hub_cache_dir();
  options.offline = is_on("HF_HUB_OFFLINE") || is_on("TRANSFORMERS_OFFLINE");
  options.links = is_on("HF_HUB_DISABLE_SYMLINKS") ? SnapshotLinks::kRealFiles : SnapshotLinks::kSymbolic;
  options.http.head_timeout = seconds_variable("HF_HUB_ETAG_TIMEOUT", std::chrono::seconds(10));
  options.http.connect_timeout = options.http.head_timeout;
  options.http.stall_timeout = seconds_variable("HF_HUB_DOWNLOAD_TIMEOUT", std::chrono::seconds(10));
  // libcurl itself reads none of these variables. They are those of OpenSSL, Python's requests and the curl
  // program.
  options.http.ca_file = path_variable({"SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"}, {});
  return options;
}

std::uint64_t cache_limit_from_environment() {
  const std::string value = variable("JTP_CACHE_LIMIT");
  if (value.empty()) return CacheOptions().limit_bytes;
  const auto bytes = parse_bytes(value);
  if (!bytes) fail(ErrorKind::kUsage, "JTP_CACHE_LIMIT={}: give a size such as 4G, 512M or 0", value);
  return *bytes;
}

std::string login_name() {
  for (const char* name : {"USER", "LOGNAME"}) {
    if (std::string value = variable(name); !value.empty()) return value;
  }
  return "reviewer";
}

bool hub_progress_wanted() { return !is_on("HF_HUB_DISABLE_PROGRESS_BARS"); }

}  // namespace jtp
