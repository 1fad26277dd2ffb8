"""`contract`, `order` and whatever else has a paper: as PDF."""

from argparse import Namespace
from collections.abc import Sequence

from desktop_crm.cli.opening import opened
from desktop_crm.cli.terminal import Terminal
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.noun import Noun
from desktop_crm.model.printed import Counterpart
from desktop_crm.model.problem import Problem, Severity

#: What `--sheet` takes.
SHEETS = {str(sheet).replace("_", "-"): sheet for sheet in Counterpart}


def run_contract(arguments: Namespace, terminal: Terminal) -> int:
    """Write a contract; what the check before printing says goes to stderr, an empty place refuses it.

    With `--blanks` what may be filled in by hand refuses nothing; that it went out so is kept in the workspace.
    """
    from desktop_crm.services import contract, contract_sheets, files, template_renewal
    from desktop_crm.services.papers import contract as contract_paper

    files.refuse_no_folder(arguments.out)
    sheet, blanks = SHEETS.get(arguments.sheet), arguments.blanks
    with opened(arguments, terminal) as workspace:
        renewal = template_renewal.renew(workspace)
        if renewal.renewed:
            terminal.warn(template_renewal.told_renewed(renewal, terminal.language.code))
        with workspace.read() as session:
            record = contract.by_number(session, arguments.number)
            paper = contract_paper.make(session, record, arguments.language, sheet=sheet, blanks=blanks)
        if paper.may_print_with_blanks:
            terminal.warn(msg("With --blanks it is written with blanks to fill in by hand."))
        _refuse_errors(msg("Contract {number}", number=record.number), paper.problems, terminal)
        files.write_whole(arguments.out, paper.pdf)
        if blanks and paper.gaps:
            with workspace.write(contract_sheets.message(record, None)) as session:
                contract_sheets.keep(session, record.id, None, paper.said, blanks=True)
    return 0


def run(noun: Noun, arguments: Namespace, terminal: Terminal) -> int:
    """Write a noun's paper; what to look at goes to stderr, an error (a name that no font can draw) refuses it."""
    from desktop_crm.services import files
    from desktop_crm.services.facets import facets_of

    facets = facets_of(noun)
    assert facets.by_number is not None  # or it would have no command
    assert facets.paper is not None
    files.refuse_no_folder(arguments.out)
    with opened(arguments, terminal) as workspace, workspace.read() as session:
        record = facets.by_number(session, arguments.number)
        content, problems = facets.paper(session, record, arguments.language)
    _refuse_errors(msg("{what} {number}", what=noun.record.one, number=record.number), problems, terminal)
    files.write_whole(arguments.out, content)
    return 0


def _refuse_errors(what: Message, problems: Sequence[Problem], terminal: Terminal) -> None:
    """UserError with what forbids the paper; what doesn't is told."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise UserError(msg("{paper} is not written: {problem}.", paper=what, problem=errors[0].message), errors)
    for problem in problems:
        terminal.warn(problem.message)
