from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from num2words import num2words

from desktop_crm.model.money import CURRENCIES, MAX_MINOR, Money
from desktop_crm.model.words import amount_in_words, day_in_words, integer_in_words, number_in_words

_DIGITS = {
    word: number
    for number, word in enumerate("nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split())  # noqa: SIM905 - a list of words reads better as a sentence
}
_SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12, "kuadriliun": 10**15}


def read_indonesian(words: str) -> int:
    """A reader that shares nothing with the writer: goes word by word from the left, as a person does."""
    total = group = last = 0
    for word in words.replace("seratus", "satu ratus").replace("seribu", "satu ribu").split():
        if word in _DIGITS:
            last = _DIGITS[word]
            group += last
        elif word == "belas":
            group += 10
        elif word == "puluh":
            group += last * 9
        elif word == "ratus":
            group += last * 99
        else:
            total += group * _SCALES[word]
            group = 0
    return total + group


@given(st.integers(0, MAX_MINOR))
def test_indonesian_reads_back(value: int) -> None:
    assert read_indonesian(integer_in_words(value, "id")) == value


@example(1_188_510_001_000)
@given(st.integers(0, MAX_MINOR))
def test_agrees_with_num2words(value: int) -> None:
    """Which says `satu ribu` for `seribu` above the thousands."""
    assert integer_in_words(value, "id").replace("seribu", "satu ribu") == num2words(value, lang="id").replace(
        "seribu", "satu ribu"
    )
    assert integer_in_words(value, "en") == num2words(value, lang="en").replace(",", "").replace(" and ", " ")


@given(st.integers(0, MAX_MINOR), st.sampled_from(sorted(CURRENCIES)), st.sampled_from(["id", "en"]))
def test_every_amount_that_is_kept_has_words(minor: int, currency: str, code: str) -> None:
    words = amount_in_words(Money.of_minor(minor, currency), code)
    assert words == " ".join(words.split())
    assert not any(letter.isdigit() for letter in words)


@pytest.mark.parametrize(
    ("amount", "currency", "indonesian", "english"),
    [
        ("0", "IDR", "nol rupiah", "zero rupiah"),
        ("1", "IDR", "satu rupiah", "one rupiah"),
        ("11", "IDR", "sebelas rupiah", "eleven rupiah"),
        ("1100", "IDR", "seribu seratus rupiah", "one thousand one hundred rupiah"),
        ("1001000", "IDR", "satu juta seribu rupiah", "one million one thousand rupiah"),
        (
            "1250000",
            "IDR",
            "satu juta dua ratus lima puluh ribu rupiah",
            "one million two hundred fifty thousand rupiah",
        ),
        ("1.50", "USD", "satu dolar Amerika Serikat dan lima puluh sen", "one US dollar and fifty cents"),
        ("2.01", "USD", "dua dolar Amerika Serikat dan satu sen", "two US dollars and one cent"),
        ("0.99", "EUR", "nol euro dan sembilan puluh sembilan sen", "zero euros and ninety-nine cents"),
        ("21.005", "SGD", "dua puluh satu dolar Singapura dan satu sen", "twenty-one Singapore dollars and one cent"),
        ("3.20", "GBP", "tiga pound sterling dan dua puluh penny", "three pounds sterling and twenty pence"),
        ("100.5", "JPY", "seratus satu yen Jepang", "one hundred one Japanese yen"),
        ("7.07", "CNY", "tujuh yuan Tiongkok dan tujuh fen", "seven Chinese yuan and seven fen"),
    ],
)
def test_amounts(amount: str, currency: str, indonesian: str, english: str) -> None:
    money = Money(Decimal(amount), currency)
    assert amount_in_words(money, "id") == indonesian
    assert amount_in_words(money, "en") == english


def test_the_largest_amount() -> None:
    assert amount_in_words(Money.of_minor(MAX_MINOR, "IDR"), "id") == "satu kuadriliun rupiah"


@pytest.mark.parametrize("minor", [-1, MAX_MINOR + 1])
def test_refuses_what_is_not_kept(minor: int) -> None:
    with pytest.raises(ValueError, match=r"negative|large"):
        amount_in_words(Money.of_minor(minor, "IDR"), "id")


def test_an_amount_that_rounds_to_zero_is_not_negative() -> None:
    assert amount_in_words(Money(Decimal("-0.4"), "IDR"), "en") == "zero rupiah"


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        ("0.1", "nol koma satu", "zero point one"),
        ("5.00", "lima", "five"),
        ("12.05", "dua belas koma nol lima", "twelve point zero five"),
    ],
)
def test_numbers_with_decimals(value: str, indonesian: str, english: str) -> None:
    assert number_in_words(Decimal(value), "id") == indonesian
    assert number_in_words(Decimal(value), "en") == english


def test_days() -> None:
    day = date(2026, 8, 3)
    assert day_in_words(day, "id") == "hari Senin tanggal tiga bulan Agustus tahun dua ribu dua puluh enam"
    assert day_in_words(day, "en") == "Monday, the third of August, two thousand twenty-six"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (1, "first"),
        (9, "ninth"),
        (12, "twelfth"),
        (20, "twentieth"),
        (21, "twenty-first"),
        (30, "thirtieth"),
        (31, "thirty-first"),
    ],
)
def test_english_ordinals(day: int, words: str) -> None:
    assert f"the {words} of" in day_in_words(date(2026, 1, day), "en")
