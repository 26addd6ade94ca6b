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

// An endless sequence of the pictures (is_listed_picture()) in folders: first the existing ones, in the order
// of InputList, then every picture that is written, moved or linked into the folders, even if it replaces
// another one. A new picture is returned once its writer has closed it and it has not changed for kQuietTime.
// Recursion::kIntoFolders includes subfolders, even those created later, but does not follow symbolic links.
class FolderWatch {
 public:
  static constexpr std::chrono::milliseconds kQuietTime{500};

  // next() returns nothing soon after `stop` becomes true. Throws Error kNotFound or kIo if a folder cannot
  // be watched, for example because the system's limit (fs.inotify.max_user_watches) is reached.
  FolderWatch(const std::vector<std::string>& folders, Recursion recursion, const std::atomic<bool>& stop);
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  // Waits for the next picture; returns nothing after `stop`. Throws Error kNotFound once the last folder is
  // gone.
  std::optional<PictureInput> next();

 private:
  using Clock = std::chrono::steady_clock;
  enum class Arrival { kOpen, kClosed };  // whether a writer may still have it open
  struct Pending {
    Arrival arrival;
    Clock::time_point since;  // the last event
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
  std::map<int, std::filesystem::path> watched_;  // by inotify's watch descriptor
  std::optional<InputList> present_;              // while the existing pictures are listed
  std::map<std::filesystem::path, Pending> pending_;
};

}  // namespace jtp
