// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/caption_file.h"

#include <optional>
#include <system_error>

#include "jtp/base/atomic_file.h"
#include "jtp/base/error.h"
#include "jtp/files/text_file.h"

namespace jtp {
namespace {

// All tags of a vocabulary of 9,083 take 0.13 MiB.
constexpr std::size_t kMaxFileBytes = std::size_t{1} << 20;

bool is_there(const std::filesystem::path& path) {
  std::error_code error;
  const bool exists = std::filesystem::exists(path, error);
  if (error) fail(ErrorKind::kIo, "{}: {}", path.string(), error.message());
  return exists;
}

}  // namespace

std::filesystem::path caption_path(const std::filesystem::path& picture, std::string_view extension) {
  const bool is_extension = extension.size() > 1 && extension[0] == '.' &&
                            extension.find_first_of(std::string_view("/\0", 2)) == std::string_view::npos;
  if (!is_extension) fail(ErrorKind::kUsage, "{:?} is not a file extension such as .txt", extension);
  std::filesystem::path caption = picture;
  caption.replace_extension(extension);
  if (caption == picture) {
    fail(ErrorKind::kInvalidInput, "{}: its caption would overwrite the picture itself", picture.string());
  }
  return caption;
}

CaptionChange update_caption_file(const std::filesystem::path& path, std::span<const std::string> tags,
                                  const CaptionStyle& style, ExistingCaption policy) {
  std::optional<std::string> existing;
  if (is_there(path)) {
    if (policy == ExistingCaption::kSkip) return CaptionChange::kSkipped;
    existing = read_text_file(path, kMaxFileBytes, ErrorKind::kInvalidInput);
  }
  std::optional<std::string> content;
  try {
    content = merge_caption(existing, tags, style, policy);
  } catch (const Error& error) {
    throw with_context(error, path.string());
  }
  if (!content) return CaptionChange::kUnchanged;
  write_file_atomically(path, *content);
  return CaptionChange::kWritten;
}

// A single spelling for each file, whichever links lead to its folder.
std::string CaptionPaths::normal_form(const std::filesystem::path& path) {
  const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  if (folder != folder_) {
    std::error_code error;
    real_folder_ = std::filesystem::weakly_canonical(folder, error);
    if (error) fail(ErrorKind::kIo, "{}: {}", path.string(), error.message());
    folder_ = folder;
  }
  return (real_folder_ / path.filename()).string();
}

void CaptionPaths::claim(const std::filesystem::path& caption, const std::filesystem::path& picture) {
  const std::string name = normal_form(picture);
  const auto [entry, is_new] = pictures_.emplace(normal_form(caption), name);
  if (is_new || entry->second == name) return;
  fail(ErrorKind::kInvalidInput, "{} and {} would both write {}", entry->second, picture.string(),
       caption.string());
}

}  // namespace jtp
