"""`demo`: a workspace of invented records."""

from argparse import Namespace

from desktop_crm.cli.terminal import Terminal
from desktop_crm.model.message import msg
from desktop_crm.model.nouns import BY_ID


def run(arguments: Namespace, terminal: Terminal) -> int:
    """Make it and say what is in it."""
    from desktop_crm.services.demo.demo import make

    workspace = make(
        arguments.file,
        clients=arguments.clients,
        orders=arguments.orders,
        contracts=arguments.contracts,
        seed=arguments.seed,
        progress=terminal.progress,
    )
    workspace.close()
    terminal.say(
        msg(
            "{file} holds {clients}, {orders} and {contracts}, all invented.",
            file=str(arguments.file),
            clients=BY_ID["client"].told(arguments.clients),
            orders=BY_ID["order"].told(arguments.orders),
            contracts=BY_ID["contract"].told(arguments.contracts),
        )
    )
    return 0
