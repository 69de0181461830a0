from typing import Any

import pytest
from rich.console import Console, RenderableType

from optimizer.export import list_text, no_list_text, not_decided_text, tier_heading
from optimizer.plan import InputCompleteness, NextInLine, NoList, NotDecided, Plan, ProgramList, Suggestion, Wish
from optimizer.wording import points_rounded_up, whole_of_100
from tests.export.lists import listed, program_list
from tests.people_and_programs import plan


def shown(words: RenderableType, width: int = 80) -> str:
    console = Console(width=width, force_terminal=False, markup=False, emoji=False, highlight=False)
    with console.capture() as captured:
        console.print(words)
    return captured.get()


def flat(text: str) -> str:
    return " ".join(text.split())


def of(answer: ProgramList, about: Plan | None = None) -> str:
    return flat(shown(list_text(answer, about or plan(budget={"dollars": 400.0}))))


def test_the_headline_says_chance_and_range_in_whole_numbers() -> None:
    assert "Chance to match about 27 in 100 (range 18-37)" in of(program_list(listed()))


@pytest.mark.parametrize(
    ("chance", "span", "words"),
    [
        (0.003, (0.001, 0.02), "Chance to match fewer than 1 in 100 (range <1-2)"),
        (0.998, (0.9, 0.999), "Chance to match more than 99 in 100 (range 90 to >99)"),
    ],
)
def test_very_small_and_very_large_chances_are_never_none_and_never_certain(
    chance: float, span: tuple[float, float], words: str
) -> None:
    told = of(program_list(listed(), match_probability=chance, match_probability_range=span))
    assert words in told


def test_interviews_spend_and_budget_stand_in_the_head() -> None:
    told = of(program_list(listed(), listed(id="b", signal="gold")))
    assert "Interviews expected about 2 (range 1-3)" in told
    assert "Applications 2, 1 with a signal" in told
    assert "Fees $330 of a budget of $400" in told


def test_fewer_interviews_than_one_are_not_called_about_some_number() -> None:
    told = of(program_list(listed(), expected_interviews=0.2, expected_interviews_range=(0.1, 0.4)))
    assert "Interviews expected fewer than 1 (range <1-1)" in told


def test_without_a_budget_only_the_fees_are_said() -> None:
    told = of(program_list(listed()), plan())
    assert "Fees $330 Proof" in told


def test_where_every_match_counts_alike_the_proof_is_about_the_chance_to_match() -> None:
    told = of(program_list(listed(), value=0.274, bound=0.27401, value_is_match_probability=True), plan())
    assert "no list within your limits can beat this by more than 0.01 points in 100 in the chance to match" in told


def test_where_preference_counts_the_proof_says_so() -> None:
    told = of(program_list(listed(), value=0.231, bound=0.2312), plan(flexibility=0.5))
    assert "by more than 0.02 points in 100 when a match counts by how much you want the program" in told
    assert "this list: 23.1 of 100" in told


def test_a_list_that_is_not_proven_is_not_called_so() -> None:
    told = of(program_list(listed(), proven=False, bound=0.25))
    assert "not proven to the gap asked for: there may be a list that beats this, by at most 1.90 points" in told
    assert "no list within" not in told


@pytest.mark.parametrize(("share", "said"), [(0.0, "0.01"), (3.7e-7, "0.01"), (1e-4, "0.01"), (1.01e-4, "0.02")])
def test_what_the_proof_leaves_open_is_rounded_up(share: float, said: str) -> None:
    assert points_rounded_up(share) == said


@pytest.mark.parametrize(("share", "said"), [(0.004, "<1"), (0.007, "1"), (0.27, "27"), (0.996, ">99")])
def test_a_chance_in_a_cell_is_a_whole_number(share: float, said: str) -> None:
    assert whole_of_100(share) == said


def test_the_split_counts_regions_by_tiers_with_sums() -> None:
    programs = (
        listed(id="a", region="West", tier="reach"),
        listed(id="b", region="West", tier="safety"),
        listed(id="c", region="Elsewhere", tier="safety"),
    )
    lines = [line.split() for line in shown(list_text(program_list(*programs), plan())).splitlines()]
    assert ["region", "reach", "safety", "all"] in lines
    assert ["West", "1", "1", "2"] in lines
    assert ["Elsewhere", "0", "1", "1"] in lines
    assert ["all", "1", "2", "3"] in lines


def test_each_program_stands_under_its_region_with_place_tier_signal_and_chance() -> None:
    text = shown(list_text(program_list(listed(signal="silver"), listed(id="b", region="Elsewhere")), plan()))
    lines = [flat(line) for line in text.splitlines()]
    assert lines.index("West: 1") < lines.index("Example Hospital Fresno, CA safety silver 3 (<1-9)")
    assert lines.index("Elsewhere: 1") < lines.index("Example Hospital Fresno, CA safety - 3 (<1-9)")


def test_a_locked_program_says_so() -> None:
    assert "Example Hospital (locked)" in of(program_list(listed(locked=True)))


def limit(about: Wish, **facts: Any) -> dict[str, Any]:
    given = {"name": about.name, "about": about, "minimum": 1.0, "maximum": None, "used": 1.0, "binding": True}
    return given | facts


