"""Names of files that came from elsewhere: made such that every system takes them and shows what they are."""

import re
import unicodedata
from pathlib import Path, PurePath
from typing import Final

#: What mail programs save mails as; Apple's and the usual one say the same.
MAILS: Final = (".eml", ".msg", ".emlx")

#: The ending of a workspace's file.
WORKSPACE: Final = ".crm"

_LONGEST: Final = 200  # bytes; systems take 255, and what saves a copy may put a number behind
_LONGEST_ENDING: Final = 20
_FORBIDDEN: Final = re.compile('[<>:"|?*]')
_JOINERS: Final = "\u200c\u200d"  # within words of some scripts, and in emoji
#: Programs, scripts, links, installers, disks and pages: what a system starts, or hands to something that runs it.
_STARTS: Final = frozenset(
    f".{ending}"
    for ending in [
        "exe",
        "msu",
        "diagcab",
        "wsb",
        "xlsb",
        "com",
        "scr",
        "pif",
        "cpl",
        "dll",
        "sys",
        "msi",
        "msp",
        "mst",
        "msc",
        "msix",
        "appx",
        "appxbundle",
        "msixbundle",
        "appinstaller",
        "application",
        "appref-ms",
        "gadget",
        "bat",
        "cmd",
        "ps1",
        "ps1xml",
        "ps2",
        "psc1",
        "psm1",
        "psd1",
        "vb",
        "vbe",
        "vbs",
        "js",
        "jse",
        "mjs",
        "ws",
        "wsc",
        "wsf",
        "wsh",
        "sct",
        "hta",
        "htm",
        "html",
        "xht",
        "xhtml",
        "shtml",
        "mht",
        "mhtml",
        "svg",
        "xbap",
        "jnlp",
        "jar",
        "class",
        "lnk",
        "url",
        "website",
        "webloc",
        "inetloc",
        "fileloc",
        "scf",
        "inf",
        "ins",
        "isp",
        "reg",
        "rdp",
        "theme",
        "themepack",
        "settingcontent-ms",
        "library-ms",
        "search-ms",
        "searchconnector-ms",
        "chm",
        "hlp",
        "iso",
        "img",
        "vhd",
        "vhdx",
        "udf",
        "dmg",
        "pkg",
        "mpkg",
        "app",
        "command",
        "terminal",
        "tool",
        "workflow",
        "action",
        "scpt",
        "scptd",
        "applescript",
        "prefpane",
        "mobileconfig",
        "desktop",
        "sh",
        "bash",
        "zsh",
        "csh",
        "ksh",
        "fish",
        "run",
        "bin",
        "out",
        "elf",
        "appimage",
        "deb",
        "rpm",
        "flatpakref",
        "flatpakrepo",
        "snap",
        "apk",
        "py",
        "pyc",
        "pyw",
        "pyz",
        "pyzw",
        "pl",
        "rb",
        "php",
        "lua",
        "tcl",
        "kexi",
        "docm",
        "dotm",
        "xlsm",
        "xltm",
        "xlam",
        "xll",
        "pptm",
        "potm",
        "ppam",
        "ppsm",
        "sldm",
        "mdb",
        "accdb",
        "accde",
        "slk",
        "iqy",
        "xlw",
    ]
)
#: Names that Windows takes for devices, whatever follows the first dot.
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE)


def plain_file_name(name: str) -> str:
    """The last part of a path without what could hide, redirect or break it; empty when nothing of it is a name."""
    last = name.replace("\\", "/").rstrip("/ .").rpartition("/")[2]
    plain = " ".join("".join(map(_shown, _FORBIDDEN.sub("_", last))).split()).rstrip(". ")
    plain = _cut(f"_{plain}" if _DEVICE.fullmatch(plain) else plain)
    return "" if plain.strip("._ ") == "" else plain


def starts_something(name: str) -> bool:
    """Whether a system that opens a file of this name may run what is in it, or go where it says."""
    _, point, ending = name.casefold().rpartition(".")  # “.lnk” is a link, too
    return f"{point}{ending}" in _STARTS


def with_ending(path: Path, *endings: str) -> Path:
    """The path as it is when it has one of these endings, else with the first behind it: “PT. Maju Jaya” has none."""
    name = path.name.casefold()
    if any(name.endswith(ending) and name != ending for ending in endings):
        return path
    return path.with_name(f"{path.name}{endings[0]}")


def without_ending(path: Path, ending: str) -> str:
    """The name without this ending; another one belongs to it."""
    return path.name[: -len(ending)] if path.name.casefold().endswith(ending) else path.name


def _shown(char: str) -> str:
    """The character; a blank for line ends and tabs, nothing for one that only turns or hides others."""
    match unicodedata.category(char):
        case "Cs":
            return "\N{REPLACEMENT CHARACTER}"
        case "Cf" if char not in _JOINERS:
            return ""
        case "Cc":
            return " " if char.isspace() else ""
    return char


def _cut(name: str) -> str:
    """Short enough in bytes, the ending kept."""
    if len(name.encode()) <= _LONGEST:
        return name
    ending = PurePath(name).suffix
    ending = ending if len(ending.encode()) <= _LONGEST_ENDING else ""
    stem = name.removesuffix(ending).encode()[: _LONGEST - len(ending.encode())].decode(errors="ignore")
    return f"{stem.rstrip('. ')}{ending}"
