"""The evidence table: figures looked up by name and whom they hold for, drawn from ranges, or overridden."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from optimizer.errors import BadInput, Fault
from optimizer.evidence.even import Key, Meeting, normal_scores, scores_drawn
from optimizer.evidence.figure_names import unit_name
from optimizer.evidence.row import EvidenceRow
from optimizer.evidence.spread import Spread
from optimizer.evidence.unknown import unknown_name

Override = float | Sequence[float]


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A table of figures and the value that each has in this view of it.

    As loaded, a figure's value is its central one. `drawn` and `draws` give views in which coefficients take
    other values of their ranges; `override` gives a table in which the user's own figures replace published
    ones. Nothing is changed in place, and a view costs one array.

    Parameters
    ----------
    rows : tuple of EvidenceRow
        The figures as published, or as overridden.
    values : float array (rows,)
        Value of each row in this view, read only.
    """

    rows: tuple[EvidenceRow, ...]
    values: NDArray[np.float64]
    _position: Mapping[Key, int]
    _spread: Spread
    # Best fitting rows that were asked for before. All views share it: a look-up is needed again in every draw.
    _fitting: dict[Key, int | None]

    @classmethod
    def of(cls, rows: Iterable[EvidenceRow]) -> Self:
        """Make a table of figures, each at its central value.

        Raises
        ------
        BadInput
            Where two rows have the same name, specialty, applicant type and state.
        """
        kept = tuple(rows)
        position: dict[Key, int] = {}
        for index, row in enumerate(kept):
            if position.setdefault(row.key, index) != index:
                raise BadInput(Fault("the same figure stands twice", "evidence", row.label, remedy="Remove one"))
        return cls(
            rows=kept,
            values=_read_only(np.array([row.central for row in kept], dtype=np.float64)),
            _position=position,
            _spread=Spread.of(kept),
            _fitting={},
        )

    # ---- looking up ----------------------------------------------------------------------------------------

    def central(
        self,
        name: str,
        specialty: str | None = None,
        applicant_type: str | None = None,
        state: str | None = None,
    ) -> float:
        """Return the value of the best fitting figure: its central one, unless drawn or overridden.

        The most specific row wins: the one that names most of specialty, applicant type and state; at equal
        count specialty goes before applicant type, and applicant type before state. A row that names more
        than is asked for, or something else, never fits.

        Parameters
        ----------
        name : str
            Name of the figure.
        specialty, applicant_type, state : str or None
            Whom it is wanted for; None = for all.

        Raises
        ------
        BadInput
            Where there is no such name, or no row of it that fits.
        """
        return float(self.values[self.position(name, specialty, applicant_type, state)])

    def figure(
        self,
        name: str,
        specialty: str | None = None,
        applicant_type: str | None = None,
        state: str | None = None,
    ) -> NDArray[np.float64]:
        """Return what `central` does as an array of shape (1,), as `DrawnEvidence.figure` has it for many draws."""
        position = self.position(name, specialty, applicant_type, state)
        return self.values[position : position + 1]

    @property
    def leading(self) -> tuple[int, ...]:
        """Shape of what stands before the last axis of arrays made from `figure`: nothing."""
        return ()

    def row(
        self,
        name: str,
        specialty: str | None = None,
        applicant_type: str | None = None,
        state: str | None = None,
    ) -> EvidenceRow:
        """Return the row that `central` takes its value from, as published or overridden, with its source."""
        return self.rows[self.position(name, specialty, applicant_type, state)]

    def has(
        self,
        name: str,
        specialty: str | None = None,
        applicant_type: str | None = None,
        state: str | None = None,
    ) -> bool:
        """Whether `central` would find a figure."""
        return self._position_of(name, specialty, applicant_type, state) is not None

    def central_or(
        self,
        otherwise: float,
        name: str,
        specialty: str | None = None,
        applicant_type: str | None = None,
        state: str | None = None,
    ) -> float:
        """Return what `central` would, or another value where there is no such figure."""
        known = self.has(name, specialty, applicant_type, state)
        return self.central(name, specialty, applicant_type, state) if known else otherwise

    def names(self) -> tuple[str, ...]:
        """Return the names of all figures, each once, in the order of the table."""
        return tuple(dict.fromkeys(row.name for row in self.rows))

    def position(self, name: str, specialty: str | None, applicant_type: str | None, state: str | None) -> int:
        """Return where the best fitting row stands; raises as `central` does."""
        position = self._position_of(name, specialty, applicant_type, state)
        if position is None:
            labels = [row.label for row in self.rows]
            asked = "/".join(part for part in (name, specialty, applicant_type, state) if part is not None)
            raise BadInput(unknown_name("figure", asked, labels, "evidence"))
        return position

    def _position_of(
        self, name: str, specialty: str | None, applicant_type: str | None, state: str | None
    ) -> int | None:
        asked = (name, specialty, applicant_type, state)
        try:
            return self._fitting[asked]
        except KeyError:
            found = self._fitting[asked] = self._best_fitting(*asked)
            return found

    def _best_fitting(
        self, name: str, specialty: str | None, applicant_type: str | None, state: str | None
    ) -> int | None:
        for specialty_named, type_named, state_named in _BY_SPECIFICITY:
            position = self._position.get(
                (
                    name,
                    specialty if specialty_named else None,
                    applicant_type if type_named else None,
                    state if state_named else None,
                )
            )
            if position is not None:
                return position
        return None

    # ---- drawing from the ranges ---------------------------------------------------------------------------

    @property
    def coefficients(self) -> tuple[EvidenceRow, ...]:
        """Rows that move when drawn, in the order in which `drawn` takes quantiles."""
        return tuple(self.rows[index] for index in self._spread.positions)

    def drawn(self, quantiles: ArrayLike | Mapping[str, float]) -> Self:
        """Return a view whose coefficients stand at given quantiles of their ranges.

        Parameters
        ----------
        quantiles : float array (coefficients,) or mapping
            Each above 0 and below 1: 0.1 gives low, 0.5 central, 0.9 high. A mapping goes from a figure's
            name or label (``interview_rate/psychiatry/us-md``) to the quantile of all its rows; coefficients
            that it does not name stay as they are in this view.

        Raises
        ------
        BadInput
            Where a quantile is not inside (0, 1), their number is wrong, or a name is unknown or not drawn.
        """
        if isinstance(quantiles, Mapping):
            return self._drawn_by_name(quantiles)
        given = np.asarray(quantiles, dtype=np.float64)
        if given.shape != self._spread.positions.shape:
            shape = f"an array of shape {self._spread.positions.shape}, one quantile a coefficient"
            raise BadInput(Fault("wrong shape", "quantiles", given.shape, shape))
        _refuse_outside_unit_interval([("quantiles", float(value)) for value in given])
        scores = normal_scores(given)
        values = self.values.copy()
        values[self._spread.positions] = self._spread.at(scores)
        return self._with_values(values)

    def _drawn_by_name(self, quantiles: Mapping[str, float]) -> Self:
        _refuse_outside_unit_interval([(f"quantiles.{label}", float(value)) for label, value in quantiles.items()])
        labels = {word for row in self.coefficients for word in (row.name, row.label)}
        unknown = [
            unknown_name("coefficient", label, labels, "quantiles") for label in quantiles if label not in labels
        ]
        if unknown:
            raise BadInput(unknown)
        wanted = [quantiles.get(row.label, quantiles.get(row.name)) for row in self.coefficients]
        scores = normal_scores([0.5 if quantile is None else quantile for quantile in wanted])
        is_moved = np.array([quantile is not None for quantile in wanted], dtype=np.bool_)
        values = self.values.copy()
        values[self._spread.positions[is_moved]] = self._spread.at(scores)[is_moved]
        return self._with_values(values)

    def draws(self, count: int, seed: int, meeting: Meeting | None = None) -> tuple["Evidence", ...]:
        """Draw views in which every coefficient moves over its whole range.

        Each coefficient is its median plus a normal deviate whose lower and upper halves have their own
        width, so that its 10th and 90th percentiles are low and high. Shares are drawn on the log-odds scale
        and standard deviations on the logarithmic one, where the percentiles are the same. The views are a
        Latin hypercube: over the `count` of them each coefficient takes the same evenly spread quantiles, in
        an order of its own.

        Parameters
        ----------
        count : int
            How many views, at least 1.
        seed : int
            The same seed gives the same views.
        meeting : Meeting or None
            Whose figures are uncorrelated over the views; None draws all without regard to each other.

        References
        ----------
        McKay, Beckman and Conover, Technometrics 1979;21(2):239 (the Latin hypercube).
        """
        return self.draws_together(count, seed, meeting).views

    def draws_together(self, count: int, seed: int, meeting: Meeting | None = None) -> "DrawnEvidence":
        """Draw views as `draws` does, kept in one array: figures come out for all of them at once.

        Figures that meet in one list are uncorrelated over the views, and with what else is drawn for that list.
        """
        if count < 1:
            raise BadInput(Fault("too few draws", "count", count, "1 or more"))
        scores, others = scores_drawn(self._spread.keys, count, seed, meeting)
        values = np.tile(self.values, (count, 1))
        values[:, self._spread.positions] = self._spread.at(scores)
        return DrawnEvidence(self, _read_only(values), others)

    def _with_values(self, values: NDArray[np.float64]) -> Self:
        return replace(self, values=_read_only(values))

    # ---- the user's own figures ----------------------------------------------------------------------------

    def override(self, figures: Mapping[str, Override]) -> Self:
        """Return a table in which the user's own figures stand in place of published ones.

        Parameters
        ----------
        figures : mapping
            From a label to a number, which then has no range, or to (low, central, high). A label is a name,
            for all its rows, or a name followed by specialty, applicant type and state with slashes between,
            as far as the table tells them apart: ``interview_rate/psychiatry/us-md``.

        Raises
        ------
        BadInput
            With every label that fits no row and every number that makes no sense in its unit.
        """
        if not figures:
            return self
        faults: list[Fault] = []
        rows = list(self.rows)
        # Labels with fewer parts come first, so that the more particular one has the last word.
        for label in sorted(figures, key=_part_count):
            fitting = [index for index, row in enumerate(self.rows) if _fits(row, label)]
            if not fitting:
                labels = [word for row in self.rows for word in (row.name, row.label)]
                faults.append(unknown_name("figure", label, labels, "evidence override"))
            for index in fitting:
                changed = _overridden(self.rows[index], label, figures[label])
                if isinstance(changed, Fault):
                    faults.append(changed)
                    break
                rows[index] = changed
        if faults:
            raise BadInput(faults)
        return type(self).of(rows)


