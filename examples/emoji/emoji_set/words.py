# SPDX-License-Identifier: Apache-2.0
"""What an emoji is called: the words of the Unicode CLDR and the groups of emoji-test.txt."""
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

ANNOTATIONS = Path("/usr/share/unicode/cldr/common/annotations/en.xml")  # Debian: unicode-cldr-core
GROUPS = Path("/usr/share/unicode/emoji/emoji-test.txt")  # Debian: unicode-data

# Left out: what is not for everybody, and what is writing rather than a picture.
UNWANTED_WORDS = {"alcohol", "blood", "bikini", "bomb", "breast", "cigarette", "eighteen", "gun", "kiss", "middle finger", "pistol", "poo", "pregnant", "prohibited",
                  "underage", "weapon"}
UNWANTED_SUBGROUPS = {"alphanum", "country-flag", "family", "gender", "keycap", "math", "punctuation", "religion", "skin-tone",
                      "subdivision-flag", "other-symbol", "transport-sign", "warning"}
COLOURS = {"black", "blue", "brown", "green", "grey", "gray", "orange", "pink", "purple", "red", "white", "yellow"}
# What no picture shows, and words of a name that say nothing by themselves.
STOP_WORDS = {"adult", "unspecified_gender", "with", "and", "of", "the", "a", "in", "on", "for", "at", "to", "or", "by", "no", "not"}


@dataclass(frozen=True)
class Emoji:
    codepoint: int
    name: str  # "fox"
    tags: frozenset[str]  # keywords and words of the name
    general: tuple[str, ...]  # what it is, from special to general: ("fox", "mammal", "animal")
    is_animal: bool


@dataclass
class _Words:
    name: str = ""
    keywords: list[str] = field(default_factory=list)


def tag_of(text: str) -> str:
    """A word or two as a tag; empty for what cannot be one."""
    text = text.lower().replace("’", "'").replace(" & ", " and ").replace(": ", " ")
    return text.replace(" ", "_") if re.fullmatch(r"[a-z][a-z0-9'. -]{1,30}", text) and text.count(" ") <= 2 else ""


def _annotations() -> dict[str, _Words]:
    words: dict[str, _Words] = {}
    for element in ElementTree.parse(ANNOTATIONS).iter("annotation"):
        entry = words.setdefault(element.get("cp"), _Words())
        if element.get("type") == "tts":
            entry.name = element.text
        else:
            entry.keywords = [word.strip() for word in element.text.split("|")]
    return words


def _groups() -> dict[int, tuple[str, str]]:
    """Emoji of one code point: their group and subgroup."""
    groups, group, subgroup = {}, "", ""
    for line in GROUPS.read_text(encoding="utf8").splitlines():
        if line.startswith("# group: "):
            group = line[9:]
        elif line.startswith("# subgroup: "):
            subgroup = line[12:]
        elif match := re.match(r"([0-9A-F]+)(?: FE0F)?\s*; fully-qualified", line):
            groups[int(match[1], 16)] = (group, subgroup)
    return groups


def _general(name: str, group: str, subgroup: str) -> tuple[str, ...]:
    """animal-mammal -> (fox, mammal, animal); face-smiling -> (face-smiling, face); musical-instrument -> (musical-instrument, objects)."""
    parts = subgroup.replace(" & ", "_and_").split("-", 1)
    top = tag_of(group)
    if parts[0] == "animal":
        return (tag_of(name), parts[1], "animal")
    if parts[0] in ("face", "food", "person", "place", "plant", "transport", "hand") and len(parts) == 2:
        return ("-".join(parts), parts[0])
    return (tag_of("-".join(parts)), top)


def load() -> list[Emoji]:
    """The emoji that the example uses, by code point."""
    words, found = _annotations(), []
    for codepoint, (group, subgroup) in sorted(_groups().items()):
        entry = words.get(chr(codepoint))
        if entry is None or subgroup in UNWANTED_SUBGROUPS:
            continue
        said = {word.lower() for word in [entry.name, *entry.keywords]}
        if any(unwanted in word for word in said for unwanted in UNWANTED_WORDS):
            continue
        tags = {tag_of(word) for word in said} | {tag_of(word) for word in re.split(r"[ :-]+", entry.name.lower())}
        tags -= {"", *COLOURS, *STOP_WORDS}
        general = _general(entry.name, group, subgroup)
        found.append(Emoji(codepoint, entry.name, frozenset(tags | set(general)) - {""}, general, group.startswith("Animals") and "animal" in general))
    return found
