// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "jtp/hydrus/client.h"
#include "jtp/tagger/pipeline.h"

namespace jtp {

// Files of a Hydrus client as inputs of a pipeline. An input's path is the file's SHA-256. The pipeline's
// threads use the client in turns. next() and the inputs' fetch() throw its errors.
class HydrusSource {
 public:
  // The client must outlive the source and have no other user meanwhile. `service_key`: the tag service whose
  // tags are read with each file.
  HydrusSource(HydrusClient& client, std::vector<std::int64_t> ids, std::string service_key)
      : client_(client), ids_(std::move(ids)), service_key_(std::move(service_key)) {}

  // The next picture, or nothing at the end. Skips files that are not pictures.
  std::optional<PictureInput> next();

  // The file of an input. May be called once per input.
  HydrusFile take(const std::string& sha256);

  std::int64_t left_out() const { return left_out_; }

 private:
  void describe_more();

  HydrusClient& client_;
  const std::vector<std::int64_t> ids_;
  const std::string service_key_;
  std::mutex mutex_;  // guards the client and the members below
  std::size_t described_ = 0;
  std::vector<HydrusFile> batch_;  // the next one last
  std::map<std::string, HydrusFile> under_way_;
  std::int64_t left_out_ = 0;
};

}  // namespace jtp
