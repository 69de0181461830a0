"""Signals: caps by specialty, pools that specialties share, tracks, home and away, regions, and what each adds."""

from typing import Any

import numpy as np
import pytest

from optimizer.applicant import Tie
from optimizer.directory import Directory
from optimizer.errors import BadInput
from optimizer.evidence import Season, load_season
from optimizer.plan import NoList, ProgramList, build_list, prepare
from optimizer.plan.planner import solve_prepared
from optimizer.plan.problem.signal_limits import most_signals, signal_pools
from optimizer.portfolio import evaluate
from tests.people_and_programs import applicant, directory, plan, program, programs_in_many_cities, solved

PSYCHIATRY = programs_in_many_cities(20, prefix="p", specialty="psychiatry")
BOTH = applicant(specialties=("internal-medicine", "psychiatry"))
TWO = directory(*programs_in_many_cities(20), *PSYCHIATRY)


def signals(found: ProgramList, **of: str) -> dict[str, int]:
    kinds = [one.signal for one in found.programs if all(getattr(one, key) == value for key, value in of.items())]
    return {kind: kinds.count(kind) for kind in ("gold", "silver", "single") if kind in kinds}


def faults(**parts: Any) -> dict[str, str]:
    with pytest.raises(BadInput) as caught:
        build_list(plan(applicant=BOTH, **parts), TWO)
    return {fault.where: f"{fault.what}; {fault.allowed}" for fault in caught.value.faults}


# ---- by specialty


def test_a_number_for_one_specialty_takes_the_place_of_the_number_for_each() -> None:
    own = {"gold": 1, "specialty": {"psychiatry": {"single": 2}, "internal-medicine": {"gold": 3}}}
    found = solved(plan(applicant=BOTH, signals=own), TWO)
    assert signals(found, specialty="psychiatry") == {"single": 2}
    assert signals(found, specialty="internal-medicine") == {"gold": 3, "silver": 12}


def test_numbers_beyond_the_season_are_refused_each_at_its_key() -> None:
    found = faults(signals={"gold": 4, "specialty": {"psychiatry": {"single": 11, "gold": 1}}})
    assert found == {
        "signals.gold": "more signals than 2026 has; 0 to 3",
        "signals.specialty.psychiatry.single": "more signals than 2026 has; 0 to 10",
        "signals.specialty.psychiatry.gold": "no specialty of the plan has gold signals in 2026; single",
    }


def test_kinds_that_no_specialty_has_confine_nothing() -> None:
    wanted = plan(applicant=applicant(specialties=("psychiatry",)), signals={"only_in": {"gold": ("Elsewhere",)}})
    with pytest.raises(BadInput, match=r"signals\.only_in\.gold: no specialty of the plan has gold signals"):
        build_list(wanted, directory(*PSYCHIATRY))


# ---- pools that specialties share

RADIOLOGY = directory(
    *programs_in_many_cities(14, prefix="dr", specialty="diagnostic-radiology"),
    *programs_in_many_cities(14, prefix="ir", specialty="internal-medicine"),
)


def sharing() -> Season:
    """Internal medicine and diagnostic radiology share six gold and six silver, as the radiologies do."""
    known = load_season(2026)
    shared = {"gold": 6, "silver": 6, "single": None}
    partner = {"diagnostic-radiology": "internal-medicine", "internal-medicine": "diagnostic-radiology"}
    own = tuple(
        one.model_copy(update=shared | {"shared_with": (partner[one.specialty],)}) if one.specialty in partner else one
        for one in known.specialty_signals
    )
    return known.model_copy(update={"specialty_signals": own})


def shared_list(**parts: Any) -> ProgramList:
    person = applicant(type="us-md", visa="none", specialties=("diagnostic-radiology", "internal-medicine"))
    found = solve_prepared(prepare(plan(applicant=person, **parts), RADIOLOGY, season=sharing()))
    assert isinstance(found, ProgramList)
    return found


def test_specialties_that_share_signals_have_them_together() -> None:
    found = shared_list()
    assert signals(found) == {"gold": 6, "silver": 6}
    names = [limit.name for limit in found.limits if "signals" in limit.name]
    assert names == [
        "gold signals in diagnostic-radiology and internal-medicine",
        "silver signals in diagnostic-radiology and internal-medicine",
    ]


def test_within_a_pool_each_specialty_may_be_asked_for_less() -> None:
    found = shared_list(signals={"specialty": {"internal-medicine": {"gold": 1, "silver": 0}}})
    assert signals(found, specialty="internal-medicine") == {"gold": 1}
    assert signals(found) == {"gold": 6, "silver": 6}


def test_the_radiologies_of_the_shipped_season_share_one_set() -> None:
    both = ("diagnostic-radiology", "internal-medicine", "interventional-radiology")
    season = load_season(2026)
    assert signal_pools(both, season) == (
        ("diagnostic-radiology", "interventional-radiology"), ("internal-medicine",),
    )  # fmt: skip
    assert most_signals(both, season) == (0.0, 18.0, 9.0)


