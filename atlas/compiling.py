"""Templates compiled for thousands of pages: what Jinja asks at every value is settled once.

Jinja's own code asks at each dot whether it means an attribute or an item, at each call whether
the function wants the context, and makes an object of each text that it escapes. Our templates
are given views and plain functions, so the code made here takes attributes, calls functions and
joins texts directly; macros are functions, and words that `t` gives without values are escaped
once. The output is the same; a missing attribute is Python's `AttributeError`.
"""

from __future__ import annotations

from collections.abc import Iterable
from keyword import iskeyword
from types import FunctionType

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.utils import missing
from markupsafe import Markup

try:
    from markupsafe._speedups import _escape_inner as escape_text
except ImportError:  # a machine for which there is no C
    from markupsafe._native import _escape_inner as escape_text

__all__ = ["FastEnvironment", "as_macro", "escape_text", "join_safe"]
_PARAMETER = "l_1_"  # before the name of a macro's parameter in Jinja's code


def as_macro(function: FunctionType, count: int) -> FunctionType:
    """A macro as templates call it, from the function that Jinja compiles for it."""
    function.__defaults__ = (missing,) * count
    return function


def join_safe(parts: Iterable[str]) -> Markup:
    """A macro's text is safe, so Markup need not look at it."""
    return str.__new__(Markup, "".join(parts))


class Compiler(CodeGenerator):
    """Jinja's maker of code, without the questions."""

    _printed: nodes.Node | None = None
    """What is printed as it is."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        self.writeline("from atlas.compiling import as_macro, escape_text, join_safe")
        self._macros = {one.name for one in node.find_all(nodes.Macro)}
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

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        self.writeline(f"return join_safe({frame.buffer})")

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
        self.visit(node.node, frame)
        if node is self._printed:
            self.write(f".escaped[{node.args[0].as_const()!r}]")
            return
        self.write("(")
        for one in node.args:
            self.visit(one, frame)
            self.write(", ")
        for named in node.kwargs:
            key = f"{_PARAMETER}{named.key}" if self._is_macro(node.node) else named.key
            self.visit(nodes.Keyword(key, named.value), frame)
            self.write(", ")
        self.write(")")

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


def _are_words(node: nodes.Expr) -> bool:
    """Whether it is `t("key")`."""
    if not isinstance(node, nodes.Call) or len(node.args) != 1 or node.kwargs:
        return False
    called, key = node.node, node.args[0]
    return isinstance(called, nodes.Name) and called.name == "t" and isinstance(key, nodes.Const)


class FastEnvironment(Environment):
    """Jinja's environment with that compiler; autoescape is on for every template."""

    code_generator_class = Compiler
