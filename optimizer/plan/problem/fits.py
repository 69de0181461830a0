"""How each program stands to the plan's conditions: meets them, fails them, or isn't known to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.directory import TOLD, Directory, load_states, sponsorship
from optimizer.errors import Fault
from optimizer.plan.document import Condition, Plan
from optimizer.plan.problem.decisions import Row
from optimizer.plan.problem.points import miles_from
from optimizer.plan.problem.wishes import Wish
from optimizer.vocabulary import INTERNATIONAL_TYPES, NO_VISA, SPONSORED_VISAS, VISA_NAMES, visa_policy

_MEETS = {"yes": 1.0, "no": 0.0, "unknown": np.nan}


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """How the programs fit one condition.

    Attributes
    ----------
    name : str
        The condition in words: "sponsors J-1".
    fact : str
        What has to be known for it: "J-1 visa policy".
    condition : Condition
    meets : float array, shape (programs,)
        1 meets it, 0 fails it, NaN isn't known.
    """

    name: str
    fact: str
    condition: Condition
    meets: FloatArray

    @property
    def fails(self) -> npt.NDArray[np.bool_]:
        """Programs that are known to fail it."""
        return np.asarray(self.meets == 0.0)

    @property
    def unknown(self) -> npt.NDArray[np.bool_]:
        """Programs of which the fact isn't known."""
        return np.isnan(self.meets)

    @property
    def removes(self) -> npt.NDArray[np.bool_]:
        """Programs that it leaves out."""
        out = self.fails if self.condition.is_hard else np.zeros(self.meets.size, dtype=np.bool_)
        return np.asarray(out | self.unknown) if self.condition.unknown == "exclude" else out

    @property
    def factor(self) -> FloatArray:
        """What it leaves of the preference for each program, in [0, 1]; 1 throughout for a hard condition."""
        if self.condition.weight is None:
            return np.ones(self.meets.size)
        return 1.0 - self.condition.weight / 10.0 * (1.0 - np.where(self.unknown, 0.5, self.meets))


def fits_of(plan: Plan, directory: Directory, season: int, faults: list[Fault]) -> tuple[Fit, ...]:
    """How every program stands to every condition of a plan.

    Parameters
    ----------
    plan : Plan
    directory : Directory
        Programs of the applicant's specialties.
    season : int
        Year of the match.
    faults : list of Fault
        What can't be asked is added here.
    """
    return (
        *_visa(plan, directory, faults),
        *_asked_of_applicant(plan, directory, season),
        *_place(plan, directory, faults),
        *_setting(plan, directory),
    )


def _visa(plan: Plan, directory: Directory, faults: list[Fault]) -> Iterator[Fit]:
    condition = plan.conditions.visa
    if condition is None:
        return
    need = condition.need or plan.applicant.visa_need
    if need is None or need == NO_VISA:
        what = "it isn't said which visa the programs have to sponsor"
        remedy = "Set applicant.visa or conditions.visa.need, or remove the condition"
        faults.append(Fault(what, "conditions.visa", plan.applicant.visa_need, ", ".join(SPONSORED_VISAS), remedy))
        return
    meets = [_MEETS[sponsorship(program, need)] for program in directory.programs]
    yield Fit(f"sponsors {VISA_NAMES[need]}", visa_policy(need), condition, np.array(meets))


def _asked_of_applicant(plan: Plan, directory: Directory, season: int) -> Iterator[Fit]:
    """What programs ask of the applicant; what the applicant hasn't said isn't known to meet it."""
    person, asked = plan.applicant, plan.conditions
    graduated = None if person.graduation_year is None else max(season - person.graduation_year, 0)
    # US graduates' rotations are clinical experience in the United States.
    is_graduate_abroad = person.type in INTERNATIONAL_TYPES
    experience = person.us_clinical_months if is_graduate_abroad else np.inf
    table = (
        (asked.step2, "your Step 2 CK is high enough", "step2_minimum", person.step2, 1),
        (
            asked.graduation,
            "you graduated recently enough",
            "years_since_graduation_maximum",
            graduated,
            -1,
        ),
        (
            asked.attempts,
            "your failed attempts are accepted",
            "failed_attempts_maximum",
            person.failed_attempts,
            -1,
        ),
        (
            asked.us_experience,
            "your US clinical experience is enough",
            "us_clinical_months_minimum",
            experience,
            1,
        ),
    )
    for condition, name, field, own, sign in table:
        if condition is not None:
            bounds = _numbers([getattr(program, field) for program in directory.programs])
            yield Fit(name, TOLD[field].words, condition, _at_least(sign * _number(own), sign * bounds))


def _place(plan: Plan, directory: Directory, faults: list[Fault]) -> Iterator[Fit]:
    for k, near in enumerate(plan.conditions.distance):
        miles = miles_from(near.of, f"conditions.distance[{k}].of", plan.applicant, directory, faults)
        yield Fit(f"within {near.miles:g} miles of {near.of}", "city", near, _at_least(near.miles, miles))
    cheap = plan.conditions.price_parity
    if cheap is not None:
        yield Fit(
            f"price level at most {cheap.maximum:g}",
            "price level",
            cheap,
            _at_least(cheap.maximum, price_level(directory)),
        )


def _setting(plan: Plan, directory: Directory) -> Iterator[Fit]:
    condition = plan.conditions.setting
    if condition is not None:
        known = [None if one.setting is None else one.setting in condition.any_of for one in directory.programs]
        yield Fit(f"setting {' or '.join(condition.any_of)}", "setting", condition, _numbers(known))


def price_level(directory: Directory) -> FloatArray:
    """Price level of each program's state, United States = 100; NaN where none is published. Shape (programs,)."""
    parity = {state.code: state.price_parity for state in load_states()}
    return _numbers([parity[program.state] for program in directory.programs])


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _numbers(values: Sequence[float | None]) -> FloatArray:
    return np.array([_number(value) for value in values], dtype=np.float64)


def _at_least(value: float, bound: FloatArray) -> FloatArray:
    """1 where the value reaches the bound, 0 where it doesn't, NaN where either isn't known."""
    return np.where(np.isnan(value) | np.isnan(bound), np.nan, (value >= bound).astype(np.float64))


def unknown_limits(found: tuple[Fit, ...], modes: int) -> Iterator[Row]:
    """A limit for each condition that takes only so many programs of which the fact isn't known."""
    for k, fit in enumerate(found):
        most = fit.condition.unknown
        if isinstance(most, int):
            counted = np.repeat(fit.unknown.astype(np.float64)[:, None], modes, axis=1)
            yield Row(unknown_fact(found, k), counted, maximum=float(most))


def unknown_fact(found: tuple[Fit, ...], k: int) -> Wish:
    """The limit on programs of which the k-th condition's fact isn't known."""
    again = sum(other.fact == found[k].fact for other in found[:k])
    return Wish("unknown fact", (found[k].fact,), number=again + 1 if again else None)
