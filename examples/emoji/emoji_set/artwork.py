# SPDX-License-Identifier: Apache-2.0
"""What an emoji looks like: the bitmaps of Noto Color Emoji, and the colours in them."""
import colorsys
import io
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image

FONT = Path("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf")  # Debian: fonts-noto-color-emoji
COLOUR_SHARE = 0.13  # of the opaque pixels, for a tag color_*

# Hues in degrees, up to the next one.
HUES = ((0, "red"), (16, "orange"), (42, "yellow"), (70, "green"), (165, "teal"), (190, "blue"), (255, "purple"), (300, "pink"), (340, "red"))


class Artwork:
    """The pictures of the font, 136 x 128 pixels, RGBA."""

    def __init__(self) -> None:
        font = TTFont(FONT, lazy=True)
        self._glyphs = font.getBestCmap()
        self._bitmaps = font["CBDT"].strikeData[0]

    def has(self, codepoint: int) -> bool:
        return self._glyphs.get(codepoint) in self._bitmaps

    def picture(self, codepoint: int) -> Image.Image:
        data = self._bitmaps[self._glyphs[codepoint]].imageData
        picture = Image.open(io.BytesIO(data)).convert("RGBA")
        return picture.crop(picture.getbbox())


def _colour(red: int, green: int, blue: int) -> str:
    hue, saturation, value = colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)
    if value < 0.2 or (value < 0.36 and saturation < 0.25):
        return "black"
    if saturation < 0.14:
        return "white" if value > 0.82 else "grey"
    name = [name for start, name in HUES if start <= hue * 360][-1]
    if name in ("orange", "yellow", "red") and value < 0.68 and saturation > 0.3:
        return "brown"
    return name


def colour_tags(picture: Image.Image) -> set[str]:
    """color_NAME for every colour that covers a good part of a picture, multicolored for four and more."""
    small = picture.resize((24, 24), Image.BOX)
    counts: dict[str, int] = {}
    opaque = [pixel for pixel in small.getdata() if pixel[3] > 127]
    for red, green, blue, _ in opaque:
        name = _colour(red, green, blue)
        counts[name] = counts.get(name, 0) + 1
    tags = {f"color_{name}" for name, count in counts.items() if count >= COLOUR_SHARE * len(opaque)}
    return tags | {"multicolored"} if len(tags) >= 4 else tags
