"""`--shuffle SEED` runs the tests in another order, the same for the same seed: none may need what one before it left."""

import hashlib

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shuffle", metavar="SEED", default="", help="run the tests in an order of this number or word")


@pytest.hookimpl(tryfirst=True)  # pytest then brings together again what shares a costly fixture
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if seed := config.getoption("shuffle"):
        items.sort(key=lambda item: place(seed, *item.nodeid.split("::", 1)))


def place(seed: str, file: str, test: str) -> tuple[bytes, bytes]:
    """Files in any order, and in each its tests: what a file makes once is made once."""
    return _drawn(f"{seed} {file}"), _drawn(f"{seed} {file} {test}")


def _drawn(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
