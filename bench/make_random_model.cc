// SPDX-License-Identifier: Apache-2.0
// make_random_model so400m|tiny FOLDER [SEED [even|outliers|balanced]]
//
// Writes a model of the published size with random weights (jtp/model/random_model.h), for other programs and
// for measurements that `jtp bench --random` cannot make. `tiny` has two small blocks; `outliers` and
// `balanced` have channels that are much larger than the others, like trained networks.
#include <fmt/core.h>

#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "jtp/model/random_model.h"

namespace {

constexpr std::string_view kUsage =
    "usage: make_random_model so400m|tiny FOLDER [SEED [even|outliers|balanced]]\n";

const std::map<std::string, jtp::RandomModelSize, std::less<>> kSizes = {
    {"so400m", jtp::RandomModelSize::kSo400m}, {"tiny", jtp::RandomModelSize::kTiny}};
const std::map<std::string, jtp::RandomChannels, std::less<>> kChannels = {
    {"even", jtp::RandomChannels::kEven},
    {"outliers", jtp::RandomChannels::kOutliers},
    {"balanced", jtp::RandomChannels::kBalancedOutliers}};

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto argument = [&](std::size_t i, const char* otherwise) {
    return i < arguments.size() ? arguments[i] : std::string(otherwise);
  };
  const auto size = kSizes.find(argument(0, ""));
  const auto channels = kChannels.find(argument(3, "even"));
  if (arguments.size() < 2 || arguments.size() > 4 || size == kSizes.end() || channels == kChannels.end()) {
    fmt::print(stderr, "{}", kUsage);
    return 2;
  }
  try {
    jtp::write_random_model(size->second, std::stoul(argument(2, "1")), arguments[1], channels->second);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "make_random_model: {}\n", error.what());
    return 1;
  }
}
