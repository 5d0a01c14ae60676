"""Templates compiled for thousands of pages: what Jinja asks at every value is settled once.

Jinja's own code asks at each dot whether it means an attribute or an item, at each call whether
the function wants the context, and makes an object of each text that it escapes. Our templates
are given views and plain functions, so the code made here takes attributes, calls functions and
joins texts directly. The output is the same; a missing attribute is Python's `AttributeError`.
"""

from __future__ import annotations

from collections.abc import Callable
from keyword import iskeyword

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.utils import missing
from markupsafe import Markup

try:
    from markupsafe._speedups import _escape_inner as escape_text
except ImportError:  # a machine for which there is no C
    from markupsafe._native import _escape_inner as escape_text

__all__ = ["FastEnvironment", "escape_text", "make_macro"]


def make_macro(
    function: Callable[..., str], name: str, parameters: tuple[str, ...]
) -> Callable[..., Markup]:
    """A macro as templates call it, from the function that Jinja compiles for it.

    >>> make_macro(lambda a, b: f"{a}{b}", "both", ("a", "b"))("1", b="2")
    Markup('12')
    """
    count = len(parameters)
    absent = (missing,) * count
    new = str.__new__  # a macro's text is safe, so Markup need not look at it

    def macro(*given: object, **named: object) -> Markup:
        if named:
            given += tuple(named.pop(one, missing) for one in parameters[len(given) :])
            if named:
                raise TypeError(f"macro {name!r} takes no argument {next(iter(named))!r}")
        elif len(given) < count:
            given += absent[len(given) :]
        return new(Markup, function(*given))

    return macro


class Compiler(CodeGenerator):
    """Jinja's maker of code, without the questions."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        self.writeline("from atlas.compiling import escape_text, make_macro")
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
        names = tuple(one.name for one in macro_ref.node.args)
        self.write(f"make_macro(macro, {getattr(macro_ref.node, 'name', '')!r}, {names!r})")

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
        self.write("(")
        for one in (*node.args, *node.kwargs):
            self.visit(one, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        self.write("(_one if (_one := ")

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        self.write(
            ").__class__ is Markup else escape_text(_one) if _one.__class__ is str"
            " else escape(_one))"
        )


class FastEnvironment(Environment):
    """Jinja's environment with that compiler; autoescape is on for every template."""

    code_generator_class = Compiler
