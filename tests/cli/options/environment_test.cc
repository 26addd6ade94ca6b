// SPDX-License-Identifier: Apache-2.0
#include "cli/options/environment.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <map>
#include <string>

#include "jtp/base/error.h"
#include "tests/support/files.h"

namespace jtp {
namespace {
namespace fs = std::filesystem;

constexpr std::array kVariables = {"HOME",
                                   "XDG_CACHE_HOME",
                                   "XDG_DATA_HOME",
                                   "HF_ENDPOINT",
                                   "HF_HOME",
                                   "HF_HUB_CACHE",
                                   "HUGGINGFACE_HUB_CACHE",
                                   "HF_TOKEN",
                                   "HF_TOKEN_PATH",
                                   "HUGGING_FACE_HUB_TOKEN",
                                   "HF_HUB_DISABLE_IMPLICIT_TOKEN",
                                   "HF_HUB_OFFLINE",
                                   "TRANSFORMERS_OFFLINE",
                                   "HF_HUB_ETAG_TIMEOUT",
                                   "HF_HUB_DOWNLOAD_TIMEOUT",
                                   "SSL_CERT_FILE",
                                   "REQUESTS_CA_BUNDLE",
                                   "CURL_CA_BUNDLE",
                                   "HF_HUB_DISABLE_SYMLINKS",
                                   "HF_HUB_DISABLE_PROGRESS_BARS",
                                   "JTP_CACHE_LIMIT"};

// Starts every case with no variable except HOME set, and restores the variables.
class Environment : public ::testing::Test {
 protected:
  Environment() {
    for (const char* name : kVariables) {
      if (const char* value = std::getenv(name)) saved_[name] = value;
      ::unsetenv(name);
    }
    set("HOME", folder_.path().string());
  }
  ~Environment() override {
    for (const char* name : kVariables) ::unsetenv(name);
    for (const auto& [name, value] : saved_) set(name, value);
  }
  static void set(const std::string& name, const std::string& value) {
    ::setenv(name.c_str(), value.c_str(), 1);
  }

