#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""compare_pillow.py PICTURE_BENCH FOLDER

Decoding and fitting to 384 pixels, Pillow against picture_bench: processor time, interleaved rounds, and whether
the results are equal. Draws its pictures into FOLDER where they are missing.
"""
import hashlib
import io
import pathlib
import statistics
import subprocess
import sys
import time

import PIL
from PIL import Image, ImageFilter

ROUNDS, REPEATS, SIDE = 7, 3, 384


def photo(width, height):
    """Three octaves of noise and some grain: compresses about as a photograph does."""
    noise = lambda w, h, sigma: Image.merge("RGB", [Image.effect_noise((w, h), sigma) for _ in range(3)])
    picture = noise(width // 500 + 2, height // 500 + 2, 90).resize((width, height), Image.BICUBIC)
    for scale, share in ((64, 0.4), (8, 0.3)):
        detail = noise(width // scale, height // scale, 90).resize((width, height), Image.BICUBIC)
        picture = Image.blend(picture, detail, share)
    return Image.blend(picture, noise(width, height, 12), 0.12)


def drawing(width, height):
    return photo(width, height).filter(ImageFilter.GaussianBlur(12)).quantize(24).convert("RGB")


def cut_out(width, height):
    picture = drawing(width, height)
    mask = Image.effect_noise((width // 100, height // 100), 100).resize((width, height), Image.BICUBIC)
    picture.putalpha(mask.point(lambda value: 0 if value < 96 else 255))
    return picture


PICTURES = {
    "photo12.jpg": lambda: (photo(4000, 3000), {"quality": 90}),
    "photo12_444.jpg": lambda: (photo(4000, 3000), {"quality": 92, "subsampling": 0}),
    "photo12_progressive.jpg": lambda: (photo(4000, 3000), {"quality": 90, "progressive": True}),
    "photo2.jpg": lambda: (photo(1200, 1600), {"quality": 88}),
    "photo4.png": lambda: (photo(2000, 2000), {}),
    "drawing4.png": lambda: (drawing(2000, 2000), {}),
    "cut_out4.png": lambda: (cut_out(2000, 2000), {}),
    "palette4.png": lambda: (drawing(2000, 2000).quantize(200), {}),
    "photo4.webp": lambda: (photo(2000, 2000), {"quality": 85}),
}


def pillow(content):
    """Milliseconds, and the SHA-256 of the fitted RGBA."""
    start = time.process_time()
    picture = Image.open(io.BytesIO(content)).convert("RGBA")
    scale = min(SIDE / picture.height, SIDE / picture.width)
    size = [min(round(length * scale), SIDE) for length in picture.size]
    fitted = picture.convert("RGBa").resize(size, Image.LANCZOS).convert("RGBA")
    return 1e3 * (time.process_time() - start), hashlib.sha256(fitted.tobytes()).hexdigest()


def compare(program, path):
    content = path.read_bytes()
    theirs, ours = [], []
    for _ in range(ROUNDS):
        for _ in range(REPEATS):
            milliseconds, expected = pillow(content)
            theirs.append(milliseconds)
        times, found = subprocess.check_output([program, path, str(REPEATS)], text=True).splitlines()
        ours += map(float, times.split())
    same = "equal" if found == expected else "DIFFERENT"
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(f"| {path.name} | {min(theirs):.1f} / {statistics.median(theirs):.1f} "
          f"| {min(ours):.1f} / {statistics.median(ours):.1f} | {ratio:.2f} | {same} |", flush=True)


def main(program, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    print(f"| picture | Pillow {PIL.__version__} ms, best / median | jtp ms, best / median | ratio | bytes |")
    print("| --- | --- | --- | --- | --- |")
    for name, draw in PICTURES.items():
        path = folder / name
        if not path.exists():
            picture, options = draw()
            picture.save(path, **options)
        compare(program, path)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
