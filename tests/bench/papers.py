"""A contract's PDF in a new process, first and next, beside bare platypus setting the same words in the same faces."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from figures import Figure

_OURS = """
import json, sys, time
from pathlib import Path
from sqlalchemy import select
from desktop_crm.model.contract import Contract
from desktop_crm.services import contract
from desktop_crm.services.workspace import opened
times = []
with opened(Path(sys.argv[1])) as workspace, workspace.read() as session:
    number = select(Contract.id).where(Contract.state == "sent", Contract.language == "id").limit(1)
    contract_id = session.scalar(number)
    for _ in range(12):
        began = time.perf_counter()
        from desktop_crm.services import contract_paper
        paper = contract_paper.make(session, contract.get(session, contract_id), "id")
        times.append((time.perf_counter() - began) * 1000)
from pypdfium2 import PdfDocument
pages = PdfDocument(paper.pdf)
text = [page.get_textpage().get_text_bounded() for page in pages]
print(json.dumps({"times": times, "text": text}))
"""
_BARE = """
import io, json, sys, time
from xml.sax.saxutils import escape
text = json.loads(sys.stdin.read())
times = []
for _ in range(12):
    began = time.perf_counter()
    from importlib.util import find_spec
    from pathlib import Path
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate
    if not times:
        folder = Path(find_spec("font_source_serif_pro").origin).parent / "files"
        pdfmetrics.registerFont(TTFont("Body", str(folder / "SourceSerifPro-Regular.ttf")))
        pdfmetrics.registerFont(TTFont("Head", str(folder / "SourceSerifPro-Bold.ttf")))
    body, head = ParagraphStyle("b", fontName="Body", fontSize=10.5, leading=14, alignment=4), ParagraphStyle("h", fontName="Head")
    story = []
    for page in text:
        lines = page.splitlines()
        story.append(Paragraph(escape(lines[0]), head))
        story += [Paragraph(escape(" ".join(lines[at : at + 4])), body) for at in range(1, len(lines), 4)]
    SimpleDocTemplate(io.BytesIO()).build(story)
    times.append((time.perf_counter() - began) * 1000)
print(json.dumps(times))
"""


def figures(path: Path) -> Iterator[Figure]:
    """The first one pays for the imports and the fonts."""
    ours = json.loads(_child(_OURS, "", str(path)))
    bare = json.loads(_child(_BARE, json.dumps(ours["text"])))
    yield Figure(f"contract of {len(ours['text'])} pages as PDF, first", ours["times"][0], "ms", bare[0], aim=1.5)
    yield Figure("contract as PDF, next", min(ours["times"][1:]), "ms", min(bare[1:]), aim=1.5)


def _child(script: str, given: str, *arguments: str) -> str:
    environ = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-c", script, *arguments], input=given, capture_output=True, text=True, check=True, env=environ
    ).stdout