@dataclass(frozen=True, slots=True, eq=False)
class DrawnEvidence:
    """Many views of one table at once.

    Parameters
    ----------
    table : Evidence
    values : float array (draws, rows)
        Value of each row in each view, read only.
    others : float array (draws, others)
        Standard normal scores of what else is drawn with them, read only.
    """

    table: Evidence
    values: NDArray[np.float64]
    others: NDArray[np.float64]

    def figure(
        self,
        name: str,
        specialty: str | None = None,
        applicant_type: str | None = None,
        state: str | None = None,
    ) -> NDArray[np.float64]:
        """Return what `Evidence.central` does in every view, shape (draws, 1); raises as it does."""
        position = self.table.position(name, specialty, applicant_type, state)
        return self.values[:, position : position + 1]

    def has(
        self,
        name: str,
        specialty: str | None = None,
        applicant_type: str | None = None,
        state: str | None = None,
    ) -> bool:
        """Whether `figure` would find one."""
        return self.table.has(name, specialty, applicant_type, state)

    @property
    def leading(self) -> tuple[int, ...]:
        """Shape of what stands before the last axis of arrays made from `figure`: (draws,)."""
        return (len(self.values),)

    @property
    def views(self) -> tuple[Evidence, ...]:
        """One table each."""
        return tuple(replace(self.table, values=_read_only(values)) for values in self.values)


