"""The system's refusals in words of ours, never half in another language."""

import errno
import os

import pytest

from desktop_crm.language import language
from desktop_crm.model.os_errors import reason


@pytest.mark.parametrize(
    "number",
    [errno.ENOSPC, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.EISDIR, errno.EBUSY, errno.EIO],
)
def test_usual_refusals_are_told_in_both_languages(number: int) -> None:
    message = reason(OSError(number, os.strerror(number), "berkas.xlsx"))
    english, indonesian = (language(code).say(message) for code in ("en", "id"))
    assert os.strerror(number) not in (english, indonesian)
    assert english != indonesian


class ForeignError(OSError):
    """As Python raises it there: a number of its own beside Windows' code, and EINVAL for codes it does not know."""

    def __init__(self, winerror: int, number: int = errno.EINVAL, filename: str = "D:\\Cadangan\\Usaha.crm") -> None:
        super().__init__(number, "the system's words", filename)
        self.winerror = winerror


@pytest.mark.parametrize(
    ("winerror", "number", "words"),
    [
        (433, errno.EINVAL, "pulled out"),  # a stick that was taken out
        (21, errno.EACCES, "pulled out"),
        (1167, errno.EINVAL, "pulled out"),
        (1006, errno.EINVAL, "pulled out"),
        (1117, errno.EINVAL, "reports a fault"),
        (23, errno.EACCES, "reports a fault"),
        (1392, errno.EINVAL, "reports a fault"),
        (64, errno.EINVAL, "network"),
        (59, errno.EINVAL, "network"),
        (53, errno.ENOENT, "network"),
        (1231, errno.ENETUNREACH, "network"),
        (121, errno.EINVAL, "network"),
        (112, errno.ENOSPC, "disk is full"),
        (39, errno.EINVAL, "disk is full"),
        (1295, errno.EINVAL, "disk is full"),
        (19, errno.EACCES, "write-protected"),
        (32, errno.EACCES, "another program is using it"),
        (33, errno.EACCES, "another program is using it"),
        (1224, errno.EINVAL, "another program is using it"),
        (5, errno.EACCES, "may not use this place"),
        (123, errno.EINVAL, "characters"),
        (206, errno.ENOENT, "too long"),
        (223, errno.EINVAL, "too large"),
        (225, errno.EINVAL, "virus scanner"),
        (362, errno.EINVAL, "synchronising"),
        (9999, errno.EINVAL, "the system's words"),
    ],
)
def test_what_windows_says_is_told_by_its_own_code(winerror: int, number: int, words: str) -> None:
    assert words in str(reason(ForeignError(winerror, number)))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("D:\\Cadangan\\Usaha.crm", "pulled out"),
        (None, "pulled out"),
        (7, "pulled out"),
        ("/media/stick/Usaha 12:30.crm", "characters"),
        (b"/media/stick/Usaha?.crm", "characters"),
        ("D:\\Usaha|a.crm", "characters"),
    ],
)
def test_only_a_name_that_has_them_has_wrong_characters(name: str | int | bytes | None, words: str) -> None:
    """Windows' C library says EINVAL, without a code, of each fault it does not know."""
    assert words in str(reason(OSError(errno.EINVAL, "Invalid argument", name)))


def test_a_rare_refusal_keeps_the_systems_words() -> None:
    assert str(reason(OSError(errno.EDOM, "something rare"))) == "something rare"
    assert str(reason(OSError("no number"))) == "no number"
    assert str(reason(OSError())) == "OSError"
