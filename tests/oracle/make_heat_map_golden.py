#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""make_heat_map_golden.py: heat maps of the small golden models by autograd (Debian's python3-torch, python3-numpy).

Writes tests/golden/heat_map/<model>.json. The attention pool and the head are written out here from timm's definition
(AttentionPoolLatent, LayerNorm, Mlp) in float64; the class activation map is that of docs/glossary.md: the features after the
final norm, weighted per channel by the mean over the tokens of the gradient of the tag's score, rectified, and brought to 0 ... 1.
"""
import json
import pathlib
import struct

import numpy as np
import torch
import torch.nn.functional as F

ROOT = pathlib.Path(__file__).resolve().parents[1] / "golden"
HEADS, EPSILON = 4, 1e-6
PICTURES, TAGS = (0, 3, 5), (0, 17, 36)
DTYPES = {"F64": np.float64, "F32": np.float32, "BF16": np.uint16}


def read_safetensors(path):
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    tensors = {}
    for name, entry in json.loads(data[8:8 + size]).items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        values = np.frombuffer(data[8 + size + begin:8 + size + end], DTYPES[entry["dtype"]])
        if entry["dtype"] == "BF16":
            values = (values.astype(np.uint32) << 16).view(np.float32)
        tensors[name] = torch.tensor(values.astype(np.float64).reshape(entry["shape"]))
    return tensors


def pooled(w, x):
    """AttentionPoolLatent with one latent query: x [T, D] -> [D]."""
    def linear(name, value):
        return value @ w[f"attn_pool.{name}.weight"].T + w[f"attn_pool.{name}.bias"]

    tokens, width = x.shape
    size = width // HEADS
    query = linear("q", w["attn_pool.latent"][0]).reshape(HEADS, 1, size)
    keys, values = linear("kv", x).reshape(tokens, 2, HEADS, size).permute(1, 2, 0, 3)
    weights = torch.softmax(query @ keys.transpose(1, 2) / size**0.5, dim=-1)
    y = linear("proj", (weights @ values).reshape(width))
    normalized = F.layer_norm(y, (width,), w["attn_pool.norm.weight"], w["attn_pool.norm.bias"], EPSILON)
    return y + linear("mlp.fc2", F.gelu(linear("mlp.fc1", normalized)))


def score(w, x, tag):
    y = pooled(w, x)
    if "head.weight" in w:
        return torch.sigmoid(w["head.weight"][tag] @ y + w["head.bias"][tag])
    weight, bias = w["head.linear.weight"], w["head.linear.bias"]
    other = tag + len(weight) // 2
    return torch.sigmoid(weight[tag] @ y + bias[tag]) * torch.sigmoid(weight[other] @ y + bias[other])


def check_by_differences(w, features, tag, gradient, step=1e-5):
    """Shifting one channel of all tokens together moves the score by the sum of its gradients."""
    for channel in range(0, features.shape[1], 13):
        shift = torch.zeros_like(features)
        shift[:, channel] = step
        difference = (score(w, features + shift, tag) - score(w, features - shift, tag)) / (2 * step)
        assert abs(difference - gradient[:, channel].sum()) < 1e-8, (tag, channel)


def heat_map(w, features, tag):
    x = features.clone().requires_grad_(True)
    gradient, = torch.autograd.grad(score(w, x, tag), x)
    check_by_differences(w, features, tag, gradient)
    values = torch.relu(features @ gradient.mean(0))
    return ((values - values.min()) / (values.max() - values.min()).clamp_min(1e-300)).tolist()


def main():
    features = read_safetensors(ROOT / "model/tiny56/expected_f32_f64.safetensors")["norm"]
    for model in ("f32", "pilot2_bf16"):
        w = read_safetensors(ROOT / f"model/tiny56/model_{model}.safetensors")
        maps = [{"picture": p, "tag": t, "map": heat_map(w, features[p], t)} for p in PICTURES for t in TAGS]
        (ROOT / f"heat_map/{model}.json").write_text(json.dumps(maps, indent=1) + "\n")


main()
