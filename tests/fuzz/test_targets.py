"""Every reader with the kept corpus and with inputs made for it: each is read, or refused in a sentence."""

import random
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutating import mutated, mutated_package
from tests.fuzz.packages import packed
from tests.fuzz.target import CORPUS, Target
from tests.fuzz.targets import TARGETS
from tests.rounds import rounds

pytestmark = pytest.mark.in_turn

KEPT = sorted(path.relative_to(CORPUS).as_posix() for path in CORPUS.glob("*/*"))


@pytest.mark.parametrize("file", KEPT)
def test_a_kept_input(file: str) -> None:
    TARGETS[file.partition("/")[0]].run((CORPUS / file).read_bytes())


def test_every_target_has_kept_inputs() -> None:
    assert {file.partition("/")[0] for file in KEPT} == set(TARGETS)


def made_for(target: Target) -> st.SearchStrategy[bytes]:
    """Words put together, any text or bytes, and kept inputs that were changed."""
    words = tuple(word.encode(errors="surrogatepass") for word in target.words)
    kept = list(target.kept().values())

    def changed(data: bytes, seed: int) -> bytes:
        chance = random.Random(seed)
        change = target.mutate or mutated
        return change(data, chance, target.most, words)

    anything = st.text(max_size=200).map(str.encode) if target.text else st.binary(max_size=200)
    from_words = st.lists(st.sampled_from(words) if words else anything, max_size=20).map(b"".join)
    return st.one_of(st.builds(changed, st.sampled_from(kept), st.integers(0, 2**32)), from_words, anything)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # Pillow's words on a picture that it reads or refuses
@pytest.mark.parametrize("name", TARGETS)
def test_made_inputs(name: str) -> None:
    target = TARGETS[name]

    @settings(
        max_examples=rounds(4, 15) if target.slow else rounds(25, 100),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(made_for(target))
    def run(data: bytes) -> None:
        target.run(data)

    run()


def test_a_package_of_one_part_is_changed_like_others() -> None:
    chance, package = random.Random(4711), packed({"a": b"content"}, zipfile.ZIP_STORED)
    assert len({mutated_package(package, chance, 4096) for _ in range(200)}) > 100
