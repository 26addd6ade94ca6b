// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/comm.h"

#include <chrono>
#include <string>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <vector>

#include "jtp/base/error.h"

namespace jtp {
namespace {

using c10d::ProcessGroupGloo;

constexpr std::chrono::minutes kPatience{5};

// Turns an exception of LibTorch into an Error with a single line, without its stack.
template <typename Action>
auto translated(const Action& action) {
  try {
    return action();
  } catch (const std::exception& error) {
    const std::string text = error.what();
    fail(ErrorKind::kNetwork, "the connection between the processes of this run broke: {}",
         text.substr(0, text.find('\n')));
  }
}

c10::intrusive_ptr<c10d::Store> meet(const Launch& launch) {
  c10d::TCPStoreOptions options;
  options.port = static_cast<std::uint16_t>(launch.port);
  options.isServer = launch.server == StoreServer::kRankZero && launch.place.rank == 0;
  options.numWorkers = static_cast<std::size_t>(launch.place.world);
  options.waitWorkers = launch.server == StoreServer::kRankZero;
  options.timeout = kPatience;
  auto store = c10::make_intrusive<c10d::TCPStore>(launch.address, options);
  return c10::make_intrusive<c10d::PrefixStore>("jtp", store);  // avoids the keys that torchrun itself puts
                                                                // into its store
}

}  // namespace

struct Comm::Group {
  c10::intrusive_ptr<ProcessGroupGloo> gloo;
};

Comm::Comm(const Launch& launch) : place_(launch.place), group_(std::make_unique<Group>()) {
  if (place_.world == 1) return;
  group_->gloo = translated([&] {
    const auto store = meet(launch);
    const auto options = ProcessGroupGloo::Options::create(kPatience);
    options->devices.push_back(launch.network_interface.empty()
                                   ? ProcessGroupGloo::createDefaultDevice()
                                   : ProcessGroupGloo::createDeviceForInterface(launch.network_interface));
    return c10::make_intrusive<ProcessGroupGloo>(store, place_.rank, place_.world, options);
  });
}

Comm::~Comm() = default;

// Gloo adds in host memory.
Comm::Finish Comm::start_sum(const at::Tensor& tensor) const {
  if (place_.world == 1) return [] {};
  std::vector<at::Tensor> buffers = {tensor.is_cpu() ? tensor : tensor.cpu()};
  const auto work = translated([&] { return group_->gloo->allreduce(buffers); });
  return [work, tensor, buffer = buffers.front()] {
    translated([&] { return work->wait(); });
    if (!tensor.is_cpu()) tensor.copy_(buffer);
  };
}

void Comm::broadcast(const at::Tensor& tensor) const {
  if (place_.world == 1) return;
  std::vector<at::Tensor> buffers = {tensor.is_cpu() ? tensor : tensor.cpu()};
  translated([&] { return group_->gloo->broadcast(buffers)->wait(); });
  if (!tensor.is_cpu()) tensor.copy_(buffers.front());
}

}  // namespace jtp
