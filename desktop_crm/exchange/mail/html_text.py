"""A page of a mail as plain text: blocks stand on lines of their own, what is hidden is left out, nothing is loaded."""

import re
from typing import Any, Final

from desktop_crm.exchange.mail.letters import clean, codec_of, decoded

_META: Final = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_DROPPED: Final = frozenset({
    "head", "style", "script", "title", "template", "object", "embed", "applet", "iframe", "svg", "math", "noframes",
    "select", "option", "textarea",
})  # fmt: skip
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_PARTED: Final = frozenset(
    {"blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"}
)  # a blank line around them
_LONGEST: Final = 2**22  # characters of a page; a text of that length is read by nobody
_LONGEST_LINK: Final = 120
_TAG: Final = re.compile(r"<(?:style|script)\b[^<]*|<[^<>]{0,1000}>", re.IGNORECASE)
_SPACES: Final = re.compile(r"[ \t\r\n\f\v]+")


def html_text(data: bytes, charset: str = "") -> str:
    """The text of a page whose letters are as its own words say, or as `charset` does."""
    said = _META.search(data[:4096])
    return text_of_page(decoded(data, charset if codec_of(charset) or not said else said[1].decode("ascii")))


def text_of_page(page: str) -> str:
    """The same of a page that is text already."""
    from lxml import etree

    page = _DECLARATION.sub("", clean(page[:_LONGEST]))
    if not page.strip():
        return ""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, recover=True)
    try:
        root = etree.fromstring(page.encode(), parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None or len(parser.error_log.filter_from_fatals()):  # elements within hundreds of others
        return _tidy(_SPACES.sub(" ", _TAG.sub(" ", page)).strip())
    return _Text().of(root)


class _Text:
    """Walks through the page once."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._line: list[str] = []
        self._quote = 0
        self._plain = 0  # within `pre`, whose blanks stand as they are
        self._lists: list[int | None] = []
        self._dropped: Any = None

    def of(self, root: Any) -> str:
        from lxml import etree

        for event, element in etree.iterwalk(root, events=("start", "end")):
            if not isinstance(element.tag, str):
                if event == "end" and self._dropped is None:
                    self._say(element.tail)
                continue
            if event == "start":
                self._start(element)
            else:
                self._end(element)
        self._break()
        return _tidy("\n".join(self._done))

    def _start(self, element: Any) -> None:
        if self._dropped is not None:
            return
        tag = element.tag.lower()
        if tag in _DROPPED or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            self._dropped = element
            return
        if tag in _BLOCKS:
            self._break(blank=tag in _PARTED)
        if tag == "blockquote":
            self._quote += 1
        elif tag in {"ol", "ul"}:
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._line.append(self._mark())
        elif tag == "pre":
            self._plain += 1
        elif tag == "br":
            self._flush(keep=True)
        elif tag == "img" and (said := " ".join((element.get("alt") or "").split())):
            self._line.append(f"[{said[:200]}]")
        self._say(element.text)

    def _end(self, element: Any) -> None:
        if self._dropped is not None:
            if self._dropped is element:
                self._dropped = None
                self._say(element.tail)
            return
        tag = element.tag.lower()
        if tag == "a":
            self._link(element)
        elif tag in {"td", "th"}:
            self._line.append("\t")
        if tag in _BLOCKS:
            self._break(blank=tag in _PARTED)
        if tag == "blockquote":
            self._quote -= 1
        elif tag in {"ol", "ul"} and self._lists:
            self._lists.pop()
        elif tag == "pre":
            self._plain -= 1
        self._say(element.tail)

    def _mark(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "• "
        number = self._lists[-1]
        self._lists[-1] = number + 1
        return f"{number}. "

    def _link(self, element: Any) -> None:
        address = (element.get("href") or "").strip()
        if address.lower().startswith(("http://", "https://")) and len(address) <= _LONGEST_LINK:
            shown = "".join("".join(self._line)[-_LONGEST_LINK * 2 :].split())
            if not shown.endswith(address.partition("://")[2].rstrip("/")):
                self._line.append(f" <{address}>")

    def _say(self, text: str | None) -> None:
        if not text:
            return
        if not self._plain:
            self._line.append(_SPACES.sub(" ", text))
            return
        first, *others = text.split("\n")
        self._line.append(first)
        for line in others:
            self._flush(keep=True)
            self._line.append(line)

    def _break(self, *, blank: bool = False) -> None:
        """A block begins or ends."""
        self._flush()
        if blank and self._done and self._done[-1]:
            self._done.append("")

    def _flush(self, *, keep: bool = False) -> None:
        """The line is full; `keep` it also when there is nothing on it."""
        said = "".join(self._line)
        self._line = []
        if not self._plain:
            said = re.sub(r" *\t[ \t]*", "\t", re.sub(r" {2,}", " ", said)).strip()
        if said.strip() or keep:
            self._done.append(("> " * min(self._quote, 10) + said.rstrip()).rstrip())


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.replace("\xa0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