def test_a_binding_limit_is_marked_in_words() -> None:
    money = limit(Wish("budget"), maximum=400.0, minimum=None, binding=False)
    told = of(program_list(listed(), limits=(limit(Wish("tier", ("reach",))), money)))
    assert "Reach programs 1 - 1 reached" in told
    assert "Budget for fees - $400 $1" in told
    assert told.count("reached") == 1


def test_a_list_without_limits_says_so() -> None:
    assert "Limits none" in of(program_list(listed(), limits=()))


def test_notices_stand_at_the_end() -> None:
    assert "What to know - Check each before you pay." in of(program_list(listed()))


def test_an_empty_list_is_told_without_tables() -> None:
    told = of(program_list(match_probability=0.0, match_probability_range=(0.0, 0.0), spend=0.0))
    assert "Chance to match none: the best list within your limits is empty" in told
    assert "Applications 0" in told
    assert "The programs" not in told


def test_eighty_columns_hold_everything_and_lose_nothing() -> None:
    long_name = "University of Somewhere School of Medicine/Very Long Affiliated Hospital of Another Place"
    text = shown(list_text(program_list(listed(name=long_name, city="Rancho Santa Margarita")), plan()))
    assert max(len(line) for line in text.splitlines()) <= 80
    assert {"Somewhere", "Affiliated", "Another", "Margarita,"} <= set(text.replace("/", " ").split())


def test_a_pipe_gets_plain_characters_and_no_colour_codes() -> None:
    assert shown(list_text(program_list(listed()), plan())).isascii()


def test_what_looks_like_markup_is_only_text() -> None:
    told = of(program_list(listed(name="[red]Red[/red] Cross [/]", region="[bold]West[/nope]"), title="[x]"))
    assert "[red]Red[/red] Cross [/]" in told
    assert "[bold]West[/nope]: 1" in told
    assert told.startswith("[x]")


def test_clashing_limits_are_told_with_each_mend() -> None:
    remedy = Suggestion(
        limit="budget", about=Wish("budget"), side="maximum", present=3.0, needed=30.0, words="Raise the budget."
    )
    told = flat(shown(no_list_text(NoList(title="A", conflict=("b",), words="No list.", remedies=(remedy,)))))
    assert told == "There is no such list. No list. Any one of these changes mends it: - Raise the budget."


def test_where_no_single_change_mends_it_that_is_said() -> None:
    told = flat(shown(no_list_text(NoList(title="A", conflict=("b",), words="No list.", remedies=()))))
    assert "No single change" in told


def test_time_that_ran_out_is_told_in_seconds() -> None:
    assert "within 10 seconds" in flat(shown(not_decided_text(NotDecided(title="A", bound=1.0, seconds=10.2))))


def following(count: int) -> tuple[NextInLine, ...]:
    return tuple(
        NextInLine(
            id=f"n{k}",
            name=f"Next {k}",
            institution="Example Health",
            specialty="internal-medicine",
            city="Fresno",
            state="CA",
            standing_share=0.35,
        )
        for k in range(count)
    )


def test_standings_are_told_beside_programs_counted_and_followed_by_those_next_in_line() -> None:
    core, fringe = listed(standing="core", standing_share=0.9), listed(id="b", standing="fringe", standing_share=0.1)
    told = of(program_list(core, fringe, next_in_line=following(10)))
    assert "3 (<1-9) core" in told
    assert "1 core, 0 swing, 1 fringe" in told
    assert "Next in line, in 100 draws: Next 0 (Fresno, CA) 35; Next 1" in told
    assert "and 2 more." in told


def test_nothing_is_said_of_standings_that_were_not_worked_out() -> None:
    told = of(program_list(listed()))
    assert "How firm" not in told
    assert "stands" not in told


def test_without_programs_next_in_line_none_are_named() -> None:
    told = of(program_list(listed(standing="core", standing_share=1.0), next_in_line=()))
    assert "1 core" in told
    assert "Next in line" not in told


def test_how_complete_the_inputs_are_stands_in_the_head() -> None:
    known = InputCompleteness(share=0.12, words="little, 12 in 100 of what the facts could settle", facts=())
    assert "Inputs known little, 12 in 100" in of(program_list(listed(), completeness=known))
    assert "Inputs known" not in of(program_list(listed()))
    assert "Inputs known" not in of(program_list(completeness=known))


def test_with_several_specialties_programs_stand_under_theirs() -> None:
    told = of(program_list(listed(), listed(id="b", specialty="family-medicine", tier="reach")))
    assert "region or specialty" in told
    assert "family medicine 1" in told
    assert "West, family medicine: 1" in told
    assert "region or specialty" not in of(program_list(listed(), listed(id="b")))


def test_a_tier_is_called_as_its_programs_are() -> None:
    sure, unsure = (listed(tier="safety", tier_words=words) for words in ("safety", "more likely than most for you"))
    assert tier_heading("safety", [sure, listed(tier="reach")]) == "safety"
    assert tier_heading("safety", [sure, unsure]) == "safety or likelier"
    assert tier_heading("safety", [unsure]) == "likelier"
    assert tier_heading("reach", [unsure]) == "reach"
