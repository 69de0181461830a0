"""The estimate held against what it was not made from: each published figure left out, and said from the others.

Left out are, in turn, all published match rates of one specialty and type; all of one year; the rank curve of one
specialty; the score bands of one specialty. What is said in their place is made from the rest by the same functions as
the estimate. Strength before and after the interview, which all specialties of a type share, is not found anew.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import block_diag
from scipy.optimize import brentq
from scipy.special import expit, logit

from optimizer.arrays import FloatArray
from optimizer.estimate.calibration import RANKS, SCORES, Calibration
from optimizer.estimate.comparison import SCORE_OF_90TH_PERCENTILE
from optimizer.estimate.population import Figures, Population, population
from optimizer.estimate.published_rates import Published, RateModel, published_rates
from optimizer.estimate.terms import average_step2
from optimizer.estimate.unknowns import SCORED, Cell
from optimizer.evidence import Evidence, EvidenceRow, Season
from optimizer.vocabulary import APPLICANT_TYPES

PEOPLE_THAT_COUNT = 40
"""Rates of fewer people say too little to hold anything against them."""
_NEARLY = 0.97
"""Counts come back from ranges that were rounded."""
WITHIN = 0.1
_MEAN_DISTANCE = float(np.sqrt(2.0 / np.pi))
"""Of a normal from its middle, in standard deviations."""
FEW_APPLICATIONS, MANY_APPLICATIONS = 40, 120
GROWING = (
    ("internal-medicine", "us-md"),
    ("psychiatry", "us-md"),
    ("anesthesiology", "us-md"),
    ("general-surgery", "us-md"),
    ("obstetrics-gynecology", "us-md"),
    ("diagnostic-radiology", "us-md"),
    ("neurology", "us-md"),
    ("orthopaedic-surgery", "us-md"),
    ("internal-medicine", "us-do"),
    ("psychiatry", "us-do"),
    ("anesthesiology", "us-do"),
    ("general-surgery", "us-do"),
    ("internal-medicine", "non-us-img"),
)
"""Of whom interviews are told for few applications and for many, where there are programs enough."""
_FURTHEST_SHIFT, _SHIFT_TOLERANCE = 4.0, 1e-3
_WELL = 0.05
_WELL_KNOWN, _LESS_KNOWN = "points known within five", "points known less well"
"""Points of rank curves by their own standard deviation, in points of 100."""
_BELOW = 20.0
"""Points of Step 2 CK below the average of the group, for one who isn't limited by what can be held."""
REPORTED = "interviews_reported"


