# SPDX-License-Identifier: Apache-2.0
"""A small residual network (He et al. 2016) that gives one logit per tag."""
import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Sequential()
        if inputs != outputs:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        branch = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.shortcut(x) + self.norm2(self.conv2(branch)))


class ConvNet(nn.Module):
    """[N, 3, S, S], -1 to 1, to logits [N, K]. It looks at pictures of `side` pixels, whatever S is."""

    def __init__(self, tags: int, width: int, side: int) -> None:
        super().__init__()
        self.side = side
        self.stem = nn.Sequential(nn.Conv2d(3, width, 3, 2, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU())
        self.body = nn.Sequential(
            Block(width, width, 1), Block(width, 2 * width, 2), Block(2 * width, 4 * width, 2), Block(4 * width, 8 * width, 2)
        )
        self.dropout = nn.Dropout(0.2)
        self.head = nn.Linear(8 * width, tags)
        nn.init.zeros_(self.head.weight)

    def forward(self, x):
        # Another type than the weights' is for export: the picture comes in float32.
        if x.shape[-1] != self.side:
            x = F.interpolate(x, size=(self.side, self.side), mode="bilinear", align_corners=False, antialias=True)
        x = self.body(self.stem(x.to(self.head.weight.dtype).contiguous(memory_format=torch.channels_last)))
        return self.head(self.dropout(x.mean((2, 3)))).float()


def export(network: ConvNet, path: str, bf16: bool) -> None:
    """TorchScript with the norms folded into the convolutions; the network itself stays as it is."""
    copy = ConvNet(network.head.out_features, network.head.in_features // 8, network.side)
    copy.load_state_dict(network.state_dict())
    copy.eval()
    if bf16:
        copy.to(torch.bfloat16)
    torch.jit.save(torch.jit.freeze(torch.jit.script(copy)), path)
