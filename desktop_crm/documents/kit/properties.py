"""A paper's title, author, subject, languages and day as XMP, which archives and readers ask for beside the older list."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from desktop_crm.model.moments import moment_of_seconds, on_this_clock

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import XMP

_PACKET: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
{parts}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def described(title: str, author: str, subject: str, languages: Sequence[str], creator: str) -> "XMP":
    """The stream for the catalogue; the day is the document's own."""
    from reportlab.pdfbase.pdfdoc import XMP

    def packet(document: Any) -> bytes:
        moment = _moment(document)
        parts = [
            _listed("dc:title", "Alt", [title], ' xml:lang="x-default"'),
            _listed("dc:creator", "Seq", [author]),
            _listed("dc:description", "Alt", [subject], ' xml:lang="x-default"'),
            _listed("dc:language", "Bag", languages),
            f"<xmp:CreatorTool>{escape(creator)}</xmp:CreatorTool>",
            f"<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>",
        ]
        return _PACKET.format(parts="\n".join(part for part in parts if part)).encode("utf-8")

    return XMP(creator=packet)


def _listed(name: str, kind: str, values: Iterable[str], attribute: str = "") -> str:
    items = "".join(f"<rdf:li{attribute}>{escape(value)}</rdf:li>" for value in values if value)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def _moment(document: Any) -> str:
    """When the document was made, as its older list says."""
    made: float = document._timeStamp.t  # noqa: SLF001  # ReportLab tells it nowhere else
    return on_this_clock(moment_of_seconds(made)).isoformat(timespec="seconds")
