"""Passages of earlier templates, and those of today.

Those named the parties in words that are right at home alone, and had no place for the text of a single contract.

A workspace keeps its own copy of each template, and people change them. What they left of these passages is read as those
of today, which say the same of a company here, and of a contract without a text of its own. All else is left alone.
"""

from typing import Final


def _numbers(party: str, npwp: str) -> str:
    """All official numbers of a party."""
    return (
        f"{{% if {party}.has_npwp %}}, {npwp} {{{{ {party}.npwp }}}}{{% endif %}}"
        f"{{% for item in {party}.numbers %}}, {{{{ item }}}}{{% endfor %}}"
    )


def _of_company(party: str, npwp: str, nib: str) -> tuple[str, str]:
    had = f", {npwp} {{{{ {party}.npwp }}}}{{% if {party}.nib %}}, {nib} {{{{ {party}.nib }}}}{{% endif %}}"
    return had, _numbers(party, npwp)


def _of_person(npwp: str, alone: str, by: str, under: str) -> tuple[str, str]:
    had = f"{{% if client.npwp %}}, {npwp} {{{{ client.npwp }}}}{{% endif %}}, {alone}"
    proxy = f"{by} **{{{{ client.signatory.name }}}}** {under} {{{{ client.signatory.authority|known }}}}"
    return had, (f"{_numbers('client', npwp)}, {{% if client.represented %}}{proxy}{{% else %}}{alone}{{% endif %}}")


_ID: Final = ("NPWP", "NIB")
_EN: Final = ("taxpayer number (NPWP)", "business number (NIB)")

#: As they were, and as they are.
PASSAGES: Final = (
    *(_of_company(party, *words) for party in ("own", "client") for words in (_ID, _EN)),
    _of_person("NPWP", "dalam hal ini bertindak untuk diri sendiri", "dalam hal ini diwakili oleh", "berdasarkan"),
    _of_person(
        "taxpayer number (NPWP)", "acting herein on their own behalf", "represented herein by", "on the basis of"
    ),
)


#: The clause before which that text stands, and the title of its own.
_CLOSING: Final = {
    "\n## Ketentuan Penutup [closing]\n": "Ketentuan Tambahan",
    "\n## Closing Provisions [closing]\n": "Additional Provisions",
}
_KEY: Final = "[additional]"


def renewed(text: str) -> str:
    """A template's text with the passages of today."""
    for had, now in PASSAGES:
        text = text.replace(had, now)
    if _KEY not in text and "paper_text" not in text:
        for closing, title in _CLOSING.items():
            text = text.replace(closing, _additional(title) + closing.removeprefix("\n"), 1)
    return text


def _additional(title: str) -> str:
    """The clause of what a contract says beside its template."""
    clause = f"## {title} {_KEY}\n\n{{% for item in paper_text %}}\n1. {{{{ item }}}}\n{{% endfor %}}\n\n"
    return f"\n{{% if paper_text %}}\n{clause}{{% endif %}}\n"
