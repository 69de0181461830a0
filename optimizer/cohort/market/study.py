"""What is simulated, and the records that come out: lists that were tried, and how seasons went."""

from dataclasses import dataclass
from functools import cache

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.cohort.market.applying import FOLKLORE
from optimizer.evidence import Evidence, load_evidence
from optimizer.vocabulary import APPLICANT_TYPES

MATCHLIST, INDEPENDENT = "matchlist", "independent"
RULES = (MATCHLIST, INDEPENDENT, *FOLKLORE)
NOTHING_KNOWN, RATES_KNOWN = "nothing", "rates"
KNOWLEDGE = (NOTHING_KNOWN, RATES_KNOWN)
"""What applicants know of each program beyond place and kind: nothing, or its own rates and visa policy."""


@dataclass(frozen=True, slots=True)
class Study:
    """What is simulated.

    Attributes
    ----------
    specialties, types : tuples of str
    scale : float
        1 = the country.
    seed : int
    replications : int
        Seasons, each with its own programs, people, luck and true coefficients.
    people : int
        Applicants of each specialty and type who are looked at in each season.
    adoption_scale : float or None
        Size of a season that is played once more with everybody using matchlist; None = none is.
    adoption_rounds : int
        How often everybody is advised anew at most, until advice that expects the others' stands still.
    scenarios : int
        Of the lists; a power of two.
    gap : float
        To which lists are proven.
    """

    specialties: tuple[str, ...]
    types: tuple[str, ...] = APPLICANT_TYPES
    scale: float = 1.0
    seed: int = 2026
    replications: int = 10
    people: int = 12
    adoption_scale: float | None = None
    adoption_rounds: int = 10
    scenarios: int = 32
    gap: float = 1e-3

    def truth(self, replication: int) -> Evidence:
        """The coefficients that are true in one season: drawn from their ranges, which the estimate doesn't see."""
        return _truths(self.replications, self.seed)[replication]


@cache
def _truths(replications: int, seed: int) -> tuple[Evidence, ...]:
    return load_evidence().draws(replications, seed)


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """The lists of some applicants by one rule in one season; arrays have one entry an applicant.

    Attributes
    ----------
    specialty, kind, rule, known : str
    replication : int
    stated : float array
        Chance to match that the estimate states for each list.
    stated_interviews : float array
    matched, utility, interviews : float arrays
        What could truly be expected.
    applications : int array
    dollars : float array
        NaN where fees aren't known.
    """

    specialty: str
    kind: str
    rule: str
    known: str
    replication: int
    stated: FloatArray
    stated_interviews: FloatArray
    matched: FloatArray
    utility: FloatArray
    interviews: FloatArray
    applications: IntArray
    dollars: FloatArray


@dataclass(frozen=True, slots=True)
class Group:
    """How a season went for everybody of one specialty and type.

    Attributes
    ----------
    specialty, kind : str
    replication : int
    applicants, listed, matched : int
        All; those with at least one interview; those who matched.
    interview_rate : float
        Mean over programs of the share of the type's applications that were interviewed; NaN where none applied.
    interviews, utility : float
        Sums over the applicants.
    """

    specialty: str
    kind: str
    replication: int
    applicants: int
    listed: int
    matched: int
    interview_rate: float
    interviews: float
    utility: float


@dataclass(frozen=True, slots=True, eq=False)
class Expecting:
    """The same season where everybody's advice expects that all others follow it too; arrays as in `Adopted`.

    Attributes
    ----------
    stated : float array
    matched : bool array
    utility : float array
    interviews : int array
    alone, alone_unaware : float arrays
        Chance to match of one more such person in the season of those whose advice expects nothing of others: with the
        list that expects it, and with the list that doesn't.
    rounds : int
        Of advice until it stood still, or no more were made.
    still_moving : float
        Log-odds by which crowding was expected wrongly before the last round, in the mean over applications.
    changed : float
        Share of applications that go elsewhere, or in another mode, than with the advice that expects nothing.
    """

    stated: FloatArray
    matched: BoolArray
    utility: FloatArray
    interviews: IntArray
    alone: FloatArray
    alone_unaware: FloatArray
    rounds: int
    still_moving: float
    changed: float


@dataclass(frozen=True, slots=True, eq=False)
class Adopted:
    """One specialty's season in which everybody uses matchlist; arrays have one entry an applicant.

    Attributes
    ----------
    specialty, known : str
    kind : int array
        Position in `APPLICANT_TYPES`.
    stated : float array
        Chance to match that the estimate states for each one's list.
    matched, matched_before : bool arrays
        Who matched in this season, and in the same season with everybody following folklore.
    utility, utility_before : float arrays
        What the matches are worth, 0 = unmatched.
    interviews, interviews_before : int arrays
    expecting : Expecting
        The same once advice expects that everybody follows it.
    """

    specialty: str
    known: str
    kind: IntArray
    stated: FloatArray
    matched: BoolArray
    matched_before: BoolArray
    utility: FloatArray
    utility_before: FloatArray
    interviews: IntArray
    interviews_before: IntArray
    expecting: Expecting


@dataclass(frozen=True, slots=True, eq=False)
class Seasons:
    """Results of a study.

    Attributes
    ----------
    study : Study
    trials : tuple of Trial
    groups : tuple of Group
        The seasons in which everybody follows folklore.
    adopted : tuple of Adopted
        The seasons in which everybody uses matchlist.
    """

    study: Study
    trials: tuple[Trial, ...]
    groups: tuple[Group, ...]
    adopted: tuple[Adopted, ...]
