// SPDX-License-Identifier: Apache-2.0
#include "jtp/train/recompute.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include <utility>

#include "jtp/train/autocast.h"

namespace jtp {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

// Carries the segment from the forward to the backward pass, because an IValue can hold nothing else.
struct SegmentHolder : torch::CustomClassHolder {
  SegmentHolder(Segment s, AutocastSettings a) : segment(std::move(s)), autocast(a) {}
  Segment segment;
  AutocastSettings autocast;
};

struct Recomputed : torch::autograd::Function<Recomputed> {
  // A TensorList, because LibTorch looks for variables in no other kind of list.
  static variable_list forward(AutogradContext* context, const Segment& segment, at::TensorList inputs) {
    context->save_for_backward(inputs.vec());
    context->saved_data["segment"] =
        c10::IValue::make_capsule(c10::make_intrusive<SegmentHolder>(segment, current_autocast()));
    const at::NoGradGuard no_grad;
    return {segment(inputs.front())};
  }

  static variable_list backward(AutogradContext* context, variable_list output_gradients) {
    const variable_list inputs = context->get_saved_variables();
    const auto holder =
        c10::static_intrusive_pointer_cast<SegmentHolder>(context->saved_data["segment"].toCapsule());
    const Variable input = inputs.front().detach().requires_grad_(inputs.front().requires_grad());
    Variable output;
    {
      const at::AutoGradMode with_grad(true);
      const Autocast autocast(holder->autocast);
      output = holder->segment(input);
    }
    variable_list wanted = inputs;
    wanted.front() = input;
    variable_list needing;
    for (const Variable& v : wanted) {
      if (v.requires_grad()) needing.push_back(v);
    }
    variable_list found = torch::autograd::grad({output}, needing, output_gradients,
                                                /*retain_graph=*/false, /*create_graph=*/false,
                                                /*allow_unused=*/true);
    variable_list gradients = {Variable()};  // the segment has no gradient
    std::size_t next = 0;
    for (const Variable& v : wanted) gradients.push_back(v.requires_grad() ? found[next++] : Variable());
    return gradients;
  }
};

}  // namespace

at::Tensor recomputed(const Segment& segment, const at::Tensor& input,
                      const std::vector<at::Tensor>& parameters) {
  variable_list inputs = {input};
  inputs.insert(inputs.end(), parameters.begin(), parameters.end());
  return Recomputed::apply(segment, at::TensorList(inputs)).front();
}

}  // namespace jtp
