"""The small language of templates: values, conditions, and loops over lists that are not inside each other.

Templates come from people, also from other people's workspaces. So nothing but the parts named here is let through,
before anything runs: what remains can't loop for long, grow large, or reach into the program.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, wraps
from typing import Any, Final

from jinja2 import Template, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from desktop_crm.documents.parts import WORDING, Phrase
from desktop_crm.documents.pen import Gap, Written, may_be_left
from desktop_crm.documents.wording import PERCENT, known, named
from desktop_crm.language import Language
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import Money
from desktop_crm.model.problem import Problem
from desktop_crm.model.words import amount_in_words, day_in_words, number_in_words

#: Characters that no text may hold (Unicode keeps them for programs) mark the places of values.
OPEN, CLOSE = "\ufdd0", "\ufdd1"

_LONGEST: Final = 200_000
_LONGEST_TEXT: Final = 400_000
_LONGEST_VALUE: Final = 10_000
_RENDERER: Final = "_renderer"
_FILENAME: Final = "<template>"

_ALLOWED: Final[tuple[type[nodes.Node], ...]] = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.CondExpr, nodes.Name, nodes.Getattr),
    *(nodes.Filter, nodes.Call, nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
    *(nodes.Add, nodes.Sub, nodes.Concat),
)


class Blank:
    """A field without a value: false in a condition, told as a problem when it is printed."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return other in {"", None} if isinstance(other, str | None) else isinstance(other, Blank)

    def __hash__(self) -> int:
        return hash("")


class Node:
    """A part of the facts with the path that leads to it."""

    def __init__(self, path: str, value: Any, code: str, written: Collection[str] = ()) -> None:
        self.path, self._value, self._code, self._written = path, value, code, written

    def child(self, name: str) -> Any:
        """The value of a field, wrapped; what the program does not have is a mistake of the template."""
        if name.startswith("_") or not _is_field(self._value, name):
            raise UserError(msg("“{name}” is not a field of templates", name=f"{self.path}.{name}"))
        return wrap(f"{self.path}.{name}", getattr(self._value, name), self._code, self._written)


class ClauseReference:
    """A clause by its key, to be written with its number."""

    def __init__(self, key: str) -> None:
        self.key = key


#: What stands at a place of the text.
Value = str | ClauseReference | Gap | Written


class Renderer:
    """Collects the values of one rendering: the text gets only marks, so that a value is never read as markup."""

    def __init__(self, speak: Language, wording: int = WORDING) -> None:
        self.speak = speak
        self.wording = wording
        self.values: list[Value] = []
        self.blanks: dict[str, None] = {}

    def place(self, value: Any) -> str:
        """The mark of a value, which is written as the language writes it."""
        text = value if isinstance(value, ClauseReference) else self._text(value)
        if isinstance(text, str | Written) and len(str(text)) > _LONGEST_VALUE:
            raise UserError(msg("A text of {number} characters is too long for a contract", number=len(str(text))))
        self.values.append(text)
        return f"{OPEN}{len(self.values) - 1}{CLOSE}"

    def _text(self, value: Any) -> "str | Gap | Written":
        match value:
            case Blank():
                self.blanks[value.path] = None
                return Gap(value.path) if may_be_left(value.path) else "………………"
            case Written():
                return Written(self._text(value.value))
            case date():
                return self.speak.day_long(value)
            case str():
                return ", ".join(part.strip(" ,") for part in value.splitlines() if part.strip())
            case Node() | list() | Undefined():
                raise UserError(msg("“{name}” has parts: name one of them", name=getattr(value, "path", "")))
        return self.speak.value(value)


#: What a filter writes of a value.
Write = Callable[[Any, Renderer], str]


