import json
from typing import Any

import pytest

from desktop_crm.language import language
from desktop_crm.model.message import Message, msg


def test_a_kept_sentence_is_the_same() -> None:
    said = msg("Order {number} is confirmed; {{so}}", number=7)
    assert str(Message.from_json(json.loads(json.dumps(said.to_json())))) == "Order 7 is confirmed; {so}"


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"text": 1},
        {"text": "{a}", "args": [1]},
        {"text": "{a}", "args": {"b": 1}},
        {"text": "{a:>999999999999}", "args": {"a": 1}},
        {"text": "{a.__class__}", "args": {"a": 1}},
        {"text": "{a!r}", "args": {"a": 1}},
        {"text": "{", "args": {"a": 1}},
        {"text": "{0}", "args": {"a": 1}},
        {"text": "{a}", "args": {"a": {"deep": 1}}},
    ],
)
def test_one_that_is_none_says_so(data: list[Any] | dict[str, Any] | None) -> None:
    said = Message.from_json(data)
    assert str(said) == "A sentence that can't be read"
    assert language("id").say(said)
