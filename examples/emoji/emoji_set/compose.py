# SPDX-License-Identifier: Apache-2.0
"""From emoji to a post's picture: one to four of them on a ground, with the tags that this gives."""
import random
from dataclasses import dataclass

from PIL import Image, ImageDraw

from .artwork import Artwork, colour_tags
from .words import Emoji

COUNT_TAGS = {1: "solo", 2: "duo", 3: "trio", 4: "group"}
COUNT_WEIGHTS = (0.5, 0.25, 0.13, 0.12)
# Where emoji stand: corners of cells, in shares of the canvas; layouts for each number.
LAYOUTS = {
    1: [[(0, 0, 1, 1)]],
    2: [[(0, 0, 0.5, 1), (0.5, 0, 1, 1)], [(0, 0, 1, 0.5), (0, 0.5, 1, 1)], [(0, 0, 0.55, 0.55), (0.45, 0.45, 1, 1)]],
    3: [[(0, 0, 0.34, 1), (0.33, 0, 0.67, 1), (0.66, 0, 1, 1)], [(0.25, 0, 0.75, 0.5), (0, 0.5, 0.5, 1), (0.5, 0.5, 1, 1)]],
    4: [[(0, 0, 0.5, 0.5), (0.5, 0, 1, 0.5), (0, 0.5, 0.5, 1), (0.5, 0.5, 1, 1)]],
}
GROUNDS = {"white": (255, 255, 255), "grey": (150, 150, 155), "black": (15, 15, 20), "blue": (110, 170, 235), "green": (140, 200, 130),
           "yellow": (245, 225, 130), "pink": (245, 180, 205), "brown": (150, 110, 80)}


@dataclass
class Composition:
    picture: Image.Image
    tags: set[str]
    emoji: list[Emoji]


def _ground(dice: random.Random, size: tuple[int, int]) -> tuple[Image.Image, set[str]]:
    kind = dice.random()
    if kind < 0.3:
        return Image.new("RGBA", size, (0, 0, 0, 0)), {"transparent_background"}
    names = sorted(GROUNDS)
    name = "white" if kind < 0.5 else names[int(dice.random() * len(names))]
    ground = Image.new("RGBA", size, (*GROUNDS[name], 255))
    tags = {"simple_background", f"{name}_background"}
    if kind < 0.8:
        return ground, tags
    other = GROUNDS[names[int(dice.random() * len(names))]]
    draw = ImageDraw.Draw(ground)
    if kind < 0.9:
        for y in range(size[1]):
            share = y / size[1]
            draw.line([(0, y), (size[0], y)], tuple(round(a + (b - a) * share) for a, b in zip(GROUNDS[name], other)))
        return ground, {"gradient_background"}
    for x in range(0, size[0] + size[1], 12):
        draw.line([(x, 0), (x - size[1], size[1])], other, 4)
    return ground, {"striped_background"}


def _place(canvas: Image.Image, picture: Image.Image, cell: tuple[float, ...], dice: random.Random) -> None:
    left, top, right, bottom = (share * side for share, side in zip(cell, (canvas.width, canvas.height) * 2))
    angle = (dice.random() - 0.5) * (40 if dice.random() < 0.4 else 8)
    turned = picture.rotate(angle, Image.BICUBIC, expand=True)
    scale = min((right - left) / turned.width, (bottom - top) / turned.height) * (0.75 + 0.23 * dice.random())
    fitted = turned.resize((max(1, round(turned.width * scale)), max(1, round(turned.height * scale))), Image.LANCZOS)
    x = round(left + (right - left - fitted.width) * dice.random())
    y = round(top + (bottom - top - fitted.height) * dice.random())
    canvas.alpha_composite(fitted, (x, y))


def compose(pool: list[Emoji], artwork: Artwork, dice: random.Random) -> Composition:
    """A picture of some emoji of `pool`; the same dice give the same picture."""
    roll, count = dice.random(), 1
    while count < 4 and roll > sum(COUNT_WEIGHTS[:count]):
        count += 1
    chosen = [pool[int(dice.random() * len(pool))] for _ in range(count)]
    size = tuple(64 + int(dice.random() * 65) for _ in range(2))
    canvas, tags = _ground(dice, size)
    layouts = LAYOUTS[count]
    for emoji, cell in zip(chosen, layouts[int(dice.random() * len(layouts))]):
        picture = artwork.picture(emoji.codepoint)
        tags |= emoji.tags | colour_tags(picture)
        _place(canvas, picture, cell, dice)
    tags.add(COUNT_TAGS[count])
    if dice.random() < 0.06:
        alpha = canvas.getchannel("A")
        canvas = canvas.convert("L").convert("RGBA")
        canvas.putalpha(alpha)
        tags = {tag for tag in tags if not tag.startswith("color_") and tag != "multicolored"} | {"monochrome"}
    return Composition(canvas, tags, chosen)
