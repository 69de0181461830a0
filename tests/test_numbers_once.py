"""Chances, ranges, points and money are put into words by `optimizer.wording`, and by no other module."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "optimizer"
TELLS = ROOT / "wording.py"
EXCEPTIONS = {
    "season/tracker/sheet.py": "the tracking sheet's own form of an amount, which it reads back: $250, $12.5",
}


def formatted(source: str) -> Iterator[tuple[int, str]]:
    """Texts that format a share out of 100, a percentage, money, or put a number before "in 100"."""
    for text in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr)):
        before = ""
        for part, after in zip(text.values, [*text.values[1:], None], strict=True):
            if isinstance(part, ast.FormattedValue):
                spec = ast.unparse(part.format_spec).strip("f'\"") if part.format_spec else ""
                follows = after.value if isinstance(after, ast.Constant) else ""
                if spec.endswith("%"):
                    yield text.lineno, "a percentage"
                if spec and isinstance(part.value, ast.BinOp) and _times_100(part.value):
                    yield text.lineno, "a share out of 100"
                if before.endswith("$"):
                    yield text.lineno, "an amount of money"
                if str(follows).startswith(" in 100"):
                    yield text.lineno, "a chance"
            before = str(part.value) if isinstance(part, ast.Constant) else ""


def _times_100(product: ast.BinOp) -> bool:
    sides = (product.left, product.right)
    return isinstance(product.op, ast.Mult) and any(
        isinstance(side, ast.Constant) and side.value == 100 for side in sides
    )


def test_no_other_module_puts_a_chance_a_range_or_money_into_words() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {what}"
        for path in sorted(ROOT.rglob("*.py"))
        if path != TELLS and path.relative_to(ROOT).as_posix() not in EXCEPTIONS
        for line, what in formatted(path.read_text(encoding="utf-8"))
    ]
    assert not found, "let optimizer.wording say them:\n" + "\n".join(found)


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_every_exception_is_still_needed(name: str) -> None:
    assert list(formatted((ROOT / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ('f"{share:.0%} of them"', "a percentage"),
        ('f"{share * 100:.1f}"', "a share out of 100"),
        ('f"{100 * share:+.2f} points"', "a share out of 100"),
        ('f"costs ${amount:,.0f}"', "an amount of money"),
        ('f"about {number} in 100"', "a chance"),
    ],
)
def test_what_is_formatted_elsewhere_is_found(source: str, what: str) -> None:
    assert list(formatted(source)) == [(1, what)]


def test_words_beside_a_number_are_not_taken_for_one() -> None:
    assert not list(formatted('f"{count} programs, {said} for {money}; {width:.1f} points in 100"'))
