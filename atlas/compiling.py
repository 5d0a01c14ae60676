"""Templates compiled for thousands of pages: what Jinja asks at every value is settled once.

Jinja's own code asks at each dot whether it means an attribute or an item, at each call whether
the function wants the context, and makes an object of each text that it escapes. Our templates
are given views and plain functions, so the code made here takes attributes, calls functions and
joins texts directly; macros are functions that put down what they print where their caller does,
and words that `t` gives without values are escaped once. The output is the same; a missing
attribute is Python's `AttributeError`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from keyword import iskeyword
from types import FunctionType
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef, find_undeclared
from jinja2.utils import missing
from markupsafe import Markup

try:
    from markupsafe._speedups import _escape_inner as escape_text
except ImportError:  # a machine for which there is no C
    from markupsafe._native import _escape_inner as escape_text

__all__ = ["FastEnvironment", "as_macro", "escape_text", "join_safe"]
_PARAMETER = "l_1_"  # before the name of a macro's parameter in Jinja's code
_INTO = "l_1_hra_into"  # a macro's last parameter: the list of its caller, if that prints it


def as_macro(function: FunctionType, count: int) -> FunctionType:
    """A macro as templates call it, from the function that Jinja compiles for it."""
    function.__defaults__ = (missing,) * count
    function.__kwdefaults__ = {_INTO: None}
    return function


def join_safe(parts: Iterable[str]) -> Markup:
    """A macro's text is safe, so Markup need not look at it."""
    return str.__new__(Markup, "".join(parts))


class Compiler(CodeGenerator):
    """Jinja's maker of code, without the questions."""

    _printed: nodes.Node | None = None
    """What is printed as it is."""
    _entered = False
    """Whether the next list is that of a macro that takes what it names."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._own: set[str | None] = set()
        """The lists that such macros make, or are given by who prints them."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        self.writeline("from atlas.compiling import as_macro, escape_text, join_safe")
        self._macros = {one.name for one in node.find_all(nodes.Macro)}
        macros = node.find_all(nodes.Macro)
        self._special = {one.name for one in macros if not _is_plain(one)}
        self._imported = {one.target for one in node.find_all(nodes.Import)}
        # What macros find in the page's context is looked up once a page, not at each call.
        own = {one.name for one in node.find_all(nodes.Name) if one.ctx != "load"}
        own |= {one.name for one in node.find_all(nodes.Macro)}
        own |= {one.target for one in node.find_all(nodes.Import)}
        used = {one.name for one in node.find_all(nodes.Name)} - own - {"loop"}
        asked: list[nodes.Expr] = [nodes.Name(name, "load") for name in sorted(used)]
        ask = nodes.ExprStmt(nodes.Tuple(asked, "load")).set_lineno(1)
        node.body.insert(0, ask.set_environment(self.environment))
        super().visit_Template(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        special = macro_ref.accesses_caller, macro_ref.accesses_kwargs, macro_ref.accesses_varargs
        if any(special):
            super().macro_def(macro_ref, frame)
            return
        self.write(f"as_macro(macro, {len(macro_ref.node.args)})")

    def macro_body(
        self, node: nodes.Macro | nodes.CallBlock, frame: Frame
    ) -> tuple[Frame, MacroRef]:
        # Jinja writes the head of the function, then makes its list, then writes what is in it.
        self._entered = isinstance(node, nodes.Macro) and _is_plain(node)
        return super().macro_body(node, frame)

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        if self._entered and x.startswith("def macro("):
            x = x.replace("):", f"{'' if '()' in x else ', '}*, {_INTO}):")
        super().writeline(x, node, extra)

    def buffer(self, frame: Frame) -> None:
        super().buffer(frame)
        if self._entered:
            self._entered = False
            self._own.add(frame.buffer)
            self.writeline(f"if {_INTO} is not None: {frame.buffer} = {_INTO}")

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        if frame.buffer in self._own:
            self.writeline(f"if {_INTO} is not None: return ''")
        self.writeline(f"return join_safe({frame.buffer})")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        if frame.buffer is None:
            super().visit_Output(node, frame)
            return
        for called, children in groupby(node.nodes, self._is_macro_call):
            if not called:
                printed = nodes.Output([*children], lineno=node.lineno)
                printed.set_environment(self.environment)
                super().visit_Output(printed, frame)
                continue
            for child in children:
                self.newline(child)
                self._write_call(child, frame, frame.buffer)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        if iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        if node is self._printed:
            self.visit(node.node, frame)
            self.write(f".escaped[{node.args[0].as_const()!r}]")
            return
        self._write_call(node, frame)

    def _write_call(self, node: Any, frame: Frame, into: str = "") -> None:
        """A call; that of a macro which puts its output `into` a list, if that is given."""
        self.visit(node.node, frame)
        self.write("(")
        for one in node.args:
            self.visit(one, frame)
            self.write(", ")
        for named in node.kwargs:
            key = f"{_PARAMETER}{named.key}" if self._is_macro(node.node) else named.key
            self.visit(nodes.Keyword(key, named.value), frame)
            self.write(", ")
        self.write(f"{_INTO}={into})" if into else ")")

    def _is_macro_call(self, node: nodes.Expr) -> bool:
        if not isinstance(node, nodes.Call) or node.dyn_args or node.dyn_kwargs:
            return False
        called = node.node
        return self._is_macro(called) and getattr(called, "name", "") not in self._special

    def _is_macro(self, called: nodes.Expr) -> bool:
        if isinstance(called, nodes.Getattr) and isinstance(called.node, nodes.Name):
            return called.node.name in self._imported
        return isinstance(called, nodes.Name) and called.name in self._macros

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        self.visit(node.node, frame)
        self.write("[")
        self.visit(node.arg, frame)
        self.write("]")

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if _are_words(node):
            self._printed = node
        else:
            self.write("(_one if (_one := ")

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if node is not self._printed:
            self.write(
                ").__class__ is Markup else escape_text(_one) if _one.__class__ is str"
                " else escape(_one))"
            )


def _is_plain(macro: nodes.Macro) -> bool:
    """Whether it takes what it names, and nothing else."""
    return not find_undeclared(macro.body, ("caller", "kwargs", "varargs"))


def _are_words(node: nodes.Expr) -> bool:
    """Whether it is `t("key")`."""
    if not isinstance(node, nodes.Call) or len(node.args) != 1 or node.kwargs:
        return False
    called, key = node.node, node.args[0]
    return isinstance(called, nodes.Name) and called.name == "t" and isinstance(key, nodes.Const)


class FastEnvironment(Environment):
    """Jinja's environment with that compiler; autoescape is on for every template."""

    code_generator_class = Compiler