@dataclass(frozen=True, slots=True)
class Held:
    """One figure that was left out.

    Attributes
    ----------
    label : str
    block : str
        What it counts with.
    published, said, rival : float
        Published, said without it, and what the simplest rule says: the mean of the type's other published rates; of a
        curve or a band, the mean of the other specialties'.
    covered : bool or None
        Whether the published figure lies in the 80 % range that was said; None where no range is.
    least : float or None
        How far off who knew all else would be in the mean: chance in so many people, and of a rate what the season does
        beyond what the specialty's nearest season lets expect. None where it can't be told: bands of a score share the
        chance in their group's rate with what is said of them.
    """

    label: str
    block: str
    published: float
    said: float
    rival: float
    covered: bool | None = None
    least: float | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Figures of one kind together; errors and bias as shares (0.04: four points in 100).

    Attributes
    ----------
    name : str
    count : int
    error, bias : float
        Mean distance of what was said from what was published, and mean of said less published.
    bias_by_chance : float or None
        Standard deviation of the bias if all is as the model of rates has it: figures left out together are missed to
        the same side.
    within : float
        Share of them no farther off than ten points.
    rival_error : float
        Mean distance of the simplest rule.
    coverage : float or None
        Share inside the 80 % range.
    least : float or None
        Mean distance that chance and seasons leave to who knows all else.
    """

    name: str
    count: int
    error: float
    bias: float
    bias_by_chance: float | None
    within: float
    rival_error: float
    coverage: float | None
    least: float | None

    @classmethod
    def of(cls, name: str, held: Sequence[Held], joint: FloatArray | None = None) -> "Block":
        """The figures of a block, with the covariance of how far off they are, where it is known."""
        off = np.array([one.said - one.published for one in held])
        rival = np.array([one.rival - one.published for one in held])
        covered = [one.covered for one in held if one.covered is not None]
        least = [one.least for one in held if one.least is not None]
        return cls(
            name,
            len(held),
            float(np.abs(off).mean()),
            float(off.mean()),
            None if joint is None else float(np.sqrt(joint.mean())),
            float((np.abs(off) <= WITHIN).mean()),
            float(np.abs(rival).mean()),
            float(np.mean(covered)) if covered else None,
            float(np.mean(least)) if least else None,
        )


@dataclass(frozen=True, slots=True)
class Reported:
    """Interviews that a group reports beside what usual applications of the group bring here."""

    row: EvidenceRow
    said: float

    @property
    def factor(self) -> float:
        """Said over reported."""
        return self.said / self.row.central


@dataclass(frozen=True, slots=True)
class Growth:
    """Interviews that one and the same person is expected to hold with more applications, at average programs.

    Attributes
    ----------
    specialty, applicant_type : str
    step2 : float
        Step 2 CK.
    applications : pair of int
    held, invited : pairs of float
        Expected interviews that can be held, and invitations.
    """

    specialty: str
    applicant_type: str
    step2: float
    applications: tuple[int, int]
    held: tuple[float, float]
    invited: tuple[float, float]

    @property
    def elasticity(self) -> float:
        """By how many hundredths interviews held grow with each hundredth more of applications."""
        return self._elasticity(self.held)

    @property
    def elasticity_of_invitations(self) -> float:
        """The same of invitations."""
        return self._elasticity(self.invited)

    def _elasticity(self, interviews: tuple[float, float]) -> float:
        few, many = self.applications
        return float(np.log(interviews[1] / interviews[0]) / np.log(many / few))


@dataclass(frozen=True, slots=True)
class Validation:
    """All that was held against published figures.

    Attributes
    ----------
    held : mapping of how it was left out to the figures
    joint : mapping of how it was left out to an array, shape (figures, figures)
        Covariance of how far off rates are, those left out at different times taken as independent.
    reported : tuple of Reported
    growth : tuple of Growth
    """

    held: dict[str, tuple[Held, ...]]
    joint: dict[str, FloatArray]
    reported: tuple[Reported, ...]
    growth: tuple[Growth, ...]

    def blocks(self) -> Iterator[tuple[str, tuple[Block, ...]]]:
        """Blocks of each way of leaving out, all together first."""
        for name, held in self.held.items():
            kinds = tuple(dict.fromkeys(one.block for one in held))
            parts = (self._block(name, kind) for kind in kinds)
            yield name, (Block.of("all", held, self.joint.get(name)), *(parts if len(kinds) > 1 else ()))

    def _block(self, name: str, kind: str) -> Block:
        held, joint = self.held[name], self.joint.get(name)
        places = [place for place, one in enumerate(held) if one.block == kind]
        together = None if joint is None else joint[np.ix_(places, places)]
        return Block.of(kind, [held[place] for place in places], together)


BY_SPECIALTY, BY_YEAR = "one specialty and type left out", "one year left out"
CURVES, BANDS = "rank curves, one specialty left out", "score bands, one specialty left out"
CURVES_ALONE = "rank curves, one left out, its mean number of ranks known"


def validate(evidence: Evidence, season: Season) -> Validation:
    """Leave published figures out in turn and say them from the rest.

    Parameters
    ----------
    evidence : Evidence
        With what calibration found.
    season : Season
        Whose signals are used.
    """
    told, model = published_rates(evidence), RateModel(evidence)
    calibration = Calibration(evidence, season)
    groups: dict[str, Callable[[Published], object]] = {
        BY_SPECIALTY: lambda one: (one.whose.specialty, one.whose.applicant_type),
        BY_YEAR: lambda one: one.whose.year,
    }
    held, joint = {}, {}
    for name, group in groups.items():
        parts = list(_left_out(model, told, group))
        held[name] = tuple(one for part, _ in parts for one in part)
        joint[name] = block_diag(*(covariance for _, covariance in parts))
    return Validation(
        held
        | {
            CURVES: tuple(_curves(calibration, ranks_known=False)),
            CURVES_ALONE: tuple(_curves(calibration, ranks_known=True)),
            BANDS: tuple(_bands(calibration)),
        },
        joint,
        tuple(_reported(calibration)),
        tuple(_growth(evidence, season)),
    )


def _left_out(
    model: RateModel, told: Sequence[Published], group: Callable[[Published], object]
) -> Iterator[tuple[list[Held], FloatArray]]:
    """Match rates, those of one group left out at a time, and the covariance of how far off they are."""
    for own in dict.fromkeys(group(one) for one in told):
        out = [one for one in told if group(one) == own and one.people >= PEOPLE_THAT_COUNT * _NEARLY]
        left = [one for one in told if group(one) != own]
        if not out:
            continue
        rates = model.rates([one.whose for one in out], left)
        error = np.array([(logit(one.row.high) - logit(one.row.low)) / (2 * SCORE_OF_90TH_PERCENTILE) for one in out])
        slope = expit(rates.mean) * expit(-rates.mean)
        held = [
            _held(one, float(mean), float(half), float(of_counts), left, model)
            for one, mean, half, of_counts in zip(
                out, rates.mean, SCORE_OF_90TH_PERCENTILE * np.hypot(rates.sd, error), error, strict=True
            )
        ]
        yield held, np.outer(slope, slope) * (rates.covariance + np.diag(error**2))


def _held(one: Published, mean: float, half: float, error: float, left: Sequence[Published], model: RateModel) -> Held:
    """A rate said as these log-odds, give or take a half, from the rates that were left in."""
    alike = [other.row.central for other in left if other.whose.applicant_type == one.whose.applicant_type]
    return Held(
        one.row.label,
        one.whose.applicant_type,
        one.row.central,
        float(expit(mean)),
        float(np.mean(alike)) if alike else float(np.mean([other.row.central for other in left])),
        covered=bool(abs(logit(one.row.central) - mean) <= half),
        least=_least(one, error, model.unforeseen_sd(one.whose, left)),
    )


def _least(one: Published, error: float, unforeseen: float) -> float:
    """Mean distance that is left to who knows all but chance in counts and the season: of a normal, as a share."""
    rate = one.row.central
    return _MEAN_DISTANCE * rate * (1.0 - rate) * float(np.hypot(error, unforeseen))


def _sd(row: EvidenceRow) -> float:
    """Standard deviation of a published share, as its range says."""
    return (row.high - row.low) / (2 * SCORE_OF_90TH_PERCENTILE)


def _curves(calibration: Calibration, *, ranks_known: bool) -> Iterator[Held]:
    """Rank curves, each from how people are hardly wanted in the other specialties.

    How many interviews they hold comes from the other specialties as well, or from the mean number of ranks.
    """
    name = "match_rate_by_ranks"
    for cell, rows in _by_cell(calibration, name, RANKS):
        people, offer = _as_if_unknown(calibration, cell, ranks_known=ranks_known)
        said = people.match_rate_by_ranks(RANKS, offer, calibration.applications(cell))
        for ranks, row, chance in zip(RANKS, rows, said.tolist(), strict=True):
            others = [one[RANKS.index(ranks)] for where, one in _by_cell(calibration, name, RANKS) if where != cell]
            block = _WELL_KNOWN if _sd(row) <= _WELL else _LESS_KNOWN
            yield Held(row.label, block, row.central, chance, _mean(others), least=_MEAN_DISTANCE * _sd(row))


def _bands(calibration: Calibration) -> Iterator[Held]:
    """Match rates at some scores, from the slopes of the other specialties."""
    name = "match_rate_at_score"
    for cell, rows in _by_cell(calibration, name, SCORES):
        for score, row in zip(SCORES, rows, strict=True):
            _, offer = _as_if_unknown(calibration, cell)
            people, _ = _as_if_unknown(calibration, cell, float(score))
            said = people.match_rate(offer, calibration.applications(cell))
            yield Held(row.label, f"{cell[1]} at {score}", row.central, said, calibration.match_rates[cell].central)


def _by_cell(
    calibration: Calibration, name: str, kinds: Sequence[int]
) -> Iterator[tuple[Cell, tuple[EvidenceRow, ...]]]:
    for cell in calibration.layout.cells:
        labels = [f"{name}.{kind}" for kind in kinds]
        if all(calibration.evidence.has(label, *cell) for label in labels):
            yield cell, tuple(calibration.evidence.row(label, *cell) for label in labels)


def _as_if_unknown(
    calibration: Calibration, cell: Cell, step2: float | None = None, *, ranks_known: bool = False
) -> tuple[Population, float]:
    """People of a cell of which nothing but the match rate is known, and the chance of an offer that makes it.

    If asked for, the mean number of ranks is known too.
    """
    layout, values = calibration.layout, calibration.shipped
    others = [one for one in layout.cells if one[1] == cell[1] and one[0] != cell[0]]
    slopes = [layout.slope(specialty, cell[1]) for specialty, _ in others if cell[1] in SCORED]
    own = layout.figures(cell, values)
    slope = float(np.mean(values[slopes])) if slopes else own.step2_slope
    figures = replace(
        own,
        hardly_wanted_share=float(expit(np.mean([values[layout.hardly(one)] for one in others]))),
        interview_rate_shift=float(np.mean([values[layout.shift(one)] for one in others])),
        step2_slope=slope,
        step2_slope_offer=slope * float(values[layout.after_interview]),
    )
    evidence, season = calibration.evidence, calibration.season
    if ranks_known:
        figures = replace(figures, interview_rate_shift=_shift_to_ranks(calibration, cell, figures))
    everybody = population(evidence, season, *cell, figures=figures)
    offer = calibration.offer_of(everybody, cell, calibration.match_rates[cell].central)
    people = everybody if step2 is None else population(evidence, season, *cell, figures=figures, step2=step2)
    return people, offer


def _shift_to_ranks(calibration: Calibration, cell: Cell, figures: Figures) -> float:
    """Shift of the interview rate at which people of a cell hold as many interviews as their lists have ranks."""
    ranks, applications = calibration.evidence.central("interviews_held", *cell), calibration.applications(cell)

    def beyond(shift: float) -> float:
        shifted = replace(figures, interview_rate_shift=shift)
        people = population(calibration.evidence, calibration.season, *cell, figures=shifted)
        return people.held(applications) / people.listed(applications) - ranks

    return float(brentq(beyond, -_FURTHEST_SHIFT, _FURTHEST_SHIFT, xtol=_SHIFT_TOLERANCE))


def _reported(calibration: Calibration) -> Iterator[Reported]:
    """Interviews that groups of applicants report, and what usual applications bring those who hold any."""
    for row in calibration.evidence.rows:
        if row.name.partition(".")[0] == REPORTED and row.specialty and row.applicant_type in APPLICANT_TYPES:
            cell = (row.specialty, str(row.applicant_type))
            people, applications = calibration.population(cell, calibration.shipped), calibration.applications(cell)
            yield Reported(row, people.held(applications) / people.listed(applications))


def _growth(evidence: Evidence, season: Season) -> Iterator[Growth]:
    """Interviews of average seniors, and of those well below, with few applications and with many."""
    counts = (FEW_APPLICATIONS, MANY_APPLICATIONS)
    for below in (0.0, _BELOW):
        for specialty, kind in GROWING:
            step2 = average_step2(evidence, specialty, kind) - below
            people = population(evidence, season, specialty, kind, step2=step2)
            (held, held_by_many), (invited, invited_by_many) = (
                (of(counts[0]), of(counts[1])) for of in (people.held, people.interviews)
            )
            yield Growth(specialty, kind, step2, counts, (held, held_by_many), (invited, invited_by_many))


def _mean(rows: Iterable[EvidenceRow]) -> float:
    return float(np.mean([row.central for row in rows]))
