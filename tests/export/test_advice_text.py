from typing import Any

from optimizer.export import advice_text, connection_words
from optimizer.plan import Advice, ConnectionRule, PreferenceAdvice, SignalRule, SignalTo, StatedPreference
from tests.export.test_list_text import flat, shown

OWN = StatedPreference(
    divisions=("Pacific",), value=0.62, match_probability=0.68, value_gain=0.0, match_probability_gain=0.0
)
BEST = StatedPreference(
    divisions=("Mountain", "Pacific"), value=0.65, match_probability=0.73, value_gain=0.031, match_probability_gain=0.05
)
NONE = StatedPreference(
    divisions=(), value=0.6, match_probability=0.67, value_gain=-0.028, match_probability_gain=-0.01
)
HOME = SignalTo(
    id="a",
    name="Example Hospital",
    city="Fresno",
    state="CA",
    tie="home-program",
    signal="gold",
    value_gain=0.0123,
    match_probability_gain=0.01,
)
RULE = SignalRule(
    specialty="internal-medicine",
    advice="signal",
    words="the specialty advises to signal them too",
    source="A page",
    address="https://example.org/page",
    grade="B",
    programs=(HOME,),
)


def preference(**facts: Any) -> PreferenceAdvice:
    given = {
        "most_divisions": 3,
        "not_asked": (),
        "is_open": False,
        "stated": OWN,
        "best": (BEST, OWN, NONE),
        "gain_range": (0.017, 0.066),
        "gap": 1e-6,
        "statements": 130,
        "solved": 4,
    }
    return PreferenceAdvice.model_validate(given | facts)


def told(stated: PreferenceAdvice | None, *rules: SignalRule) -> str:
    return flat(shown(advice_text(Advice(title="A list", preference=stated, signals=rules)), 100))


def test_the_best_statement_is_told_with_its_gain_and_range() -> None:
    words = told(preference())
    assert "You state Pacific: chance to match 68 in 100." in words
    assert "Worth most: Mountain + Pacific. Chance to match 73 in 100" in words
    assert "+5 points (range +2 to +7)" in words
    assert "Mountain + Pacific 73 +3.1" in words
    assert "no preference 67 -2.8" in words


def test_what_is_proven_is_said() -> None:
    words = told(preference())
    assert "no other statement of the same size is worth 0.01 points more (4 of 130 solved" in words


def test_who_states_the_best_is_told_so() -> None:
    words = told(preference(best=(OWN, NONE), gain_range=None))
    assert "Of all statements of up to 3 divisions it is worth most." in words


def test_an_open_preference_is_compared_with_none() -> None:
    words = told(preference(is_open=True, stated=NONE))
    assert "You leave it open; compared with stating no preference: chance to match 67 in 100." in words
    assert "against no preference" in words


def test_a_gain_in_value_without_one_in_the_chance_to_match_is_no_change() -> None:
    same = BEST.model_copy(update={"match_probability_gain": 0.004})
    assert "no change (range" in told(preference(best=(same,)))


def test_a_service_that_may_not_ask_is_named() -> None:
    assert "the service of emergency medicine asks" in told(preference(not_asked=("emergency-medicine",)))


def test_where_it_is_not_known_that_anybody_asks_that_is_said() -> None:
    assert "It isn't known that the services of these specialties ask for divisions." in told(None)


def test_cities_to_name_in_place_of_divisions_are_told_with_the_ties_that_could_be_named() -> None:
    rule = ConnectionRule(
        specialty="emergency-medicine",
        most=3,
        note="",
        source="A page",
        address="https://example.org/page",
        grade="B",
        places=("Fresno, CA", "NV"),
    )
    advice = Advice(title="A list", preference=None, signals=(), connections=(rule,))
    words = flat(shown(advice_text(advice), 100))
    assert "Emergency medicine: its application takes no divisions but up to 3 cities" in words
    assert "(A page; grade B). Your ties: Fresno, CA; NV." in words
    assert "Your ties" not in connection_words(rule.model_copy(update={"places": ()}))


def test_rules_on_signals_are_told_with_their_source() -> None:
    words = told(None, RULE)
    assert "- internal medicine: the specialty advises to signal them too (A page; grade B)." in words
    assert "Example Hospital home program with a gold signal +1.23" in words


def test_how_a_program_stands_on_the_list_is_told() -> None:
    unsignalled = HOME.model_copy(update={"signal": "none"})
    off_list = HOME.model_copy(update={"signal": None, "value_gain": None})
    words = told(None, RULE.model_copy(update={"programs": (unsignalled, off_list)}))
    assert "Example Hospital home program without a signal +1.23" in words
    assert "Example Hospital home program no not possible" in words


def test_without_such_programs_and_without_signals_that_is_said() -> None:
    unknown = RULE.model_copy(update={"programs": (), "source": "", "words": "no published advice was found"})
    words = told(None, unknown)
    assert "- internal medicine: no published advice was found." in words
    assert "You name no home program and no away rotation" in words
    assert "None of the plan's specialties is known to have signals." in told(None)
