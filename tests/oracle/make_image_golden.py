#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the picture files of tests/golden/image and what Pillow 9.4 makes of them.

    /usr/bin/python3 tests/oracle/make_image_golden.py tests/golden/image

All pictures are drawn by this program. Every file goes to files/<name>, and decoded.json lists, by name, the SHA-256 of
the file and either width, height and SHA-256 of Image.open(file).convert("RGBA"), or that Pillow refuses the file. For
exif* also the SHA-256 after ImageOps.exif_transpose.
"""

import hashlib
import io
import json
import pathlib
import struct
import sys
import warnings
import zlib

from PIL import Image, ImageFile, ImageOps

warnings.simplefilter("ignore")

FILES = {}


def lcg(seed, count):
    """`count` pseudo-random bytes."""
    out = bytearray()
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) % 2**32
        out.append(seed >> 24)
    return bytes(out)


def picture(mode, width, height, seed=1):
    """A smooth gradient with some noise."""
    bands = len(Image.new(mode, (1, 1)).getbands())
    noise = lcg(seed, width * height * bands)
    data = bytearray()
    for y in range(height):
        for x in range(width):
            for b in range(bands):
                base = (x * (7 + b) + y * (3 + 2 * b)) % 256
                data.append((base + noise[(y * width + x) * bands + b] // 8) % 256)
    return Image.frombytes(mode, (width, height), bytes(data))


def save(name, image, **options):
    buffer = io.BytesIO()
    image.save(buffer, pathlib.Path(name).suffix[1:].replace("jpg", "jpeg").replace("tif", "tiff"), **options)
    FILES[name] = buffer.getvalue()


# ---------------------------------------------------------------------------------------------------------- PNG


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_header(width, height, depth, colour, interlace=0):
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def pack_rows(rows, depth):
    """Rows of samples as unfiltered PNG scan lines."""
    out = bytearray()
    for row in rows:
        bits = "".join(format(sample, f"0{depth}b") for sample in row)
        bits += "0" * (-len(bits) % 8)
        out += b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")
    return bytes(out)


def png(depth, colour, extra=(), interlace=0, size=(19, 13), seed=3):
    width, height = size
    n = SAMPLES[colour]
    noise = lcg(seed, 2 * width * height * n)
    samples = [(noise[2 * i] << 8 | noise[2 * i + 1]) >> (16 - depth) for i in range(width * height * n)]
    if depth == 16:
        samples = [s % 300 if i % 3 == 0 else s for i, s in enumerate(samples)]
    pixels = [[samples[(y * width + x) * n : (y * width + x + 1) * n] for x in range(width)] for y in range(height)]
    if interlace:
        raw = b""
        for x0, y0, dx, dy in PASSES:
            rows = [sum(row[x0::dx], []) for row in pixels[y0::dy]]
            raw += pack_rows([row for row in rows if row], depth)
    else:
        raw = pack_rows([sum(row, []) for row in pixels], depth)
    body = b"".join(chunk(kind, data) for kind, data in extra)
    return png_header(width, height, depth, colour, interlace) + body + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(
        b"IEND", b""
    )


def make_png():
    for interlace in (0, 1):
        tail = "_adam7" if interlace else ""
        for depth in (1, 2, 4, 8, 16):
            FILES[f"grey{depth}{tail}.png"] = png(depth, 0, interlace=interlace)
            key = struct.pack(">H", {1: 0, 2: 2, 4: 5, 8: 77, 16: 200}[depth])
            FILES[f"grey{depth}_key{tail}.png"] = png(depth, 0, [(b"tRNS", key)], interlace)
        for depth in (8, 16):
            FILES[f"rgb{depth}{tail}.png"] = png(depth, 2, interlace=interlace)
            FILES[f"greya{depth}{tail}.png"] = png(depth, 4, interlace=interlace)
            FILES[f"rgba{depth}{tail}.png"] = png(depth, 6, interlace=interlace)
        for depth in (1, 2, 4, 8):
            count = min(2**depth, 200)
            colours = (b"PLTE", lcg(depth, 3 * count))
            FILES[f"palette{depth}{tail}.png"] = png(depth, 3, [colours], interlace)
            alphas = (b"tRNS", lcg(depth + 9, max(1, count // 2)))
            FILES[f"palette{depth}_alphas{tail}.png"] = png(depth, 3, [colours, alphas], interlace)
            one = (b"tRNS", b"\xff" * (count // 2 - 1) + b"\0")
            FILES[f"palette{depth}_one{tail}.png"] = png(depth, 3, [colours, one], interlace)
    FILES["grey1_key_white.png"] = png(1, 0, [(b"tRNS", b"\0\1")])
    FILES["grey2_key_170.png"] = png(2, 0, [(b"tRNS", b"\0\xaa")])
    FILES["rgb8_key.png"] = png(8, 2, [(b"tRNS", struct.pack(">HHH", *lcg(3, 6)[0:6:2]))])
    FILES["rgb16_key.png"] = png(16, 2, [(b"tRNS", struct.pack(">HHH", 0, 5, 9))])
    FILES["palette8_2_colours.png"] = png(8, 3, [(b"PLTE", bytes([10, 20, 30, 40, 50, 60]))])
    FILES["suggested_palette.png"] = png(8, 2, [(b"PLTE", lcg(5, 30))])
    FILES["gamma.png"] = png(8, 2, [(b"gAMA", struct.pack(">I", 100000))])
    exif = b"MM\0\x2a\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0"
    FILES["exif6.png"] = png(8, 2, [(b"eXIf", exif)])
    save("animated.png", picture("RGBA", 20, 14), save_all=True, append_images=[picture("RGBA", 20, 14, 8)])
    save("one_row_adam7.png", picture("L", 3, 1))
    save("filters.png", picture("RGB", 60, 41))
    good = png(8, 2)
    for cut in (8, 20, 40, len(good) // 2, len(good) - 20):
        FILES[f"cut_at_{cut}.png"] = good[:cut]
    FILES["cut_in_iend.png"] = good[:-8]
    FILES["bad_ihdr_crc.png"] = good[:29] + b"\0\0\0\0" + good[33:]
    FILES["bad_gama_crc.png"] = FILES["gamma.png"][:45] + b"\0\0\0\0" + FILES["gamma.png"][49:]
    FILES["no_pixels.png"] = png_header(4, 4, 8, 2) + chunk(b"IEND", b"")


# ---------------------------------------------------------------------------------------------------------- JPEG


def rename_jpeg_marker(data, old, new):
    at = data.index(old)
    return data[:at] + new + data[at + len(old) :]


def make_jpeg():
    rgb = picture("RGB", 45, 37)
    for name, subsampling in (("444", 0), ("422", 1), ("420", 2)):
        save(f"{name}.jpg", rgb, subsampling=subsampling, quality=80)
        save(f"{name}_progressive.jpg", rgb, subsampling=subsampling, quality=60, progressive=True)
    save("grey.jpg", picture("L", 33, 17), quality=70)
    save("grey_progressive.jpg", picture("L", 33, 17), quality=70, progressive=True)
    save("optimized_restart.jpg", rgb, quality=50, optimize=True)
    cmyk = picture("CMYK", 30, 22)
    save("cmyk.jpg", cmyk, quality=85)
    adobe = FILES["cmyk.jpg"]
    at = adobe.index(b"Adobe")
    FILES["cmyk_without_adobe.jpg"] = adobe[: at - 4] + adobe[at + 12 :]
    FILES["ycck.jpg"] = adobe[: at + 11] + b"\2" + adobe[at + 12 :]
    save("rgb_1x1.jpg", picture("RGB", 1, 1))
    save("wide.jpg", picture("RGB", 200, 1), subsampling=2)
    save("tall.jpg", picture("RGB", 1, 100), subsampling=2)
    exif = Image.Exif()
    for orientation in range(1, 9):
        exif[0x0112] = orientation
        save(f"exif{orientation}.jpg", picture("RGB", 16, 8), exif=exif, quality=60)
    good = FILES["420.jpg"]
    adobe_rgb = b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0"
    FILES["rgb_stored_as_rgb.jpg"] = good[:2] + adobe_rgb + good[2:]
    FILES["rgb_stored_as_rgb_no_jfif.jpg"] = good[:2] + adobe_rgb + good[20:]
    FILES["junk_before_end.jpg"] = good[:-2] + b"abcd" + good[-2:]
    FILES["early_end.jpg"] = good[: len(good) * 2 // 3] + b"\xff\xd9"
    broken = bytearray(good)
    broken[len(good) * 3 // 4] ^= 0x5A
    FILES["broken_code.jpg"] = bytes(broken)
    FILES["trailing.jpg"] = good + b"after the end"
    for cut in (2, 20, 300, len(good) // 2, len(good) - 2):
        FILES[f"cut_at_{cut}.jpg"] = good[:cut]
    progressive = FILES["420_progressive.jpg"]
    FILES["progressive_cut.jpg"] = progressive[: len(progressive) // 2]


# ---------------------------------------------------------------------------------------------------------- BMP


def bmp(width, height, bits, pixels, header=40, compression=0, colours=0, palette=b"", masks=(), offset=None):
    info = struct.pack("<IiiHHIIiiII", header, width, height, 1, bits, compression, len(pixels), 0, 0, colours, 0)
    if header == 12:
        info = struct.pack("<IHHHH", 12, width, height, 1, bits)
    packed_masks = struct.pack(f"<{len(masks)}I", *masks)
    if header > 40:
        info = (info + packed_masks).ljust(header, b"\0")
    elif masks:
        info += packed_masks
    start = 14 + len(info) + len(palette) if offset is None else offset
    head = b"BM" + struct.pack("<IHHI", 14 + len(info) + len(palette) + len(pixels), 0, 0, start)
    return head + info + palette + pixels


def bmp_rows(width, height, bits, seed=5):
    stride = (width * bits + 31) // 32 * 4
    return lcg(seed, stride * height)


def make_bmp():
    w, h = 13, 7
    for bits in (1, 4, 8):
        count = 2**bits
        palette = b"".join(lcg(20 + i, 3) + b"\0" for i in range(count))
        rows = bmp_rows(w, h, bits)
        FILES[f"palette{bits}.bmp"] = bmp(w, h, bits, rows, palette=palette)
        FILES[f"palette{bits}_topdown.bmp"] = bmp(w, -h, bits, rows, palette=palette)
        few = max(2, count // 2)
        FILES[f"palette{bits}_{few}_colours.bmp"] = bmp(w, h, bits, rows, palette=palette[: 4 * few], colours=few)
        core = b"".join(palette[4 * i : 4 * i + 3] for i in range(count))
        FILES[f"os2_{bits}.bmp"] = bmp(w, h, bits, rows, header=12, palette=core)
    grey = b"".join(bytes([i, i, i, 0]) for i in range(256))
    FILES["grey8.bmp"] = bmp(w, h, 8, bmp_rows(w, h, 8), palette=grey)
    FILES["black_white.bmp"] = bmp(w, h, 1, bmp_rows(w, h, 1), palette=b"\0\0\0\0\xff\xff\xff\0")
    FILES["white_black.bmp"] = bmp(w, h, 1, bmp_rows(w, h, 1), palette=b"\xff\xff\xff\0\0\0\0\0")
    FILES["forgotten_palette_offset.bmp"] = bmp(w, h, 8, bmp_rows(w, h, 8), palette=grey[:0] + b"".join(
        lcg(90 + i, 3) + b"\0" for i in range(256)), offset=54)
    for bits in (16, 24, 32):
        FILES[f"rgb{bits}.bmp"] = bmp(w, h, bits, bmp_rows(w, h, bits))
        FILES[f"rgb{bits}_topdown.bmp"] = bmp(w, -h, bits, bmp_rows(w, h, bits))
        FILES[f"rgb{bits}_v5.bmp"] = bmp(w, h, bits, bmp_rows(w, h, bits), header=124)
    FILES["os2_24.bmp"] = bmp(w, h, 24, bmp_rows(w, h, 24), header=12)
    masks = {
        "565": (16, (0xF800, 0x7E0, 0x1F, 0)),
        "555": (16, (0x7C00, 0x3E0, 0x1F, 0)),
        "444": (16, (0xF00, 0xF0, 0xF, 0)),
        "bgr24": (24, (0xFF0000, 0xFF00, 0xFF, 0)),
        "rgb24": (24, (0xFF, 0xFF00, 0xFF0000, 0)),
        "bgrx": (32, (0xFF0000, 0xFF00, 0xFF, 0)),
        "xbgr": (32, (0xFF000000, 0xFF0000, 0xFF00, 0)),
        "abgr": (32, (0xFF000000, 0xFF0000, 0xFF00, 0xFF)),
        "rgba": (32, (0xFF, 0xFF00, 0xFF0000, 0xFF000000)),
        "bgra": (32, (0xFF0000, 0xFF00, 0xFF, 0xFF000000)),
        "zero": (32, (0, 0, 0, 0)),
        "odd": (32, (0x3FF, 0xFFC00, 0x3FF00000, 0)),
    }
    for name, (bits, values) in masks.items():
        for header in (40, 64, 108, 124):
            if header == 64 and bits != 32:
                continue
            used = values[:3] if header == 40 else values
            FILES[f"masks_{name}_{header}.bmp"] = bmp(
                w, h, bits, bmp_rows(w, h, bits), header=header, compression=3, masks=used
            )
    palette = b"".join(lcg(20 + i, 3) + b"\0" for i in range(256))
    rle8 = bytes([5, 9, 3, 200, 0, 0, 0, 5, 1, 2, 3, 4, 5, 0, 2, 7, 0, 0, 0, 2, 3, 1, 4, 4, 0, 0, 20, 8, 0, 0])
    rle8 += bytes([13, 1, 0, 0, 13, 2, 0, 0, 13, 3, 0, 0, 13, 4, 0, 1])
    FILES["rle8.bmp"] = bmp(w, h, 8, rle8, compression=1, palette=palette)
    FILES["rle8_topdown.bmp"] = bmp(w, -h, 8, rle8, compression=1, palette=palette)
    FILES["rle8_grey.bmp"] = bmp(w, h, 8, rle8, compression=1, palette=grey)
    FILES["rle8_ends_early.bmp"] = bmp(w, h, 8, bytes([5, 9, 0, 1]), compression=1, palette=palette)
    FILES["rle8_cut.bmp"] = bmp(w, h, 8, rle8[:20], compression=1, palette=palette)
    rle4 = bytes([7, 0x12, 4, 0x34, 0, 0, 0, 6, 0x12, 0x34, 0x56, 0, 5, 0x78, 0, 0])
    rle4 += bytes([0, 5, 0x9A, 0xBC, 0xD0, 0, 2, 0x11, 0, 0, 13, 1, 0, 0, 13, 2, 0, 0, 13, 3, 0, 0, 13, 4, 0, 1])
    FILES["rle4.bmp"] = bmp(w, h, 4, rle4, compression=2, palette=palette[:64])
    FILES["jpeg_inside.bmp"] = bmp(w, h, 24, b"", compression=4)
    FILES["bits_2.bmp"] = bmp(w, h, 2, bmp_rows(w, h, 2), palette=palette[:16])
    good = FILES["rgb24.bmp"]
    for cut in (10, 14, 30, 54, len(good) - 4):
        FILES[f"cut_at_{cut}.bmp"] = good[:cut]
    FILES["last_padding_missing.bmp"] = good[:-1]


# ---------------------------------------------------------------------------------------------------------- GIF


def gif_blocks(data):
    out = b""
    for at in range(0, len(data), 255):
        part = data[at : at + 255]
        out += bytes([len(part)]) + part
    return out + b"\0"


def gif_lzw(indices, bits):
    """Indices as an LZW stream that never grows its code: a clear code before it would."""
    clear = 1 << bits
    codes = []
    for i, index in enumerate(indices):
        if i % (clear - 2) == 0:
            codes.append(clear)
        codes.append(index)
    codes.append(clear + 1)
    value = shift = 0
    for code in codes:
        value |= code << shift
        shift += bits + 1
    return bytes([bits]) + gif_blocks(value.to_bytes((shift + 7) // 8, "little"))


def gif(screen, frame, indices, bits, palette=b"", local=b"", transparent=None, interlace=False, before=b""):
    def flags(table):
        return 0x80 | (len(table) // 3).bit_length() - 2 if table else 0

    out = b"GIF89a" + struct.pack("<HHBBB", *screen, flags(palette), 1, 0) + palette + before
    if transparent is not None:
        out += b"!\xf9\x04" + struct.pack("<BHB", 1, 0, transparent) + b"\0"
    out += b"," + struct.pack("<HHHHB", *frame, flags(local) | (0x40 if interlace else 0)) + local
    return out + gif_lzw(indices, bits) + b";"


def make_gif():
    p16 = lcg(31, 48)
    q16 = lcg(77, 48)
    indices = [b >> 4 for b in lcg(6, 11 * 17)]
    full = ((11, 17), (0, 0, 11, 17))
    FILES["plain.gif"] = gif(*full, indices, 4, p16)
    FILES["interlaced.gif"] = gif(*full, indices, 4, p16, interlace=True)
    FILES["transparent.gif"] = gif(*full, indices, 4, p16, transparent=3)
    FILES["local_palette.gif"] = gif(*full, indices, 4, p16, local=q16)
    FILES["local_palette_only.gif"] = gif(*full, indices, 4, local=q16, transparent=9)
    FILES["no_palette.gif"] = gif(*full, indices, 4)
    FILES["no_palette_transparent.gif"] = gif(*full, indices, 4, transparent=5)
    FILES["grey_palette.gif"] = gif(*full, indices, 4, bytes(b for i in range(16) for b in (i, i, i)))
    FILES["palette_too_small.gif"] = gif(*full, indices, 4, p16[:12])
    FILES["palette_too_small_transparent.gif"] = gif(*full, indices, 4, p16[:12], transparent=200)
    FILES["offset.gif"] = gif((20, 24), (4, 3, 11, 17), indices, 4, p16)
    FILES["offset_transparent.gif"] = gif((20, 24), (4, 3, 11, 17), indices, 4, p16, transparent=2, interlace=True)
    FILES["offset_local.gif"] = gif((20, 24), (4, 3, 11, 17), indices, 4, p16, local=q16)
    FILES["outside_screen.gif"] = gif((6, 30), (4, 3, 11, 17), indices, 4, p16)
    FILES["screen_0x0.gif"] = gif((0, 0), (0, 0, 11, 17), indices, 4, p16)
    FILES["frame_0x0.gif"] = gif((5, 5), (0, 0, 0, 0), [], 4, p16)
    twice = b"!\xf9\x04" + struct.pack("<BHB", 1, 0, 7) + b"\0" + b"!\xf9\x04" + struct.pack("<BHB", 0, 0, 5) + b"\0"
    FILES["two_controls.gif"] = gif(*full, indices, 4, p16, before=twice)
    extensions = b"!\xfe" + gif_blocks(b"a comment " * 40) + b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
    FILES["extensions.gif"] = gif(*full, indices, 4, p16, before=extensions)
    frames = [picture("P", 30, 20, s) for s in (1, 2, 3)]
    for frame in frames:
        frame.putpalette(lcg(55, 768))
    save("animated.gif", frames[0], save_all=True, append_images=frames[1:], disposal=2, duration=50)
    save("lzw.gif", frames[1])
    save("lzw_interlaced.gif", frames[2], interlace=1)
    FILES["two_colours.gif"] = gif(*full, [i & 1 for i in indices], 2, p16[:6])
    good = FILES["plain.gif"]
    FILES["no_terminator.gif"] = good[:-1]
    for cut in (5, 12, 40, 65, len(good) // 2, len(good) - 8):
        FILES[f"cut_at_{cut}.gif"] = good[:cut]
    FILES["no_frame.gif"] = good[:61] + b";"


# ---------------------------------------------------------------------------------------------------------- WebP


def make_webp():
    rgb, rgba = picture("RGB", 40, 31), picture("RGBA", 40, 31)
    save("lossy.webp", rgb, quality=70)
    save("lossy_alpha.webp", rgba, quality=50)
    save("lossless.webp", rgb, lossless=True)
    save("lossless_alpha.webp", rgba, lossless=True)
    save("lossless_exact.webp", rgba, lossless=True, exact=True)
    save("odd.webp", picture("RGB", 17, 1), quality=90)
    save("grey.webp", picture("L", 16, 16))
    exif = Image.Exif()
    exif[0x0112] = 3
    save("exif3.webp", rgb, quality=40, exif=exif)
    frames = [picture("RGBA", 24, 18, s) for s in (1, 2)]
    save("animated.webp", frames[0], save_all=True, append_images=frames[1:], duration=40)
    save("animated_lossless.webp", frames[0], save_all=True, append_images=frames[1:], lossless=True)
    opaque = [picture("RGB", 24, 18, s) for s in (1, 2)]
    save("animated_opaque.webp", opaque[0], save_all=True, append_images=opaque[1:])
    hole = Image.new("RGBA", (24, 18), (9, 8, 7, 0))
    hole.paste(picture("RGBA", 8, 6, 4), (10, 8))
    save("animated_small_frame.webp", hole, save_all=True, append_images=frames[1:], lossless=True, minimize_size=True)
    good = FILES["lossy.webp"]
    for cut in (11, 20, 31, len(good) // 2, len(good) - 3):
        FILES[f"cut_at_{cut}.webp"] = good[:cut]
    animated = FILES["animated.webp"]
    FILES["animated_cut.webp"] = animated[: len(animated) // 3]


# ---------------------------------------------------------------------------------------------------------- TIFF


def tiff(width, height, data, tags, order="<", tail=b""):
    """One strip unless `tags` says otherwise. `tags`: {number: (type, [values])}."""
    tags = dict(tags)
    tags.setdefault(256, (3, [width]))
    tags.setdefault(257, (3, [height]))
    tags.setdefault(259, (3, [1]))
    if 324 not in tags:
        tags.setdefault(273, (4, [8]))
        tags.setdefault(278, (3, [height]))
        tags.setdefault(279, (4, [len(data)]))
    data += b"\0" * (len(data) % 2)
    directory_at = 8 + len(data)
    extra_at = directory_at + 2 + 12 * len(tags) + 4
    entries, extra = b"", b""
    for number in sorted(tags):
        kind, values = tags[number]
        packed = struct.pack(order + str(len(values)) + {1: "B", 3: "H", 4: "I"}[kind], *values)
        if len(packed) > 4:
            where = extra_at + len(extra)
            extra += packed + b"\0" * (len(packed) % 2)
            packed = struct.pack(order + "I", where)
        entries += struct.pack(order + "HHI", number, kind, len(values)) + packed.ljust(4, b"\0")
    head = b"II\x2a\0" if order == "<" else b"MM\0\x2a"
    return head + struct.pack(order + "I", directory_at) + data + struct.pack(order + "H", len(tags)) + entries + (
        b"\0\0\0\0" + extra + tail)


def make_tiff():
    w, h = 14, 9
    for order, name in (("<", "ii"), (">", "mm")):
        for photometric in (0, 1, 3):
            for bits in (1, 2, 4, 8) if photometric == 3 else (1, 2, 4, 8, 16):
                row = (w * bits + 7) // 8
                tags = {262: (3, [photometric]), 258: (3, [bits])}
                if photometric == 3:
                    tags[320] = (3, [v * 257 for v in lcg(40, 3 * 2 ** min(bits, 8))])
                data = lcg(8, row * h)
                if bits == 16:
                    data = b"".join(struct.pack(order + "H", v % 600) for v in struct.unpack(f"<{w*h}H", data))
                FILES[f"{name}_photometric{photometric}_{bits}.tif"] = tiff(w, h, data, tags, order)
                deflated = zlib.compress(data, 9)
                FILES[f"{name}_photometric{photometric}_{bits}_deflate.tif"] = tiff(
                    w, h, deflated, {**tags, 259: (3, [8])}, order)
                if order == "<" and bits <= 8:
                    FILES[f"fillorder2_{photometric}_{bits}.tif"] = tiff(w, h, data, {**tags, 266: (3, [2])}, order)
        for bits in (8, 16):
            for extra in ((), (0,), (1,), (2,), (999,), (1, 0), (2, 0, 0), "none"):
                count = 3 + (1 if extra == "none" else len(extra))
                tags = {262: (3, [2]), 258: (3, [bits] * count), 277: (3, [count])}
                if extra and extra != "none":
                    tags[338] = (3, list(extra))
                label = "_".join(map(str, extra)) if extra != "none" else "untagged"
                data = lcg(9, w * h * count * bits // 8)
                FILES[f"{name}_rgb{bits}_extra_{label}.tif"] = tiff(w, h, data, tags, order)
        cmyk = {262: (3, [5]), 258: (3, [8] * 4), 277: (3, [4])}
        FILES[f"{name}_cmyk.tif"] = tiff(w, h, lcg(10, w * h * 4), cmyk, order)
        cmyk16 = {262: (3, [5]), 258: (3, [16] * 4), 277: (3, [4])}
        FILES[f"{name}_cmyk16.tif"] = tiff(w, h, lcg(10, w * h * 8), cmyk16, order)
        cmykx = {262: (3, [5]), 258: (3, [8] * 5), 277: (3, [5]), 338: (3, [0])}
        FILES[f"{name}_cmykx.tif"] = tiff(w, h, lcg(10, w * h * 5), cmykx, order)
        grey_alpha = {262: (3, [1]), 258: (3, [8, 8]), 277: (3, [2]), 338: (3, [2])}
        FILES[f"{name}_grey_alpha.tif"] = tiff(w, h, lcg(11, w * h * 2), grey_alpha, order)
        palette_alpha = {262: (3, [3]), 258: (3, [8, 8]), 277: (3, [2]), 338: (3, [2])}
        palette_alpha[320] = (3, [v * 257 for v in lcg(40, 768)])
        FILES[f"{name}_palette_alpha.tif"] = tiff(w, h, lcg(11, w * h * 2), palette_alpha, order)
        signed = {262: (3, [1]), 258: (3, [16]), 339: (3, [2])}
        values = [v - 300 for v in range(0, w * h * 5, 5)]
        FILES[f"{name}_signed16.tif"] = tiff(w, h, struct.pack(order + f"{w*h}h", *values), signed, order)
        for kind, code, letter in (("unsigned", 1, "I"), ("signed", 2, "i"), ("float", 3, "f")):
            many = [abs(v) if kind == "unsigned" else v for v in values]
            wide = {262: (3, [1]), 258: (3, [32]), 339: (3, [code])}
            data = struct.pack(order + f"{w*h}{letter}", *[v + (0.75 if letter == "f" else 0) for v in many])
            FILES[f"{name}_{kind}32.tif"] = tiff(w, h, data, wide, order)
    twelve = {262: (3, [1]), 258: (3, [12])}
    FILES["ii_grey12.tif"] = tiff(w, h, bytes(b // 12 if i % 3 == 0 else b for i, b in enumerate(lcg(12, w * h * 3 // 2))), twelve)
    planes = {262: (3, [2]), 258: (3, [8] * 3), 277: (3, [3]), 284: (3, [2]), 278: (3, [h])}
    planes[273] = (4, [8, 8 + w * h, 8 + 2 * w * h])
    planes[279] = (4, [w * h] * 3)
    FILES["planes.tif"] = tiff(w, h, lcg(13, w * h * 3), planes)
    strips = {262: (3, [1]), 258: (3, [8]), 278: (3, [4]), 273: (4, [8, 8 + 4 * w, 8 + 8 * w])}
    strips[279] = (4, [4 * w, 4 * w, w])
    FILES["strips.tif"] = tiff(w, h, lcg(14, w * h), strips)
    tiles = {262: (3, [2]), 258: (3, [8] * 3), 277: (3, [3]), 322: (3, [16]), 323: (3, [16])}
    tiles[324] = (4, [8 + i * 768 for i in range(6)])
    tiles[325] = (4, [768] * 6)
    FILES["tiles.tif"] = tiff(40, 25, lcg(15, 768 * 6), tiles)
    for orientation in range(0, 10):
        tags = {262: (3, [1]), 258: (3, [8]), 274: (3, [orientation])}
        FILES[f"orientation{orientation}.tif"] = tiff(w, h, lcg(16, w * h), tags)
    for compression in ("tiff_lzw", "packbits", "tiff_adobe_deflate", "tiff_deflate"):
        for mode in ("1", "L", "P", "RGB", "RGBA", "CMYK"):
            image = picture("L", 23, 11).convert("1") if mode == "1" else picture(mode, 23, 11)
            if mode == "P":
                image.putpalette(lcg(55, 768))
            save(f"{compression}_{mode}.tif", image, compression=compression)
    for compression in ("tiff_ccitt", "group3", "group4"):
        save(f"{compression}.tif", picture("L", 40, 30).convert("1"), compression=compression)
    save("predictor.tif", picture("RGB", 23, 11), compression="tiff_lzw", tiffinfo={317: 2})
    for mode in ("L", "RGB", "CMYK"):
        save(f"jpeg_{mode}.tif", picture(mode, 24, 16), compression="jpeg", quality=80)
    save("jpeg_ycbcr.tif", picture("RGB", 24, 16).convert("YCbCr"), compression="jpeg", quality=80)
    save("lab.tif", picture("RGB", 8, 8).convert("LAB"))
    save("two_pages.tif", picture("RGB", 9, 9), save_all=True, append_images=[picture("L", 5, 5)])
    bad = {262: (3, [1]), 258: (3, [8])}
    FILES["offset_outside.tif"] = tiff(w, h, lcg(1, w * h), {**bad, 273: (4, [1000000])})
    FILES["too_few_bytes.tif"] = tiff(w, h, lcg(1, w * 3), {**bad, 273: (4, [8]), 279: (4, [w * h])})
    good = FILES["tiff_lzw_RGB.tif"]
    for cut in (7, 8, 60, len(good) // 2, len(good) - 30):
        FILES[f"cut_at_{cut}.tif"] = good[:cut]


def expect(name, data):
    try:
        image = Image.open(io.BytesIO(data)).convert("RGBA")
    except Exception as error:  # whatever it is, Pillow refuses the file
        return {"refused": type(error).__name__}
    result = {"width": image.width, "height": image.height, "rgba_sha256": hashlib.sha256(image.tobytes()).hexdigest()}
    if name.startswith("exif"):
        turned = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGBA")
        result["upright_sha256"] = hashlib.sha256(turned.tobytes()).hexdigest()
    return result


def main(folder):
    for make in (make_png, make_jpeg, make_bmp, make_gif, make_webp, make_tiff):
        make()
    files = pathlib.Path(folder) / "files"
    files.mkdir(parents=True, exist_ok=True)
    listing = {}
    for name in sorted(FILES):
        data = FILES[name]
        (files / name).write_bytes(data)
        listing[name] = {"sha256": hashlib.sha256(data).hexdigest(), **expect(name, data)}
    text = json.dumps(listing, indent=0).replace('",\n"', '", "').replace(',\n"', ', "').replace("{\n", "{")
    (pathlib.Path(folder) / "decoded.json").write_text(text.replace("\n}", "}") + "\n")
    print(f"{len(listing)} files, {sum(map(len, FILES.values()))} bytes")


if __name__ == "__main__":
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    main(sys.argv[1])
