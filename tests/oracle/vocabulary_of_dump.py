#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""vocabulary_of_dump.py DUMP MIN_COUNT: prints the tags.csv that `jtp data vocabulary` must write for a dump whose files carry
one date, from Python's csv module and the words of docs/cli.md, with nothing of jtp in it.
"""
import collections
import csv
import glob
import gzip
import io
import sys

CATEGORIES = {0: "general", 3: "copyright", 5: "species", 7: "meta", 8: "lore"}
HOLDS = {"active", "processing", "queued"}

csv.field_size_limit(1 << 30)


def rows(folder, table):
    (path,) = glob.glob(f"{folder}/{table}-*.csv.gz")
    with gzip.open(path, "rt", encoding="utf8", newline="") as file:
        yield from csv.DictReader(file)


def main():
    folder, min_count = sys.argv[1], int(sys.argv[2])
    alias = {r["antecedent_name"]: r["consequent_name"] for r in rows(folder, "tag_aliases") if r["status"] in HOLDS}
    implies = collections.defaultdict(list)

    def today(name):
        while name in alias:
            name = alias[name]
        return name

    for row in rows(folder, "tag_implications"):
        if row["status"] in HOLDS:
            implies[today(row["antecedent_name"])].append(today(row["consequent_name"]))
    category = {r["name"]: int(r["category"]) for r in rows(folder, "tags")}
    counts = collections.Counter()
    for post in rows(folder, "posts"):
        if post["is_deleted"] == "t":
            continue
        found, pending = set(), [today(name) for name in post["tag_string"].split(" ") if name]
        while pending:
            name = pending.pop()
            if name not in found:
                found.add(name)
                pending += implies[name]
        counts.update(found)
    chosen = [(category[n], -c, n) for n, c in counts.items() if category.get(n) in CATEGORIES and c > min_count]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["name", "category", "count"])
    for number, count, name in sorted(chosen, key=lambda t: (t[0], t[1], t[2].encode())):
        writer.writerow([name, CATEGORIES[number], -count])
    sys.stdout.buffer.write(out.getvalue().encode())


if __name__ == "__main__":
    main()
