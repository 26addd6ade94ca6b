// SPDX-License-Identifier: Apache-2.0
#include "cli/hydrus/source.h"

#include <algorithm>
#include <span>

namespace jtp {

std::optional<PictureInput> HydrusSource::next() {
  const std::lock_guard turn(mutex_);
  while (batch_.empty() && described_ < ids_.size()) describe_more();
  if (batch_.empty()) return std::nullopt;
  HydrusFile file = std::move(batch_.back());
  batch_.pop_back();
  PictureInput input{.path = file.sha256, .bytes = {}, .error = {}};
  input.sha256 = file.sha256;
  input.fetch = [this, file] {
    const std::lock_guard turn_to_fetch(mutex_);
    try {
      return client_.fetch(file);
    } catch (const Error& error) {
      throw with_context(error, file.sha256);
    }
  };
  under_way_.insert_or_assign(file.sha256, std::move(file));
  return input;
}

HydrusFile HydrusSource::take(const std::string& sha256) {
  const std::lock_guard turn(mutex_);
  return std::move(under_way_.extract(sha256).mapped());
}

void HydrusSource::describe_more() {
  const std::size_t count = std::min(kHydrusBatch, ids_.size() - described_);
  batch_ = client_.describe(std::span(ids_).subspan(described_, count), service_key_);
  described_ += count;
  const auto is_other = [](const HydrusFile& file) { return !is_picture(file.mime); };
  std::erase_if(batch_, is_other);
  left_out_ += static_cast<std::int64_t>(count - batch_.size());
  std::reverse(batch_.begin(), batch_.end());
}

}  // namespace jtp
