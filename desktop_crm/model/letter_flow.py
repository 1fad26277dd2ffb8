"""A letter's ways between its states; which of them one takes depends on its direction, too (`Letter.may_become`)."""

from typing import Final

from desktop_crm.model.flow import Asks, Flow, Step
from desktop_crm.model.letter_states import LETTER_STATES, LetterState
from desktop_crm.model.message import msg

SEND: Final = Step(
    LetterState.SENT,
    msg("Mark as sent"),
    msg("Send letter {number}"),
    "send",
    (LetterState.DRAFT,),
    id="send",
    day="sent_on",
    now=msg("{thing} sent."),
)

ANSWERED: Final = Step(
    LetterState.ANSWERED,
    msg("Mark as answered…"),
    msg("Mark letter {number} as answered"),
    "mail-check",
    (LetterState.RECEIVED, LetterState.SENT),
    id="answered",
    asks=Asks(msg("On which day was letter {number} answered?"), msg("Mark as answered"), msg("Mark it all the same")),
    day="answered_on",
    now=msg("{thing} answered."),
)

FILE: Final = Step(
    LetterState.FILED,
    msg("File away"),
    msg("File letter {number} away"),
    "archive",
    (LetterState.RECEIVED, LetterState.SENT, LetterState.ANSWERED),
    id="file",
    now=msg("{thing} filed."),
)

LETTER_FLOW: Final = Flow(
    LETTER_STATES,
    (
        SEND,
        ANSWERED,
        FILE,
        Step(
            LetterState.RECEIVED,
            msg("Back to received"),
            msg("Take letter {number} back to received"),
            "undo-2",
            (LetterState.ANSWERED, LetterState.FILED),
            id="reopen",
            back=True,
        ),
        Step(
            LetterState.SENT,
            msg("Back to sent"),
            msg("Take letter {number} back to sent"),
            "undo-2",
            (LetterState.ANSWERED, LetterState.FILED),
            id="unfile",
            back=True,
        ),
    ),
    refused=msg("Letter {number} is {state}: it can't become {wanted}."),
)
