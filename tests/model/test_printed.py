"""What was printed of a contract's paper, as it is kept."""

from desktop_crm.model.base import dump
from desktop_crm.model.printed import Counterpart, Printed


def test_nothing_printed_takes_no_room_and_all_comes_back() -> None:
    assert dump(Printed().to_json()) == "{}"
    full = Printed(("original_1", "copy"), "ab12", ("client.npwp",), {"client.npwp": "0098765432109000"})
    assert Printed.from_json(full.to_json()) == full
    assert Printed.from_json({}) == Printed()


def test_what_came_out_counts_only_while_the_contract_says_the_same() -> None:
    one = (
        Printed()
        .with_sheet(Counterpart.FIRST, "a")
        .with_sheet(Counterpart.FIRST, "a")
        .with_sheet(Counterpart.COPY, "a")
    )
    assert one.sheets == ("original_1", "copy")
    assert one.with_sheet(Counterpart.SECOND, "b").sheets == ("original_2",)
