# SPDX-License-Identifier: Apache-2.0
"""C++ text for the tests of this folder, by the matcher of tools/measure."""
import importlib.machinery
import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def load_measure():
    loader = importlib.machinery.SourceFileLoader("measure", str(ROOT / "tools" / "measure"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("measure", loader))
    loader.exec_module(module)
    return module


measure = load_measure()


def bare_code(text: str) -> str:
    """Without comments, literals and directives; positions stay."""
    return measure.without_directives(measure.without_comments_and_literals(text))


def without_comments(text: str) -> str:
    """Literals stay, and so do positions."""
    return measure.TOKEN.sub(lambda found: measure.blank(found[0]) if found[0].startswith(("//", "/*")) else found[0], text)


def sources(*folders: str) -> list[Path]:
    """Headers and sources below folders of the tree, relative to it."""
    return sorted(path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*.*")
                  if path.suffix in (".h", ".cc"))


def is_of_an_instruction_set(path: Path) -> bool:
    """Of a folder like jtp/kernels/avx2, or included by those."""
    return path.name.endswith("-inl.h") or re.fullmatch(r"scalar|avx\w+", path.parent.name) is not None
