"""The back-test: one budget for all rules, the same people for all, the same figures on any engine."""

from functools import cache

import numpy as np
import pytest

from optimizer.cohort import Engine
from optimizer.cohort.market import Seasons, Study, load_market, open_season, pieces, run
from optimizer.cohort.market.adoption import everybody
from optimizer.cohort.market.advising import Task
from optimizer.cohort.market.backtest import lists_of
from optimizer.cohort.market.chance import generator
from optimizer.cohort.market.knowing import Adviser, Facts
from optimizer.cohort.market.opening import facts_of
from optimizer.cohort.market.people import draw_people
from optimizer.cohort.market.study import INDEPENDENT, KNOWLEDGE, MATCHLIST, NOTHING_KNOWN, RATES_KNOWN, RULES, Trial
from optimizer.errors import BadInput, MatchlistError
from optimizer.estimate import draw_scenarios
from optimizer.evidence import load_evidence, load_season
from optimizer.portfolio import evaluate, violations
from optimizer.vocabulary import MODES

STUDY = Study(
    ("otolaryngology", "obstetrics-gynecology"),
    scale=0.1,
    replications=2,
    people=2,
    adoption_scale=0.05,
    adoption_rounds=1,
    scenarios=8,
)
SEASON = load_season(2026)


@cache
def seasons() -> Seasons:
    return run(STUDY, Engine(1))


def trial(rule: str, known: str = NOTHING_KNOWN, kind: str = "us-md", specialty: str = "otolaryngology") -> Trial:
    return next(
        one
        for one in seasons().trials
        if (one.rule, one.known, one.kind, one.specialty) == (rule, known, kind, specialty)
    )


def test_every_rule_is_tried_once_for_each_specialty_type_season_and_state_of_knowledge() -> None:
    tried = [(one.specialty, one.kind, one.rule, one.known, one.replication) for one in seasons().trials]
    assert len(tried) == len(set(tried)) == 2 * 4 * len(RULES) * len(KNOWLEDGE) * 2
    assert len(seasons().groups) == 2 * 4 * 2
    assert len(seasons().adopted) == 2 * len(KNOWLEDGE)
    assert len(pieces(STUDY)) == 2 * 2 + 2 * len(KNOWLEDGE)


def test_nobody_spends_more_than_the_budget_and_chances_are_chances() -> None:
    for one in seasons().trials:
        budget = trial("random", kind=one.kind, specialty=one.specialty)
        assert (one.applications <= budget.applications.max()).all()
        if one.specialty == "obstetrics-gynecology":
            assert np.isnan(one.dollars).all()
        else:
            assert (one.dollars <= budget.dollars.max()).all()
        for values in (one.stated, one.matched, one.utility):
            assert ((values >= 0) & (values <= 1)).all()
        assert (one.utility <= one.matched + 1e-12).all()
        assert (one.interviews <= one.applications).all()


def test_rules_without_chances_make_the_same_lists_whatever_is_known_of_rates() -> None:
    for rule in ("nearest", "reputed", "random", "regions"):
        np.testing.assert_array_equal(trial(rule).matched, trial(rule, RATES_KNOWN).matched)


def test_two_processes_play_the_same_seasons() -> None:
    small = Study(("otolaryngology",), ("us-md",), scale=0.2, replications=2, people=1, scenarios=8)
    one, two = run(small, Engine(1)), run(small, Engine(2))
    for first, second in zip(one.trials, two.trials, strict=True):
        assert (first.rule, first.replication) == (second.rule, second.replication)
        np.testing.assert_array_equal(first.matched, second.matched)
        np.testing.assert_array_equal(first.stated, second.stated)


def test_true_coefficients_differ_from_season_to_season_and_from_the_estimates() -> None:
    name = "strength_sd_interview"
    first, second = (STUDY.truth(number).central(name, None, "us-md") for number in range(2))
    assert first != second != load_evidence().central(name, None, "us-md")


def test_matchlists_list_keeps_all_limits_and_is_worth_most_by_its_own_estimate() -> None:
    opened = open_season(load_market(), load_evidence(), SEASON, "anesthesiology", scale=0.3, seed=2)
    programs = opened.market.programs
    people = draw_people(load_market(), load_evidence(), programs, {"us-do": 2}, generator(2, "people"))
    adviser = Adviser(programs, load_evidence(), SEASON, Facts.none(programs), draw_scenarios(8))
    found = lists_of(STUDY, opened, people, "us-do", adviser, generator(2, "lists"))
    tasks = found[MATCHLIST][1]
    for person, task in enumerate(tasks):
        assert not violations(task.problem, found[MATCHLIST][0][person])
        values = {rule: _worth(task, lists[person]) for rule, (lists, _, _) in found.items()}
        assert (
            max(values, key=lambda rule: values[rule]) == MATCHLIST
            or values[MATCHLIST] > max(values.values()) - 2 * STUDY.gap
        )
        assert values[INDEPENDENT] <= values[MATCHLIST] + 2 * STUDY.gap
        assert (found[MATCHLIST][0][person] == MODES.index("gold")).sum() <= 5


def _worth(task: Task, mode: np.ndarray) -> float:
    return evaluate(task.problem, mode)


def test_rates_of_last_season_are_near_the_programs_own_and_unknown_where_few_applied() -> None:
    opened = open_season(load_market(), load_evidence(), SEASON, "psychiatry", scale=0.5, seed=4)
    facts = facts_of(opened, RATES_KNOWN, 4)
    market, folklore = opened.market, opened.folklore
    us_md = market.people.type[folklore.person] == 0
    count = np.bincount(folklore.program[us_md], minlength=market.programs.count)
    np.testing.assert_array_equal(np.isnan(facts.rate[:, 0]), count < 5)
    told = count >= 20
    correlation = np.corrcoef(market.programs.effect[told, 0], np.log(facts.rate[told, 0] / (1 - facts.rate[told, 0])))
    assert correlation[0, 1] > 0.7
    assert np.isnan(facts_of(opened, NOTHING_KNOWN, 4).rate).all()


def test_when_everybody_uses_matchlist_nobody_is_lost_and_positions_stay_the_same() -> None:
    found = next(one for one in seasons().adopted if one.specialty == "otolaryngology" and one.known == NOTHING_KNOWN)
    again = everybody(STUDY, "otolaryngology", NOTHING_KNOWN)
    np.testing.assert_array_equal(found.matched, again.matched)
    np.testing.assert_array_equal(found.expecting.matched, again.expecting.matched)
    assert found.kind.size == found.matched.size == found.stated.size
    before = [group for group in seasons().groups if (group.specialty, group.replication) == ("otolaryngology", 0)]
    assert sum(group.matched for group in before) == found.matched_before.sum()
    season = open_season(load_market(), STUDY.truth(0), SEASON, "otolaryngology", scale=0.1, seed=STUDY.seed)
    assert found.matched.sum() <= season.market.positions.sum()


def test_a_season_that_cannot_be_played_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.cohort.market.advising.SECONDS_AT_MOST", 0.0)
    with pytest.raises(BadInput, match=r"simulated season otolaryngology 0 .*no list was found in 0 seconds"):
        run(Study(("otolaryngology",), ("us-md",), scale=0.2, replications=1, people=1), Engine(1))
    assert issubclass(BadInput, MatchlistError)
