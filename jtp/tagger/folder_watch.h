// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "jtp/tagger/inputs.h"
#include "jtp/tagger/pipeline.h"

namespace jtp {

// The pictures of folders (is_listed_picture()) without an end: first those that are there, as InputList
// lists them, then each that is written, moved or linked into them, also over another one. A picture comes
// once its writer has closed it and nothing has happened to it for kQuietTime. With Recursion::kIntoFolders
// the folders inside of the folders count too, those that are made later as well, but not what lies behind
// symbolic links.
class FolderWatch {
 public:
  static constexpr std::chrono::milliseconds kQuietTime{500};

  // next() ends soon after `stop` becomes true. Throws Error kNotFound and kIo for folders that cannot be
  // watched, also where the system's limit (fs.inotify.max_user_watches) is reached.
  FolderWatch(const std::vector<std::string>& folders, Recursion recursion, const std::atomic<bool>& stop);
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  // Waits for the next picture; nothing at the end. Throws Error kNotFound when the last folder has gone.
  std::optional<PictureInput> next();

 private:
  using Clock = std::chrono::steady_clock;
  enum class Arrival { kOpen, kClosed };  // whether a writer may still have it
  struct Pending {
    Arrival arrival;
    Clock::time_point since;  // the last time that something happened to it
  };

  void watch(const std::filesystem::path& folder);
  void watch_below(const std::filesystem::path& folder);
  void take_in(const std::filesystem::path& folder);
  std::optional<PictureInput> next_present();
  std::optional<PictureInput> next_quiet();
  void wait_for_events();
  bool read_events();
  void handle(const std::filesystem::path& path, std::uint32_t mask);
  void start_over();

  const std::vector<std::string> folders_;
  const Recursion recursion_;
  const std::atomic<bool>& stop_;
  int fd_;
  std::map<int, std::filesystem::path> watched_;  // by inotify's number
  std::optional<InputList> present_;              // while the pictures of the beginning are listed
  std::map<std::filesystem::path, Pending> pending_;
};

}  // namespace jtp
