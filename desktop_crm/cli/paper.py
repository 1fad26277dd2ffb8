"""`contract` and `order`: papers as PDF."""

from argparse import Namespace

from desktop_crm.cli.opening import opened
from desktop_crm.cli.terminal import Terminal
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Severity


def run_contract(arguments: Namespace, terminal: Terminal) -> int:
    """Write a contract; what the check before printing says goes to stderr, an empty place refuses it."""
    from desktop_crm.services import contract, contract_paper, files

    files.refuse_no_folder(arguments.out)
    with opened(arguments, terminal) as workspace, workspace.read() as session:
        record = contract.by_number(session, arguments.number)
        paper = contract_paper.make(session, record, arguments.language)
    errors = [problem for problem in paper.problems if problem.severity is Severity.ERROR]
    if errors:
        raise UserError(
            msg("Contract {number} is not written: {problem}", number=record.number, problem=errors[0].message), errors
        )
    for problem in paper.problems:
        terminal.warn(problem.message)
    files.write_whole(arguments.out, paper.pdf)
    return 0


def run_order(arguments: Namespace, terminal: Terminal) -> int:
    """Write an order."""
    from desktop_crm.services import files, order, order_paper

    files.refuse_no_folder(arguments.out)
    with opened(arguments, terminal) as workspace, workspace.read() as session:
        content = order_paper.make(session, order.by_number(session, arguments.number), arguments.language)
    files.write_whole(arguments.out, content)
    return 0
