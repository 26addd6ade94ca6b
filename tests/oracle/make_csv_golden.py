#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/golden/data/records.csv and records.json: random records in the dialect of PostgreSQL's COPY ... CSV, written
by Python's csv module, and what they hold. Empty texts are quoted and NULL is not, which that module cannot tell apart by
itself: it writes a word in the place of empty texts.

Usage: tests/oracle/make_csv_golden.py
"""
import csv
import io
import json
import pathlib
import random

EMPTY = "\x01EMPTY\x01"
PIECES = ["wolf", "red_fur", " ", ",", '"', '""', "\n", "\r\n", "\t", "\\", "'", "solo", "o,o", ">_<", "é", "🐺", "x" * 40, "t", "f"]


def text(dice):
    kind = dice.random()
    if kind < 0.2:
        return None
    if kind < 0.3:
        return ""
    return "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 9)))


def main():
    dice = random.Random(20260101)
    records = [[str(i + 1)] + [text(dice) for _ in range(5)] for i in range(160)]
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
    writer.writerow(["id", "source", "tag_string", "description", "parent_id", "last"])
    for record in records:
        writer.writerow([EMPTY if field == "" else field for field in record])
    folder = pathlib.Path(__file__).resolve().parent.parent / "golden" / "data"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "records.csv").write_bytes(out.getvalue().replace(EMPTY, '""').encode())
    (folder / "records.json").write_text(json.dumps(records, ensure_ascii=True, indent=None, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