def wrap(path: str, value: Any, code: str, written: Collection[str] = ()) -> Any:
    """A value of the facts as templates see it; marked where its path is among those that were `written` by hand."""
    if path in written:
        found = wrap(path, value, code)
        return found if isinstance(found, Blank) else Written(found)
    match value:
        case None | "":
            return Blank(path)
        case Phrase():
            return value.say(code) or Blank(path)
        case str():
            return value.strip().replace(OPEN, "").replace(CLOSE, "") or Blank(path)
        case tuple():
            return [wrap(f"{path}.{at}", item, code) for at, item in enumerate(value)]
        case Money() | Decimal() | int() | date():
            return value
    return Node(path, value, code, written)


@lru_cache(maxsize=32)
def compiled(text: str, names: frozenset[str]) -> Template:
    """A template ready to run; UserError naming the line when it is not one."""
    if len(text) > _LONGEST:
        raise UserError(msg("The template is too long"))
    try:
        tree = _ENVIRONMENT.parse(text, filename=_FILENAME)
        parts = list(_walk(tree))
        own = {node.name for node in parts if isinstance(node, nodes.Name) and node.ctx == "store"}
        for node in parts:
            _check(node, names, own)
        return _ENVIRONMENT.from_string(tree)
    except TemplateSyntaxError as error:
        raise at_line(error.lineno, msg("{reason}", reason=error.message or "")) from error
    except (RecursionError, SyntaxError, MemoryError, ValueError) as error:
        raise UserError(msg("The template is too deeply nested")) from error


def run(template: Template, context: dict[str, Any], renderer: Renderer) -> str:
    """The text with marks for values; UserError naming the line for a field the program does not have."""
    try:
        return _joined(template.generate({**context, "clause": ClauseReference, _RENDERER: renderer}))
    except UserError as error:
        raise at_line(_line_of(error), error.message) from error
    except (TypeError, ValueError, ArithmeticError, AttributeError, NameError) as error:
        raise at_line(_line_of(error), msg("These values can't be compared or joined")) from error


def _joined(parts: Iterator[str]) -> str:
    """The whole text, unless loops make it endless."""
    kept: list[str] = []
    room = _LONGEST_TEXT
    for part in parts:
        room -= len(part)
        if room < 0:
            raise UserError(msg("The template makes a contract that is too long"))
        kept.append(part)
    return "".join(kept)


def at_line(line: int, message: Message) -> UserError:
    """A mistake of the template with its line."""
    told = msg("Line {line} of the template: {reason}", line=line, reason=message)
    return UserError(told, [Problem(f"template.{line}", message)])


class _Environment(ImmutableSandboxedEnvironment):
    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Node):
            return obj.child(attribute)
        if isinstance(obj, Blank):
            return Blank(f"{obj.path}.{attribute}")
        raise UserError(msg("“{name}” is not a field of templates", name=attribute))


@pass_context
def _finalize(context: Context, value: Any) -> str:
    renderer: Renderer = context[_RENDERER]
    return renderer.place(value)


def _filter(write: Write) -> Callable[..., Any]:
    """A filter that lets an empty field through, for the field is to be told, and refuses what it can't write."""

    @pass_context
    @wraps(write)
    def filtered(context: Context, value: Any) -> Any:
        if isinstance(value, Blank):
            return value
        if isinstance(value, Written):
            return Written(filtered(context, value.value))
        try:
            return write(value, context[_RENDERER])
        except (AttributeError, TypeError, ValueError, ArithmeticError, AssertionError) as error:
            raise UserError(msg("This value can't be written that way")) from error

    return filtered


def _in_words(value: Any, renderer: Renderer) -> str:
    code = renderer.speak.code
    return amount_in_words(value, code) if isinstance(value, Money) else number_in_words(value, code)


def _span(unit: Phrase, units: Phrase) -> Write:
    """30 (tiga puluh) hari kalender; 1 (one) calendar day."""

    def write(value: Any, renderer: Renderer) -> str:
        named = (unit if value == 1 else units).say(renderer.speak.code)
        return f"{renderer.speak.number(value)} ({_in_words(value, renderer)}) {named}"

    return write


def _short_day(value: Any, renderer: Renderer) -> str:
    """Up to wording 2 the English September had four letters."""
    text = renderer.speak.day(value)
    return text.replace(" Sep ", " Sept ") if renderer.wording < 3 and renderer.speak.code == "en" else text


