// SPDX-License-Identifier: Apache-2.0
//
// `jtp train` as a program: killed, interrupted, in several processes.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "jtp/files/safetensors.h"
#include "jtp/prior/omission.h"
#include "jtp/report/metrics_log.h"
#include "jtp/train/run_log.h"
#include "tests/cli/program.h"
#include "tests/support/random.h"
#include "tests/train/color_set.h"
#include "tests/train/free_port.h"

namespace jtp::test {
namespace {
namespace fs = std::filesystem;

// The steps of this network take a millisecond each. With the usual epsilon, the optimiser would make full
// steps from gradients that consist only of rounding errors, which depend on the number of processes.
fs::path write_config(const ColorSet& set, int steps) {
  const fs::path path = set.path("config.toml");
  write_text(
      path, "[data]\nset = '" + set.set().string() + "'\npictures = '" + set.pictures().string() + "'\n" +
                "[model]\nimage_size = 16\npatch_size = 8\nwidth = 16\ndepth = 2\nheads = 2\nmlp_width = 24\n"
                "[loss]\nkind = 'bce'\n"
                "[optimizer]\nlearning_rate = 0.01\nepsilon = 1e-3\n"
                "[schedule]\nbatch = 16\nmicro_batch = 8\nsteps = " +
                std::to_string(steps) +
                "\n[validation]\nevery_steps = 50\n"
                "[output]\ncheckpoint_every_steps = 7\nlog_every_steps = 1\n"
                "[compute]\nthreads = 1\n");
  return path;
}

Arguments train(const fs::path& config, const fs::path& out) { return {"train", config, "-o", out}; }

std::vector<double> losses(const fs::path& folder) {
  std::vector<double> found;
  for (const MetricsRow& row : read_metrics(folder / "metrics.jsonl")) {
    for (const Metric& m : row.values) {
      if (m.name == metric::kTrainLoss) found.push_back(m.value);
    }
  }
  return found;
}

void expect_same_tensors(const fs::path& a, const fs::path& b) {
  const SafetensorsFile first(a), second(b);
  ASSERT_EQ(first.tensors().size(), second.tensors().size());
  for (const auto& [name, tensor] : first.tensors())
    EXPECT_TRUE(std::ranges::equal(tensor.bytes, second.at(name).bytes)) << name;
}

int wanted_kills() {
  const char* text = std::getenv("JTP_TEST_KILLS");
  return text == nullptr ? 2 : std::atoi(text);
}

// Waits until the log is longer than `bytes` and a checkpoint exists; false after two minutes.
bool makes_steps(const fs::path& run, std::uintmax_t bytes) {
  for (int i = 0; i < 12000; ++i) {
    std::error_code missing;
    const auto size = fs::file_size(run / "metrics.jsonl", missing);
    if (!missing && size > bytes && fs::exists(run / "last")) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

TEST(TrainProgram, KillingItAtRandomDoesNotChangeABitOfTheResult) {
  const ColorSet set;
  const int steps = 100 + 25 * wanted_kills();
  const fs::path config = write_config(set, steps);
  const Outcome whole = run_jtp(train(config, set.path("whole")));
  ASSERT_EQ(whole.code, 0) << whole.err;
  EXPECT_NE(whole.out.find(std::to_string(steps) + " steps; best J"), std::string::npos) << whole.out;
  const fs::path log = set.path("killed") / "metrics.jsonl";
  Random random(17);
  for (int i = 0; i < wanted_kills(); ++i) {
    std::error_code missing;
    const auto logged = i == 0 ? 0 : fs::file_size(log, missing);
    Program program(train(config, set.path("killed")));
    // A resumed run first removes the rows after its checkpoint; some steps later there are more again.
    if (!makes_steps(set.path("killed"), logged)) break;  // it is at its end
    std::this_thread::sleep_for(std::chrono::milliseconds(random.below(100)));
    program.signal(SIGKILL);
    const int code = program.finish().code;
    EXPECT_TRUE(code == 128 + SIGKILL || code == 0) << code;
    if (code == 0) break;  // it was faster than the signal
  }
  const Outcome last = run_jtp(train(config, set.path("killed")));
  ASSERT_EQ(last.code, 0) << last.err;
  EXPECT_NE(last.err.find("continuing after step"), std::string::npos) << last.err;
  for (const char* file : {"last/model.safetensors", "last/optimizer.safetensors", "best/model.safetensors"})
    expect_same_tensors(set.path("whole") / file, set.path("killed") / file);
  EXPECT_EQ(losses(set.path("whole")), losses(set.path("killed")));
}

TEST(TrainProgram, TermWritesACheckpointAndEndsWith143) {
  const ColorSet set;
  const fs::path config = write_config(set, 1000000);
  Program program(train(config, set.path("run")));
  while (!fs::exists(set.path("run") / "last")) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  program.signal(SIGTERM);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.code, 128 + SIGTERM) << outcome.err;
  EXPECT_NE(outcome.err.find("stopped after step"), std::string::npos) << outcome.err;
  const auto steps = losses(set.path("run")).size();
  EXPECT_TRUE(fs::exists(set.path("run") / "last/optimizer.safetensors"));
  const std::string state = read_text(set.path("run") / "last/state.json");
  EXPECT_NE(state.find("\"step\": " + std::to_string(steps)), std::string::npos) << state;
}

Outcome run_together(const Arguments& arguments, int world) {
  const std::string port = std::to_string(free_port());
  std::vector<std::unique_ptr<Program>> programs;
  for (int rank = 0; rank < world; ++rank) {
    const Variables variables = {{"RANK", std::to_string(rank)},
                                 {"WORLD_SIZE", std::to_string(world)},
                                 {"MASTER_ADDR", "127.0.0.1"},
                                 {"MASTER_PORT", port},
                                 {"GLOO_SOCKET_IFNAME", "lo"}};
    programs.push_back(std::make_unique<Program>(arguments, Surroundings{.variables = variables}));
  }
  Outcome first;
  for (int rank = world - 1; rank >= 0; --rank) {
    first = programs[static_cast<std::size_t>(rank)]->finish();
    EXPECT_EQ(first.code, 0) << "rank " << rank << ": " << first.err;
  }
  return first;
}

// The gradients are sums in a different order, each term rounded to 6e-8 of it; over 40 steps the difference
// stays below 1e-5.
void expect_same_losses(const fs::path& a, const fs::path& b) {
  const auto first = losses(a), second = losses(b);
  ASSERT_EQ(first.size(), second.size());
  for (std::size_t i = 0; i < first.size(); ++i)
    EXPECT_NEAR(second[i] / first[i], 1, 1e-5) << "step " << i + 1;
}

TEST(TrainProgram, TwoProcessesLearnTheSameAsOne) {
  const ColorSet set;
  const fs::path config = write_config(set, 40);
  ASSERT_EQ(run_jtp(train(config, set.path("one"))).code, 0);
  run_together(train(config, set.path("two")), 2);
  expect_same_losses(set.path("one"), set.path("two"));
}

TEST(TrainProgram, ARunResumesWithAnotherNumberOfProcesses) {
  const ColorSet set;
  ASSERT_EQ(run_jtp(train(write_config(set, 40), set.path("one"))).code, 0);
  run_together(train(write_config(set, 15), set.path("grown")), 3);
  ASSERT_EQ(run_jtp(train(write_config(set, 25), set.path("grown"))).code, 0);
  run_together(train(write_config(set, 40), set.path("grown")), 2);
  expect_same_losses(set.path("one"), set.path("grown"));
}

// The prior's loss, and after three steps the network's estimate of omissions: the same pictures and labels,
// added up in a different order.
TEST(TrainProgram, ProcessesAgreeOnOmissionRates) {
  const ColorSet set;
  fs::create_directories(set.path("prior"));
  write_tag_prior(set.path("prior") / "prior.safetensors", set.prior());
  const auto arguments = [&](int steps, const char* out) {
    Arguments all = train(write_config(set, steps), set.path(out));
    for (const std::string& value : {std::string("loss.kind=prior"), std::string("loss.omission_epoch=1"),
                                     "data.prior=" + set.path("prior").string()}) {
      all.insert(all.end(), {"--set", value});
    }
    return all;
  };
  ASSERT_EQ(run_jtp(arguments(8, "one")).code, 0);
  run_together(arguments(5, "two"), 2);
  run_together(arguments(8, "two"), 3);
  const auto one = load_omission_counts(set.path("one") / "omission.csv", set.vocabulary());
  const auto two = load_omission_counts(set.path("two") / "omission.csv", set.vocabulary());
  for (std::size_t t = 0; t < one.size(); ++t) {
    EXPECT_GT(one[t].checked, 1) << t;
    EXPECT_NEAR(one[t].checked, two[t].checked, 1e-4) << t;
    EXPECT_NEAR(one[t].omitted, two[t].omitted, 1e-4) << t;
  }
  expect_same_losses(set.path("one"), set.path("two"));
}

TEST(TrainProgram, RunsUnderMpirun) {
  if (std::system("command -v mpirun > /dev/null") != 0) GTEST_SKIP() << "there is no mpirun";
  const ColorSet set;
  const fs::path config = write_config(set, 40);
  ASSERT_EQ(run_jtp(train(config, set.path("one"))).code, 0);
  const std::string command =
      "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 MASTER_PORT=" + std::to_string(free_port()) +
      " GLOO_SOCKET_IFNAME=lo mpirun --oversubscribe -n 2 " JTP_PROGRAM " train " + config.string() + " -o " +
      set.path("mpi").string() + " > /dev/null 2>&1";
  ASSERT_EQ(std::system(command.c_str()), 0);
  expect_same_losses(set.path("one"), set.path("mpi"));
}

TEST(TrainProgram, NamesTheFaultOfAConfiguration) {
  const ColorSet set;
  write_text(set.path("bad.toml"), "[schedule]\nbatch_size = 4\nsteps = 1\n");
  const Outcome outcome = run_jtp({"train", set.path("bad.toml")});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.err.find("unknown key schedule.batch_size; did you mean schedule.batch"),
            std::string::npos)
      << outcome.err;
}

TEST(TrainProgram, HelpHasAnExample) {
  const Outcome outcome = run_jtp({"train", "--help"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_NE(outcome.out.find("Usage: jtp train"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("Example:"), std::string::npos) << outcome.out;
}

TEST(TrainProgram, WithoutTheTrainerItsPackagesAreNamed) {
  const TemporaryFolder folder;
  fs::copy_file(JTP_PROGRAM, folder / "jtp");
  const std::string command = (folder / "jtp").string() + " train x.toml 2> " + (folder / "err").string();
  EXPECT_NE(std::system(command.c_str()), 0);
  EXPECT_NE(read_text(folder / "err").find("libtorch-dev"), std::string::npos) << read_text(folder / "err");
}

TEST(TrainProgram, DryRunEstimatesItsMemory) {
  const ColorSet set;
  const Outcome outcome = run_jtp({"train", write_config(set, 40), "--dry-run"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("4 tags; 2 steps of 2 micro-batches of 1 on the CPU"), std::string::npos)
      << outcome.out;
  EXPECT_NE(outcome.out.find("8 devices"), std::string::npos) << outcome.out;
}

}  // namespace
}  // namespace jtp::test
