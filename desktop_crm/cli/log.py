"""`log`: what happened with a client, and what comes next."""

import json
import sys
from argparse import Namespace

from desktop_crm.cli.opening import opened
from desktop_crm.cli.terminal import Terminal
from desktop_crm.cli.whom import anybody_meant
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg


def run(arguments: Namespace, terminal: Terminal) -> int:
    """Keep it in one action. UserError where it is not certain who is meant, or nothing was said."""
    from desktop_crm.model.activity import ActivityKind
    from desktop_crm.model.planned import read_planned
    from desktop_crm.services import activity
    from desktop_crm.services.clock import today

    if arguments.kind not in set(ActivityKind):
        kinds = ", ".join(ActivityKind)
        raise UserError(msg("Not kept: {kind} is no kind. There are: {kinds}.", kind=arguments.kind, kinds=kinds))
    text = sys.stdin.read().strip() if arguments.text == "-" else arguments.text
    step = read_planned(arguments.next, today())
    values = {
        "kind": arguments.kind,
        "text": text,
        "minutes": arguments.minutes,
        "next_step": step.what,
        "due": step.day,
        "due_time": f"{step.at:%H:%M}" if step.at else "",
    }
    with opened(arguments, terminal) as workspace:
        who = anybody_meant(workspace, arguments.client)
        told = activity.told(arguments.kind, who.called)
        with workspace.write(told) as session:
            kept = activity.capture(session, who, values)
            tasks = [(task.title, task.due) for task in activity.shown(session, kept.id).steps]
        if arguments.json:
            steps = [{"title": title, "due": due.isoformat() if due else None} for title, due in tasks]
            terminal.put(json.dumps({"id": kept.id, "client": who.client, "tasks": steps}, ensure_ascii=False))
            return 0
        terminal.say(msg("Kept: {what}.", what=told))
        for title, due in tasks:
            day = "" if due is None else terminal.language.day(due)
            terminal.say(
                msg("To be done {day}: {what}", day=day, what=title) if day else msg("To be done: {what}", what=title)
            )
    return 0
