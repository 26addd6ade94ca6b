#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The network of `jtp train` in plain PyTorch, as timm writes it, for bench/train_speed: training steps on pictures that are in memory."""
import argparse
import json
import sys
import time

sys.dont_write_bytecode = True  # nothing is left in the source tree

import torch
from torch import nn
from torch.nn import functional


class Attention(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads, self.scale = heads, (width // heads) ** -0.5
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        n, t, d = x.shape
        q, k, v = self.qkv(x).reshape(n, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        weights = ((q * self.scale) @ k.transpose(-2, -1)).softmax(-1)
        return self.proj((weights @ v).transpose(1, 2).reshape(n, t, d))


class Mlp(nn.Module):
    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(width, hidden), nn.Linear(hidden, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc2(functional.gelu(self.fc1(x)))


class Block(nn.Module):
    def __init__(self, width: int, heads: int, hidden: int) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width, eps=1e-6)
        self.attn, self.mlp = Attention(width, heads), Mlp(width, hidden)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class AttentionPool(nn.Module):
    def __init__(self, width: int, heads: int, hidden: int) -> None:
        super().__init__()
        self.heads, self.scale = heads, (width // heads) ** -0.5
        self.latent = nn.Parameter(0.02 * torch.randn(1, 1, width))
        self.q, self.kv, self.proj = nn.Linear(width, width), nn.Linear(width, 2 * width), nn.Linear(width, width)
        self.norm, self.mlp = nn.LayerNorm(width, eps=1e-6), Mlp(width, hidden)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        n, t, d = x.shape
        q = self.q(self.latent.expand(n, -1, -1)).reshape(n, 1, self.heads, d // self.heads).transpose(1, 2)
        k, v = self.kv(x).reshape(n, t, 2, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        weights = ((q * self.scale) @ k.transpose(-2, -1)).softmax(-1)
        y = self.proj((weights @ v).transpose(1, 2).reshape(n, 1, d))
        return (y + self.mlp(self.norm(y)))[:, 0]


class Vit(nn.Module):
    def __init__(self, o: argparse.Namespace) -> None:
        super().__init__()
        tokens = (o.image_size // o.patch_size) ** 2
        self.patch_embed = nn.Conv2d(3, o.width, o.patch_size, o.patch_size)
        self.pos_embed = nn.Parameter(0.02 * torch.randn(1, tokens, o.width))
        self.blocks = nn.Sequential(*(Block(o.width, o.heads, o.mlp_width) for _ in range(o.depth)))
        self.norm, self.pool = nn.LayerNorm(o.width, eps=1e-6), AttentionPool(o.width, o.heads, o.mlp_width)
        self.head = nn.Linear(o.width, o.tags)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        x = self.patch_embed(pixels).flatten(2).transpose(1, 2) + self.pos_embed
        return self.head(self.pool(self.norm(self.blocks(x))))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("image_size", "patch_size", "width", "depth", "heads", "mlp_width", "tags", "batch", "steps"):
        parser.add_argument("--" + name.replace("_", "-"), type=int, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--profile", action="store_true", help="print where the time goes instead")
    return parser.parse_args()


class Run:
    def __init__(self, o: argparse.Namespace) -> None:
        self.options, self.network = o, Vit(o)
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=1e-4)
        self.pixels = torch.rand(4 * o.batch, 3, o.image_size, o.image_size) * 2 - 1
        self.labels = (torch.rand(4 * o.batch, o.tags) < 0.05).float()

    def step(self, number: int) -> None:
        begin = number % 4 * self.options.batch
        places = slice(begin, begin + self.options.batch)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.options.bf16):
            logits = self.network(self.pixels[places])
        loss = functional.binary_cross_entropy_with_logits(logits.float(), self.labels[places])
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()


def main() -> None:
    options = arguments()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    run = Run(options)
    warmup = 5
    for step in range(warmup):
        run.step(step)
    if options.profile:
        with torch.profiler.profile() as profile:
            for step in range(options.steps):
                run.step(step)
        print(profile.key_averages().table(sort_by="self_cpu_time_total", row_limit=40))
        return
    begin = time.perf_counter()
    for step in range(options.steps):
        run.step(step)
    print(json.dumps({"pictures_per_second": options.steps * options.batch / (time.perf_counter() - begin)}))


main()