  test::TemporaryFolder folder_;
  std::map<std::string, std::string> saved_;
};

TEST_F(Environment, DefaultsToTheHubAndTheCacheOfItsTools) {
  const HubOptions options = hub_options_from_environment();
  EXPECT_EQ(options.endpoint, "https://huggingface.co");
  EXPECT_EQ(options.token, "");
  EXPECT_EQ(options.cache_dir, folder_ / ".cache/huggingface/hub");
  EXPECT_FALSE(options.offline);
  EXPECT_EQ(options.http.head_timeout, std::chrono::seconds(10));
  EXPECT_TRUE(options.http.ca_file.empty());
  EXPECT_TRUE(hub_progress_wanted());
}

TEST_F(Environment, TheMoreSpecificVariableNamesTheCache) {
  set("XDG_CACHE_HOME", "/x");
  EXPECT_EQ(hub_options_from_environment().cache_dir, "/x/huggingface/hub");
  set("HF_HOME", "/home-of-hf");
  EXPECT_EQ(hub_options_from_environment().cache_dir, "/home-of-hf/hub");
  set("HUGGINGFACE_HUB_CACHE", "/old");
  EXPECT_EQ(hub_options_from_environment().cache_dir, "/old");
  set("HF_HUB_CACHE", "/new");
  EXPECT_EQ(hub_options_from_environment().cache_dir, "/new");
}

TEST_F(Environment, ExpandsTheHomeDirectoryAndVariablesInPaths) {
  set("HF_HUB_CACHE", "~/models");
  EXPECT_EQ(hub_options_from_environment().cache_dir, folder_ / "models");
  set("XDG_DATA_HOME", "/data");
  set("HF_HUB_CACHE", "$XDG_DATA_HOME/a/${XDG_DATA_HOME}");
  EXPECT_EQ(hub_options_from_environment().cache_dir, "/data/a//data");
  set("HF_HUB_CACHE", "/a/$/${/$NOT_SET_ANYWHERE/${NOT_SET_ANYWHERE}");
  EXPECT_EQ(hub_options_from_environment().cache_dir, "/a/$/${/$NOT_SET_ANYWHERE/${NOT_SET_ANYWHERE}");
}

TEST_F(Environment, IgnoresARelativeBaseDirectory) {
  set("XDG_CACHE_HOME", "relative");
  EXPECT_EQ(xdg_cache_dir(), folder_ / ".cache");
  set("XDG_CACHE_HOME", "/cache");
  EXPECT_EQ(xdg_cache_dir(), "/cache");
}

TEST_F(Environment, FindsTheCacheDespiteInvalidDownloadSettings) {
  set("HF_HUB_ETAG_TIMEOUT", "soon");
  EXPECT_EQ(hub_cache_dir(), folder_ / ".cache/huggingface/hub");
}

TEST_F(Environment, TakesTheTokenFromTheVariableOrTheFile) {
  fs::create_directories(folder_ / ".cache/huggingface");
  test::write_text(folder_ / ".cache/huggingface/token", "hf_saved\n");
  EXPECT_EQ(hub_options_from_environment().token, "hf_saved");
  test::write_text(folder_ / "elsewhere", " hf_elsewhere ");
  set("HF_TOKEN_PATH", "~/elsewhere");
  EXPECT_EQ(hub_options_from_environment().token, "hf_elsewhere");
  set("HF_TOKEN", "hf_variable\n");
  EXPECT_EQ(hub_options_from_environment().token, "hf_variable");
  set("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1");
  EXPECT_EQ(hub_options_from_environment().token, "");
}

TEST_F(Environment, ReadsSwitchesInAnyCase) {
  for (const char* value : {"1", "on", "Yes", "TRUE"}) {
    set("HF_HUB_OFFLINE", value);
    EXPECT_TRUE(hub_options_from_environment().offline) << value;
  }
  for (const char* value : {"", "0", "off", "no"}) {
    set("HF_HUB_OFFLINE", value);
    EXPECT_FALSE(hub_options_from_environment().offline) << value;
  }
  set("TRANSFORMERS_OFFLINE", "1");
  EXPECT_TRUE(hub_options_from_environment().offline);
  set("HF_HUB_DISABLE_PROGRESS_BARS", "1");
  EXPECT_FALSE(hub_progress_wanted());
  set("HF_HUB_DISABLE_SYMLINKS", "1");
  EXPECT_EQ(hub_options_from_environment().links, SnapshotLinks::kRealFiles);
}

TEST_F(Environment, ReadsTimeoutsAndNamesInvalidVariables) {
  set("HF_HUB_ETAG_TIMEOUT", "3");
  set("HF_HUB_DOWNLOAD_TIMEOUT", "40");
  EXPECT_EQ(hub_options_from_environment().http.head_timeout, std::chrono::seconds(3));
  EXPECT_EQ(hub_options_from_environment().http.stall_timeout, std::chrono::seconds(40));
  for (const char* value : {"soon", "0", "-1", "1e3", "99999999999"}) {
    set("HF_HUB_ETAG_TIMEOUT", value);
    try {
      hub_options_from_environment();
      FAIL() << "no error for " << value;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kUsage);
      EXPECT_NE(std::string(error.what()).find("HF_HUB_ETAG_TIMEOUT"), std::string::npos);
    }
  }
}

TEST_F(Environment, TakesAMirrorAndItsCertificates) {
  set("HF_ENDPOINT", "https://mirror.example//");
  set("SSL_CERT_FILE", "/certs.pem");
  EXPECT_EQ(hub_options_from_environment().endpoint, "https://mirror.example");
  EXPECT_EQ(hub_options_from_environment().http.ca_file, "/certs.pem");
}

TEST_F(Environment, TheLimitOfTheCacheIsANumberWithAUnit) {
  EXPECT_EQ(cache_limit_from_environment(), 8ULL << 30);
  const std::map<std::string, std::uint64_t> sizes = {
      {"0", 0}, {"1000", 1000}, {"3k", 3 << 10}, {"512M", 512 << 20}, {"4G", 4ULL << 30}, {"1T", 1ULL << 40}};
  for (const auto& [text, bytes] : sizes) {
    set("JTP_CACHE_LIMIT", text);
    EXPECT_EQ(cache_limit_from_environment(), bytes) << text;
  }
  for (const char* text : {"G", "-1", "1.5G", "4 G", "4GB", "much", "99999999999T"}) {
    set("JTP_CACHE_LIMIT", text);
    EXPECT_THROW(cache_limit_from_environment(), Error) << text;
  }
}

}  // namespace
}  // namespace jtp
