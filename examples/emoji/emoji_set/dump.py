# SPDX-License-Identifier: Apache-2.0
"""The tables of a booru's export: posts as people tag them, tags, aliases, implications; and beside them what is true."""
import csv
import gzip
import io
import random
from collections import Counter
from pathlib import Path

DATE = "2026-01-01"
GENERAL, SPECIES, META = 0, 5, 7
META_TAGS = {"transparent_background", "monochrome"}
ALIASES = {"kitty": "cat", "doggy": "dog", "auto": "car", "blossom": "flower", "single": "solo", "critter": "animal", "grayscale": "monochrome"}
POST_COLUMNS = ("id,uploader_id,created_at,md5,source,rating,image_width,image_height,tag_string,locked_tags,fav_count,file_ext,parent_id,change_seq,"
                "approver_id,file_size,comment_count,description,duration,updated_at,is_deleted,is_pending,is_flagged,score,up_score,down_score,"
                "is_rating_locked,is_status_locked,is_note_locked").split(",")


def write_table(path: Path, header: list[str], rows: list) -> None:
    """A packed table; the same rows give the same bytes (no time, no name in the header)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        packed.write(text.getvalue().encode())


class Implications:
    """Special tag -> general tags, from what the emoji are."""

    def __init__(self, emoji: list) -> None:
        self.pairs = sorted({pair for one in emoji for pair in zip(one.general, one.general[1:]) if all(pair) and pair[0] != pair[1]})
        self._direct: dict[str, set[str]] = {}
        for special, general in self.pairs:
            self._direct.setdefault(special, set()).add(general)

    def closed(self, tags: set[str]) -> set[str]:
        closed, waiting = set(tags), list(tags)
        while waiting:
            for general in self._direct.get(waiting.pop(), ()):
                if general not in closed:
                    closed.add(general)
                    waiting.append(general)
        return closed


class Tagger:
    """People who forget tags: each tag at a rate of its own, more where the tagger is careless."""

    def __init__(self, seed: int, implications: Implications) -> None:
        self._seed = seed
        self._implications = implications

    def omission(self, tag: str) -> float:
        return 0.05 + 0.4 * random.Random(f"{self._seed} omission {tag}").random()

    def tag(self, true_tags: set[str], dice: random.Random) -> set[str]:
        """What is left of the true tags; never nothing. Most posts, not all, have been through the site's implications."""
        care = 0.4 + 1.2 * dice.random()
        kept = {tag for tag in sorted(true_tags) if dice.random() >= min(0.9, care * self.omission(tag))} or {min(true_tags)}
        return self._implications.closed(kept) if dice.random() < 0.9 else kept


def _category(tag: str, species: set[str]) -> int:
    return META if tag in META_TAGS else SPECIES if tag in species else GENERAL


def _spelled(tags: set[str], dice: random.Random) -> str:
    """The tag string: some old names, in no order."""
    old = {new: name for name, new in ALIASES.items()}
    names = [old[tag] if tag in old and dice.random() < 0.1 else tag for tag in sorted(tags)]
    return " ".join(sorted(names, key=lambda _: dice.random()))


def write_dump(folder: Path, posts: list, species: set[str], implications: Implications, seed: int) -> None:
    """posts: objects with id, md5, width, height, bytes, split, true_tags, tags, deleted."""
    rows, truth, splits, counts = [], [], [], Counter()
    for post in posts:
        dice = random.Random(f"{seed} row {post.id}")
        counts.update(() if post.deleted else post.tags)
        row = dict.fromkeys(POST_COLUMNS, "")
        row |= {"id": post.id, "uploader_id": 1 + post.id % 97, "created_at": f"{DATE} 00:00:00", "md5": post.md5, "rating": "s",
                "image_width": post.width, "image_height": post.height, "tag_string": _spelled(post.tags, dice), "fav_count": 0, "file_ext": "png",
                "change_seq": post.id, "file_size": post.bytes, "comment_count": 0, "updated_at": f"{DATE} 00:00:00", "score": 0, "up_score": 0,
                "down_score": 0, "is_deleted": "t" if post.deleted else "f"}
        row |= dict.fromkeys(("is_pending", "is_flagged", "is_rating_locked", "is_status_locked", "is_note_locked"), "f")
        rows.append([row[column] for column in POST_COLUMNS])
        if not post.deleted:
            splits.append([post.id, post.split])
            truth.append([post.id, post.md5, " ".join(sorted(post.true_tags))])
    names = sorted(set(counts) | {name for pair in implications.pairs for name in pair})
    tags = [[number, name, _category(name, species), counts[name]] for number, name in enumerate(names, 1)]
    write_table(folder / f"posts-{DATE}.csv.gz", POST_COLUMNS, rows)
    write_table(folder / f"tags-{DATE}.csv.gz", ["id", "name", "category", "post_count"], tags)
    relation = ["id", "antecedent_name", "consequent_name", "created_at", "status"]
    write_table(folder / f"tag_aliases-{DATE}.csv.gz", relation,
                [[number, old, new, DATE, "active"] for number, (old, new) in enumerate(sorted(ALIASES.items()), 1)])
    write_table(folder / f"tag_implications-{DATE}.csv.gz", relation,
                [[number, *pair, DATE, "active"] for number, pair in enumerate(implications.pairs, 1)])
    write_table(folder / "splits.csv.gz", ["post_id", "split"], splits)
    write_table(folder / "truth.csv.gz", ["post_id", "md5", "tags"], truth)