def _percent_words(value: Any, renderer: Renderer) -> str:
    """0,1% (nol koma satu persen)."""
    return f"{renderer.speak.percent(value)} ({_in_words(value, renderer)} {PERCENT.say(renderer.speak.code)})"


FILTERS: Final[dict[str, Write]] = {
    "money": lambda value, renderer: renderer.speak.money(value),
    "words": _in_words,
    "number": lambda value, renderer: renderer.speak.number(value),
    "percent": lambda value, renderer: renderer.speak.percent(value),
    "percent_words": _percent_words,
    "days": _span(Phrase("hari kalender", "calendar day"), Phrase("hari kalender", "calendar days")),
    "months": _span(Phrase("bulan", "month"), Phrase("bulan", "months")),
    "years": _span(Phrase("tahun", "year"), Phrase("tahun", "years")),
    "day": _short_day,
    "day_long": lambda value, renderer: renderer.speak.day_long(value),
    "day_words": lambda value, renderer: day_in_words(value, renderer.speak.code, month_named=renderer.wording > 1),
    "known": lambda value, renderer: (named if renderer.wording > 1 else known)(value, renderer.speak.code),
    "upper": lambda value, _renderer: value.upper(),
}


def _environment() -> _Environment:
    # Folding constants takes the cube of the time that `a and b and c …` is long.
    options: dict[str, Any] = {"trim_blocks": True, "lstrip_blocks": True, "autoescape": False, "optimized": False}
    environment = _Environment(finalize=_finalize, **options)
    environment.globals.clear()
    environment.filters = {name: _filter(write) for name, write in FILTERS.items()}
    return environment


_ENVIRONMENT: Final = _environment()


def _walk(tree: nodes.Node) -> Iterator[nodes.Node]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(list(node.iter_child_nodes())))


def _check(node: nodes.Node, names: frozenset[str], own: set[str]) -> None:
    """Refuse what the small language does not have."""
    match node:
        case nodes.Name(ctx="load") if node.name not in names | own:
            raise at_line(node.lineno, msg("“{name}” is not a field of templates", name=node.name))
        case nodes.Name(ctx="store") if node.name in names or node.name.startswith("_"):
            raise at_line(node.lineno, msg("“{name}” is already a field", name=node.name))
        case nodes.Filter() if node.name not in FILTERS or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise at_line(node.lineno, msg("“{name}” is not a filter of templates", name=node.name))
        case nodes.Call() if not _is_clause_call(node):
            raise at_line(node.lineno, msg('Only clause("…") can be called'))
        case nodes.For() if node.recursive or not isinstance(node.iter, nodes.Name | nodes.Getattr):
            raise at_line(node.lineno, msg("A loop goes over a list of the facts"))
        case nodes.For():
            _check_loop(node)
    if not isinstance(node, (*_ALLOWED, nodes.Name)):
        raise at_line(node.lineno, msg("“{name}” is not part of the language of templates", name=type(node).__name__))


def _check_loop(loop: nodes.For) -> None:
    inner = next((part for child in loop.body for part in _walk(child) if isinstance(part, nodes.For)), None)
    if inner is not None:
        raise at_line(inner.lineno, msg("A loop can't stand inside another"))


def _is_clause_call(node: nodes.Call) -> bool:
    named = isinstance(node.node, nodes.Name) and node.node.name == "clause"
    one_text = len(node.args) == 1 and isinstance(node.args[0], nodes.Const) and isinstance(node.args[0].value, str)
    return named and one_text and not node.kwargs and node.dyn_args is None and node.dyn_kwargs is None


def _is_field(value: Any, name: str) -> bool:
    """A field of a dataclass, or a property of its class."""
    if not is_dataclass(value):
        return False
    return name in {field.name for field in fields(value)} or isinstance(getattr(type(value), name, None), property)


def _line_of(error: BaseException) -> int:
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _FILENAME:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
