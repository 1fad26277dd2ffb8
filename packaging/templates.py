"""Remember the texts of the contract templates as they are now: `python packaging/templates.py`, whenever one changes.

A workspace keeps copies of them. By what is remembered here it knows which were edited, and renews the others.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT))

from desktop_crm.documents.template_history import digest, passages  # noqa: E402 - the path above first


def remember(name: str, text: str, known: dict[str, dict[str, list[str]]]) -> None:
    """Add a text and its clauses to what is known of it."""
    mine = known.setdefault(name, {"texts": [], "passages": []})
    for part, found in (("texts", [text]), ("passages", [each.text for each in passages(text)])):
        mine[part] = sorted({*mine[part], *map(digest, found)})


def main() -> None:
    """Write what is known anew."""
    folder = ROOT / "resources" / "templates"
    path = folder / "known.json"
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    for file in sorted(folder.glob("*.md")):
        remember(file.stem, file.read_text("utf-8"), known)
    path.write_text(json.dumps(known, indent=1) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    main()
