# SPDX-License-Identifier: Apache-2.0
"""The loss of docs/prior.md without the tag string (kappa = 0): class weights, omission rates, completeness of the post."""
from pathlib import Path

import torch
import torch.nn.functional as F

from teaching.data import read_safetensors

CUT = 0.2  # the score at which tags should be told apart
COMPLETENESS = 4.0


class PriorLoss:
    def __init__(self, prior_folder: Path, alpha: float) -> None:
        prior = read_safetensors(prior_folder / "prior.safetensors")
        prevalence, self.omission = (torch.from_numpy(prior[name].copy()) for name in ("prevalence", "omission"))
        true_prevalence = (prevalence / (1 - self.omission)).clamp(max=0.9)
        odds = (1 - true_prevalence) / true_prevalence
        self.weight = (odds * CUT / (1 - CUT)).pow(alpha).clamp(1, 20)
        self.initial_bias = torch.logit(prevalence) + self.weight.log()
        # That a tag is there although it was not given, before a picture is seen.
        self.unseen = (self.omission * prevalence / ((1 - self.omission) * (1 - prevalence))).clamp(max=0.98)

    def _omitted(self, logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        there = torch.sigmoid(logits - self.weight.log())
        expected = ((1 - self.omission) * there).sum(1, keepdim=True)
        completeness = (labels.sum(1, keepdim=True) + COMPLETENESS) / (expected + COMPLETENESS)
        given = ((1 - self.omission) * completeness).clamp(0.05, 0.98)
        return (1 - given) * there / (1 - given * there)

    def __call__(self, logits: torch.Tensor, labels: torch.Tensor, knows_pictures: bool) -> torch.Tensor:
        """labels: [N, K] from 0 to 1. The mean over N of the sum over K, in nats."""
        with torch.no_grad():
            omitted = self._omitted(logits, labels) if knows_pictures else self.unseen.expand_as(logits)
            there = labels + (1 - labels) * omitted
        return (there * self.weight * F.softplus(-logits) + (1 - there) * F.softplus(logits)).sum(1).mean()
