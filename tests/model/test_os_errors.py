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
def test_usual_refusals_are_told_in_both_languages(number):
    message = reason(OSError(number, os.strerror(number), "berkas.xlsx"))
    english, indonesian = (language(code).say(message) for code in ("en", "id"))
    assert os.strerror(number) not in (english, indonesian)
    assert english != indonesian


def test_a_rare_refusal_keeps_the_systems_words():
    assert str(reason(OSError(errno.EDOM, "something rare"))) == "something rare"
    assert str(reason(OSError("no number"))) == "no number"
    assert str(reason(OSError())) == "OSError"
