# SPDX-License-Identifier: Apache-2.0
"""The samples of a manifest as tensors, and what is drawn for each when it is shown."""
import json
import math
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

GREY = 0.5  # behind transparent pixels, as the tagger has it
TYPES = {"I64": np.int64, "I32": np.int32, "I16": np.int16, "U8": np.uint8, "F32": np.float32, "F16": np.float16}


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, tensor in header.items():
        begin, end = (8 + length + offset for offset in tensor["data_offsets"])
        tensors[name] = np.frombuffer(data[begin:end], TYPES[tensor["dtype"]]).reshape(tensor["shape"])
    return tensors


def fitted(path: Path, side: int) -> torch.Tensor:
    """A picture in the middle of a grey square: [3, side, side], bytes."""
    picture = Image.open(path).convert("RGBA")
    factor = side / max(picture.size)
    size = [max(1, round(length * factor)) for length in picture.size]
    pixels = np.asarray(picture.convert("RGBa").resize(size, Image.LANCZOS), np.float32) / 255
    square = np.full((side, side, 3), GREY, np.float32)
    top, left = (side - size[1]) // 2, (side - size[0]) // 2
    square[top : top + size[1], left : left + size[0]] = pixels[..., :3] + (1 - pixels[..., 3:]) * GREY
    return torch.from_numpy((square * 255).round().astype(np.uint8)).permute(2, 0, 1)


@dataclass
class Samples:
    pixels: torch.Tensor  # [N, 3, side, side], bytes
    labels: torch.Tensor  # [N, K], 0 or 1
    may_be_mirrored: torch.Tensor  # [N]
    train: torch.Tensor  # indices
    validation: torch.Tensor


def _is_flip_sensitive(tag: str) -> bool:
    words = tag.split("_")
    return bool({"left", "right", "text"} & {words[0], words[-1]}) or tag in ("number", "letter", "signature", "logo", "comic")


def load(set_folder: Path, pictures: Path, side: int) -> Samples:
    """The samples of `jtp data manifest` whose pictures are PICTURES/MD5.png."""
    manifest = read_safetensors(set_folder / "manifest.safetensors")
    index = json.loads((set_folder / "tags.json").read_text())
    begin = manifest["label_begin"]
    labels = np.zeros((len(begin) - 1, len(index)), np.float32)
    for i, row in enumerate(labels):
        row[manifest["labels"][begin[i] : begin[i + 1]]] = 1
    sensitive = [i for tag, i in index.items() if _is_flip_sensitive(tag)]
    return Samples(
        pixels=torch.stack([fitted(pictures / f"{bytes(md5).hex()}.png", side) for md5 in manifest["md5"]]),
        labels=torch.from_numpy(labels),
        may_be_mirrored=torch.from_numpy(~labels[:, sensitive].any(1)),
        train=torch.from_numpy(np.flatnonzero(manifest["split"] == 0)),
        validation=torch.from_numpy(np.flatnonzero(manifest["split"] == 1)),
    )


def network_input(pixels: torch.Tensor) -> torch.Tensor:
    return (pixels.float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)


def augmented(pixels: torch.Tensor, may_be_mirrored: torch.Tensor, side: int, generator: torch.Generator) -> torch.Tensor:
    """Bytes [N, 3, S, S] to the network's input [N, 3, side, side]: smaller, turned, stretched, moved, mirrored, brighter or darker."""

    def uniform(low: float, high: float) -> torch.Tensor:
        return torch.empty(len(pixels)).uniform_(low, high, generator=generator)

    scale, turn, stretch = uniform(0.65, 1.05), uniform(-15, 15) * math.pi / 180, uniform(-0.15, 0.15).exp()
    mirror = torch.where((uniform(0, 1) < 0.5) & may_be_mirrored, -1.0, 1.0)
    across, down = 1 / (scale * stretch), stretch / scale
    room = (1 - scale).clamp(min=0)
    matrix = torch.stack(
        [
            torch.stack([turn.cos() * across * mirror, -turn.sin() * across, uniform(-1, 1) * room * across], 1),
            torch.stack([turn.sin() * down, turn.cos() * down, uniform(-1, 1) * room * down], 1),
        ],
        1,
    )
    grid = F.affine_grid(matrix, (len(pixels), 3, side, side), align_corners=False)
    shown = F.grid_sample(network_input(pixels), grid, padding_mode="zeros", align_corners=False)
    brightness, contrast = (uniform(0.85, 1.15).view(-1, 1, 1, 1) for _ in range(2))
    return (((shown + 1) * brightness - 1) * contrast).clamp(-1, 1)
