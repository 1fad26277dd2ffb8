"""Which letters ask for attention today: those to answer, and those to which an answer is awaited."""

from typing import Final

from desktop_crm.model.letter_states import LetterState
from desktop_crm.model.message import msg
from desktop_crm.storage.today import Later, Rule, Verb, due_spans

_LATER: Final = Later("put_off", msg("Put off the answer to {name}"), msg("Answer to {name} put off to {day}."))


def _answer(_state: str) -> Verb:
    return Verb(msg("Answer"), command="letter.answer")


def _remind(_state: str) -> Verb:
    return Verb(msg("Remind"), command="letter.remind")


RULES: Final = (
    Rule(
        "answer",
        "letter",
        table="letters",
        day="answer_due",
        states=(LetterState.RECEIVED,),
        spans=due_spans,
        kind=msg("Letters"),
        icon="mail",
        title=msg("Answer letter {number}"),
        late=(msg("1 more letter to answer"), msg("{n} more letters to answer")),
        more=(msg("1 more letter to answer"), msg("{n} more letters to answer")),
        verb=_answer,
        money=False,
        later=_LATER,
    ),
    Rule(
        "awaited",
        "letter",
        table="letters",
        day="answer_due",
        states=(LetterState.SENT,),
        spans=due_spans,
        kind=msg("Letters"),
        icon="mail-question-mark",
        title=msg("No answer to {number}"),
        late=(msg("1 more letter without an answer"), msg("{n} more letters without an answer")),
        more=(msg("1 more letter without an answer"), msg("{n} more letters without an answer")),
        verb=_remind,
        money=False,
        later=_LATER,
    ),
)
