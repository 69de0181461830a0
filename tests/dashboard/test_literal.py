"""Names of others stay text."""

import pytest

from optimizer.dashboard.literal import literal

JOINER = "\N{WORD JOINER}"


@pytest.mark.parametrize(
    "name",
    [
        "St. Louis University",
        "Texas A&M",
        "Zucker School at Hofstra/Northwell (Staten Island)",
        "St Joseph's, 2nd campus",
    ],
)
def test_an_ordinary_name_stays_as_it_is(name: str) -> None:
    assert literal(name) == name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*a* _b_ `c` ~d~", r"\*a\* \_b\_ \`c\` \~d\~"),
        ("<b>x</b>", r"\<b\>x\</b\>"),
        ("[x](y)", r"\[x\](y)"),
        ("$1 and $2", r"\$1 and \$2"),
        ("a &amp; b &#38; c", r"a \&amp; b \&#38; c"),
        ("# heading", r"\# heading"),
        ("- item", r"\- item"),
        ("1. item", f"1{JOINER}. item"),
        (":red[x] :smile:", rf":{JOINER}red\[x\] :{JOINER}smile:"),
        ("https://example.org", f"https:{JOINER}//example.{JOINER}org"),
        ("a@b.org", f"a@{JOINER}b.{JOINER}org"),
        ("two\nlines\r\n", "two lines"),
    ],
)
def test_markup_is_escaped_or_parted(text: str, shown: str) -> None:
    assert literal(text) == shown
