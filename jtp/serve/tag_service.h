// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/image/decode.h"
#include "jtp/serve/expiring_map.h"
#include "jtp/serve/model_holder.h"
#include "jtp/serve/workers.h"
#include "jtp/tagger/bounded_queue.h"
#include "jtp/tagger/prepare.h"

namespace jtp {

// The bytes of a picture file, and the owner that keeps them alive.
struct PictureBytes {
  std::shared_ptr<const void> owner;
  std::string_view bytes;
};
struct PictureUrl {
  std::string url;
};
// [3, S, S] as Preprocessor makes them.
struct PicturePixels {
  std::vector<float> values;
};
// An Error stands for a picture that could not be read from its request. It fails when its turn comes, like a
// picture that cannot be decoded.
using PictureContent = std::variant<PictureBytes, PictureUrl, PicturePixels, Error>;

// The data of a kept picture: enough for heat maps and likeness.
struct KeptPicture {
  std::shared_ptr<const ModelFacts> model;
  TagResult result;  // with all of KeptOutputs
};

enum class Keep { kNothing, kFeatures };

struct PictureOutcome {
  std::shared_ptr<const ModelFacts> model;  // nullptr: the picture never reached it; `error` says why
  TagResult result;
  std::string kept;  // the name of the kept picture
  std::optional<Error> error;
};

struct PictureJob {
  PictureContent content;
  Keep keep = Keep::kNothing;
  std::function<bool()> abandoned;           // whether nobody waits for it any more
  std::function<void(PictureOutcome)> done;  // called once, from any thread; must not throw
};

struct TagServiceOptions {
  int threads = 1;
  int max_waiting = 256;  // pictures
  DecodeOptions decode{};
  std::chrono::seconds keep_for{900};
  std::size_t keep_bytes = std::size_t{256} << 20;
};

enum class Admission { kAccepted, kQueueFull };

// Tags pictures for many clients, in order of arrival. Decoders run in parallel with lanes, as in
// run_pipeline() and with the same functions, so that the scores are the same. Pictures that wait together
// run in single-threaded lanes; a picture that is alone gets all threads (docs/decisions/0802).
class TagService {
 public:
  // `fetch` returns the content of an address, or throws Error; it runs in separate threads.
  TagService(const TagServiceOptions& options, ModelHolder& model,
             std::function<std::string(const std::string& url)> fetch);
  // Pictures that are still waiting end with kCancelled.
  ~TagService();
  TagService(const TagService&) = delete;
  TagService& operator=(const TagService&) = delete;

  // Accepts all of the jobs, or none of them if the queue has no room. An empty queue also accepts more jobs
  // than its limit.
  Admission submit(std::vector<PictureJob> jobs);

  ExpiringMap<KeptPicture>& kept() { return kept_; }

  struct Counts {
    std::int64_t waiting, running, tagged, failed, dropped;
    double decode_seconds, infer_seconds;
  };
  Counts counts() const;

 private:
  struct Prepared {
    PictureJob job;
    std::shared_ptr<LoadedModel> model;
    PreparedPicture picture;
  };

  void enqueue(PictureJob job);
  void fetch(PictureJob job);
  std::optional<PictureJob> next_job();
  void run_decoder();
  void prepare(PictureJob job);
  void run_lane(int lane);
  PictureOutcome infer_one(Prepared& prepared, int lane);
  PictureOutcome infer_with(Engine& engine, const Prepared& prepared);
  PictureOutcome keep(KeptPicture picture);
  void give_up(const PictureJob& job, PictureOutcome outcome);
  void finish(const PictureJob& job, PictureOutcome outcome);

  const TagServiceOptions options_;
  ModelHolder& model_;
  const std::function<std::string(const std::string&)> fetch_;
  ExpiringMap<KeptPicture> kept_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<PictureJob> jobs_;
  bool stopping_ = false;
  std::shared_mutex mode_;  // shared by narrow lanes, exclusive for the wide one
  BoundedQueue<Prepared> prepared_;
  std::atomic<std::int64_t> waiting_{0}, running_{0}, tagged_{0}, failed_{0}, dropped_{0};
  std::atomic<std::int64_t> decode_microseconds_{0}, infer_microseconds_{0};
  std::vector<std::thread> decoders_;
  std::vector<std::thread> lanes_;
  Workers fetchers_;
};

}  // namespace jtp