AnyEvidence = Evidence | DrawnEvidence
"""One view of a table or many: what is made from `figure` holds for both."""

_BY_SPECIFICITY = tuple(
    sorted(product((True, False), repeat=3), key=lambda named: (-sum(named), [not n for n in named]))
)


def _read_only(values: NDArray[np.float64]) -> NDArray[np.float64]:
    values.flags.writeable = False
    return values


def _refuse_outside_unit_interval(quantiles: Sequence[tuple[str, float]]) -> None:
    outside = [
        Fault("not a quantile", where, value, "a number above 0 and below 1")
        for where, value in quantiles
        if not 0.0 < value < 1.0
    ]
    if outside:
        raise BadInput(outside)


def _part_count(label: str) -> int:
    return label.count("/")


def _fits(row: EvidenceRow, label: str) -> bool:
    name, *qualifiers = label.split("/")
    return row.name == name and set(qualifiers) <= {row.specialty, row.applicant_type, row.state}


def _overridden(row: EvidenceRow, label: str, figure: object) -> EvidenceRow | Fault:
    where = f"evidence override {label}"
    allowed = f"{row.unit.accepted}, or three of them as low, central, high ({unit_name(row.unit)})"
    numbers = tuple(figure) if isinstance(figure, Sequence) else (figure, figure, figure)
    if len(numbers) != 3 or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers):
        return Fault("not a figure", where, figure, allowed, "Correct or remove it")
    low, central, high = (float(number) for number in numbers)
    if not all(row.unit.accepts(number) for number in (low, central, high)) or not low <= central <= high:
        return Fault("the figure makes no sense", where, figure, allowed, "Correct or remove it")
    return row.model_copy(
        update={
            "low": low,
            "central": central,
            "high": high,
            "season": "",
            "source": "the user's own figure",
            "address": "",
            "grade": "C",
            "note": f"In place of {row.central:g} ({row.low:g} to {row.high:g}), {row.source}.",
        }
    )
