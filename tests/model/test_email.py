import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.model.email import email_problem, normalise_email


@pytest.mark.parametrize("text", ["a@b.co", "a.b+c@sub.example.com", "o'neil@x.com", "плохо@пример.рф", "a@b.test"])
def test_addresses(text: str) -> None:
    assert email_problem(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "@",
        "a@",
        "@b.co",
        "a@b",
        "a b@c.com",
        "a..b@c.com",
        "a@-b.com",
        "a@x.local",
        "a@b.co\n",
        "a@@b.co",
        "x" * 300 + "@b.co",
    ],
)
def test_no_addresses(text: str) -> None:
    assert email_problem(text) is not None


def test_normalise() -> None:
    assert normalise_email(" mailto:Budi@Example.COM> ") == "Budi@example.com"
    assert normalise_email(" nobody ") == "nobody"


@given(st.from_regex(r"[a-z0-9._+-]{1,12}@[a-z0-9.-]{1,14}\.[a-z]{2,5}", fullmatch=True))
def test_the_quick_way_agrees_with_the_library(text: str) -> None:
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        assert email_problem(text) is not None
    else:
        assert email_problem(text) is None