# ---- tracks


def tracks(count: int = 3) -> Directory:
    """One program of several tracks under one ACGME id, far better than the others."""
    own = [
        program(f"track-{k}", institution="Big", acgme_id="1400500001", interview_rate_non_us_img=0.5)
        for k in range(count)
    ]
    return directory(*own, *programs_in_many_cities(12))


def test_one_signal_covers_all_tracks_of_a_program() -> None:
    found = solved(plan(signals={"gold": 1, "silver": 1}), tracks())
    by_id = {one.id: one.signal for one in found.programs}
    assert {by_id[f"track-{k}"] for k in range(3)} == {"gold"}
    assert sum(signal == "silver" for signal in by_id.values()) == 1
    use = next(limit for limit in found.limits if limit.name.startswith("gold signals"))
    assert (use.used, use.maximum) == (1, 1)


def test_tracks_never_get_two_kinds_of_signals() -> None:
    locks = {"signal": {"track-0": "gold", "track-1": "silver"}}
    answer = build_list(plan(locks=locks), tracks())
    assert isinstance(answer, NoList)
    assert {"gold signal lock on track-0", "silver signal lock on track-1"} <= set(answer.conflict)


def test_programs_without_ids_are_no_tracks_of_each_other() -> None:
    here = directory(*(program(f"a-{k}", institution="Big") for k in range(4)))
    found = solved(plan(signals={"gold": 1, "silver": 0}), here)
    assert signals(found) == {"gold": 1}


# ---- home and away

EMERGENCY = directory(*programs_in_many_cities(12, prefix="em", specialty="emergency-medicine"))
TIES = (Tie(kind="home-program", program="em-00"), Tie(kind="away-rotation", institution="Hospital em-01"))


def emergency(**parts: Any) -> ProgramList:
    person = applicant(type="us-md", visa="none", specialties=("emergency-medicine",), ties=TIES)
    return solved(plan(applicant=person, **parts), EMERGENCY)


def signalled(found: ProgramList) -> set[str]:
    return {one.id for one in found.programs if one.signal != "none"}


def test_where_the_specialty_advises_so_home_and_away_programs_are_not_signalled() -> None:
    found = emergency()
    assert not signalled(found) & {"em-00", "em-01"}
    assert len(signalled(found)) == 5
    assert "Not signalled, as the specialty advises for home and away programs: em-00, em-01." in found.notices


def test_the_rule_may_be_set_aside_and_a_lock_goes_before_it() -> None:
    free = emergency(signals={"home_and_away": "free", "single": 5})
    assert not any("Not signalled" in notice for notice in free.notices)
    locked = emergency(locks={"signal": {"em-00": "single"}})
    assert "em-00" in signalled(locked)
    assert "em-01" not in signalled(locked)


def test_elsewhere_the_rule_holds_only_where_it_is_asked_for() -> None:
    ties = (Tie(kind="home-program", program="im-00"),)
    here = directory(*programs_in_many_cities(4))
    season = solved(plan(applicant=applicant(ties=ties)), here)
    never = solved(plan(applicant=applicant(ties=ties), signals={"home_and_away": "never"}), here)
    assert "im-00" in signalled(season)
    assert "im-00" not in signalled(never)


def test_a_rotation_in_a_city_says_not_which_program_it_was() -> None:
    ties = (Tie(kind="away-rotation", city="Los Angeles, CA"),)
    here = directory(*programs_in_many_cities(4))
    found = solved(plan(applicant=applicant(ties=ties), signals={"home_and_away": "never"}), here)
    assert len(signalled(found)) == 4


# ---- regions, and what a signal adds


def test_signals_may_be_confined_to_regions() -> None:
    regions = ({"name": "West", "divisions": ("Pacific", "Mountain")},)
    here = directory(*programs_in_many_cities(30))
    for kind, place in (("gold", "West"), ("gold", "Elsewhere"), ("silver", "West")):
        found = solved(plan(regions=regions, signals={"only_in": {kind: (place,)}}), here)
        assert {one.region for one in found.programs if one.signal == kind} == {place}


def test_what_a_signal_adds_is_what_the_list_loses_without_it() -> None:
    here = directory(*programs_in_many_cities(30))
    wanted = plan(budget={"dollars": 220.0})
    found, prepared = solved(wanted, here), prepare(wanted, here)
    mode = np.full(30, -1)
    for one in found.programs:
        mode[here.index_by_id[one.id]] = prepared.estimate.modes.index(one.signal)
    for one in found.programs:
        if one.signal == "none":
            assert one.signal_value is None
            assert one.interview_probability_without_signal is None
        else:
            without = mode.copy()
            without[here.index_by_id[one.id]] = 0
            assert one.signal_value is not None
            assert one.signal_value == pytest.approx(found.value - evaluate(prepared.problem, without), abs=1e-12)
            assert one.signal_value > 0
