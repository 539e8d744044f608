"""The changes that are made to code, one at a time: what each kind of expression and statement is replaced by."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple


class Mutant(NamedTuple):
    """A module with one change. `key` is the same as long as the function or method around the change is the same."""

    module: str
    where: str
    """The function around the change, as `Zone.local`; empty outside functions and classes."""
    line: int
    last: int
    """The last line of what is changed."""
    before: str
    after: str
    source: str
    key: str
    inside: bool
    """Whether only the body of a function is changed, and nothing that runs when the module is imported.

    A method that no longer calls `super()` is made of another kind of code, which cannot take the place of its body.
    """


class Place(NamedTuple):
    """Where a node hangs in its tree: a field of its parent, and the position there if the field is a list."""

    parent: ast.AST
    field: str
    position: int | None
    where: str = ""
    lines: tuple[int, int] = (0, 0)
    function: ast.FunctionDef | None = None
    """The function or method in whose body it hangs."""

    def put(self, node: ast.AST) -> None:
        """Hang another node here."""
        if self.position is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.position] = node


COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "earliest": "latest", "latest": "earliest"}
COMMUTATIVE = {"min", "max", "both", "same_value", "zip", "isinstance", "product", "chain"}
"""Calls whose arguments may stand in any order, or whose exchange is a plain error."""
NOT_CODE = {"annotation", "returns", "decorator_list", "bases"}
"""Fields that decide nothing at run time, or that the type checkers already hold."""
ORDERINGS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def mutants(module: str, source: str) -> Iterator[Mutant]:
    """Yield every module that one change makes of a source, without those that come to the same code."""
    tree = ast.parse(source)
    texts = [ast.unparse(statement) for statement in tree.body]
    seen = set(texts)
    for position, statement in enumerate(tree.body):
        if _is_list_of_names(statement):
            continue
        for place, node in _places(statement, Place(tree, "body", position)):
            if _is_bare_test(place, node):
                continue
            for new in replacements(node):
                around = isinstance(node, (ast.Constant, ast.Name, ast.Attribute))  # which says little alone
                before = _shown(place.parent if around else node)
                place.put(new)
                after = _shown(place.parent if around else new)
                if isinstance(node, ast.Match) and isinstance(new, ast.Match):
                    (gone,) = (case.pattern for case in node.cases if case not in new.cases)
                    before, after = f"case {ast.unparse(gone)}", "no such case"
                whole = ast.unparse(tree.body[position])
                held = ast.unparse(place.function) if place.function else whole
                place.put(node)
                if whole not in seen:
                    seen.add(whole)
                    inside = place.function is not None and ("super()" in held or "super()" not in ast.unparse(place.function))
                    key = sha256(f"{module} {place.where}\n{held}".encode()).hexdigest()[:16]
                    changed = "\n\n".join((*texts[:position], whole, *texts[position + 1 :]))
                    yield Mutant(module, place.where, *place.lines, before, after, changed, key, inside)


def _is_list_of_names(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__all__"


def _is_bare_test(place: Place, node: ast.AST) -> bool:
    """Tell whether a node is a whole condition without a boundary: to hold it true and to hold it false says more than to turn it."""
    if not isinstance(place.parent, (ast.If, ast.IfExp)) or place.field != "test":
        return False
    return isinstance(node, ast.UnaryOp) or (isinstance(node, ast.Compare) and not isinstance(node.ops[0], ORDERINGS))


def _places(node: ast.AST, place: Place) -> Iterator[tuple[Place, ast.AST]]:
    """Yield a node and all below it that are code, each with its place."""
    if isinstance(node, (ast.Import, ast.ImportFrom, ast.Assert)) or _is_text(node):
        return
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    where, lines = place.where, _lines(node) or place.lines
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        where = f"{where}.{node.name}" if where else node.name
    yield place._replace(where=where, lines=lines), node
    for field, value in ast.iter_fields(node):
        if field in NOT_CODE or (isinstance(node, ast.Assign) and field == "targets"):
            continue
        function = place.function or (node if isinstance(node, ast.FunctionDef) and field == "body" else None)
        for index, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(child, ast.AST):
                yield from _places(child, Place(node, field, index, where, lines, function))


def _lines(node: ast.AST) -> tuple[int, int] | None:
    """Return the first and the last line of an expression or a simple statement; of another, those of its head."""
    if isinstance(node, ast.Match):
        return node.lineno, node.subject.end_lineno or node.lineno
    if isinstance(node, ast.stmt) and (body := getattr(node, "body", None)):
        return node.lineno, max(node.lineno, body[0].lineno - 1)
    return (node.lineno, node.end_lineno or node.lineno) if isinstance(node, (ast.stmt, ast.expr)) else None


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def replacements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what a node is replaced by, one at a time."""
    match node:
        case ast.Compare():
            for position, operator in enumerate(node.ops):
                yield _with(node, ops=[*node.ops[:position], COMPARISONS[type(operator)](), *node.ops[position + 1 :]])
        case ast.BinOp() | ast.AugAssign() if type(node.op) in ARITHMETIC:
            yield _with(node, op=ARITHMETIC[type(node.op)]())
        case ast.BoolOp():
            yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
            for position in range(len(node.values)):
                left = [*node.values[:position], *node.values[position + 1 :]]
                yield left[0] if len(left) == 1 else _with(node, values=left)
        case ast.UnaryOp():
            yield node.operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
        case ast.Name(id=name) if name in NAMES:
            yield _with(node, id=NAMES[name])
        case ast.Attribute(attr=name) if name in NAMES:
            yield _with(node, attr=NAMES[name])
        case ast.IfExp():
            yield node.body
            yield node.orelse
        case ast.comprehension(ifs=[_, *_]):
            yield _with(node, ifs=[])
        case ast.Call(args=[_, _, *_]) if not (isinstance(node.func, ast.Name) and node.func.id in COMMUTATIVE):
            for position in range(len(node.args) - 1):
                args = node.args
                yield _with(node, args=[*args[:position], args[position + 1], args[position], *args[position + 2 :]])
    yield from _statements(node)


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.If():
            yield _with(node, test=ast.Constant(False))
            yield _with(node, test=ast.Constant(True))
        case ast.Match() if len(node.cases) > 1:
            for position in range(len(node.cases)):
                yield _with(node, cases=[*node.cases[:position], *node.cases[position + 1 :]])
        case ast.Return(value=ast.expr()) if not (isinstance(node.value, ast.Constant) and node.value.value is None):
            yield ast.Return(None)
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            yield ast.Pass()


def _with(node: ast.AST, **fields: object) -> ast.AST:
    """Return a copy of a node with other fields; what hangs below it stays the same."""
    found = copy.copy(node)
    for name, value in fields.items():
        setattr(found, name, value)
    return found


def _shown(node: ast.AST) -> str:
    """Return a node on one line: of a statement with a body only its head."""
    if isinstance(node, ast.match_case | ast.comprehension):
        return " ".join(ast.unparse(node).split())
    lines = ast.unparse(node).splitlines()
    return lines[0] if isinstance(node, ast.stmt) and lines else " ".join(" ".join(lines).split())
