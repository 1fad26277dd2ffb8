import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.model.fold import bare_key, digits, fold, name_key, similar_keys


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ('  Café "Müller" ', "cafe muller"),
        ("Straße Łódź Øre", "strasse lodz ore"),
        ("Ａｂｃ １２３", "abc 123"),
        ("a_b-c%d", "a b c d"),
        ("李明", "李明"),
        ("🎉", ""),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "text",
    [
        "PT. Maju Jaya, Tbk",
        "P.T. Maju Jaya",
        "maju jaya (PT)",
        "Maju Jaya, P.T.",
        "MAJU  JAYA Co., Ltd.",
        "PT Maju Jaya (Persero)",
    ],
)
def test_legal_forms_do_not_count(text: str) -> None:
    assert name_key(text) == "maju jaya"


@pytest.mark.parametrize(
    "text", ["Toko Kayu Makmur", "kayu makmur", "UD. Kayu Makmur", "Koperasi KAYU MAKMUR", "Toko Bangunan Kayu Makmur"]
)
def test_shops_do_not_count_in_what_is_similar(text: str) -> None:
    assert bare_key(text) == "kayu makmur"
    assert {"kayu makmur", "toko kayu makmur", "koperasi kayu makmur"} <= set(similar_keys(text))
    assert similar_keys(text)[0] == name_key(text)


@pytest.mark.parametrize("text", ["Toko", "Tokopedia", "Kop", "PT Toko"])
def test_a_shop_without_a_name_keeps_its_word(text: str) -> None:
    assert bare_key(text) == name_key(text)


@pytest.mark.parametrize("text", ["PT", "C.V.", "★★★", "pt tbk", "!"])
def test_a_name_never_vanishes(text: str) -> None:
    assert name_key(text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_case_and_blanks_do_not_count(text: str) -> None:
    assert fold(f"  {text}\t") == fold(text)


@given(st.text())
def test_the_key_of_a_name_is_empty_only_if_the_name_is_blank(text: str) -> None:
    assert bool(name_key(text)) == bool(text.split())


@given(st.text())
def test_digits_are_ascii(text: str) -> None:
    assert set(digits(text)) <= set("0123456789")


def test_digits_of_other_scripts() -> None:
    assert digits("+٦٢ (21) ５") == "62215"
