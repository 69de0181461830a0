"""The search for the lists of a whole class under shared caps: prices, lists at these prices, and a proof."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.cohort.joint.student_problems import SOLVE_LIMIT_S, solved, without_places
from optimizer.portfolio import Aim, Deadline, Member, Priced, Sharing, Solved, evaluate, pick, violations

_ROUNDS = 12
_ROUNDS_WITHOUT_LISTS = 2
"""Rounds after which a class that has no lists yet is taken to be too large for its caps."""
_SWEEPS = 2
_LEAST_GAP = 1e-9
NOTHING = 1e-6
"""Value that nobody would miss: near a bound of 0 no share of it is small."""


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """A list for each student, None where there is none yet, and what they are worth."""

    mode: tuple[IntArray | None, ...]
    value: FloatArray

    @property
    def whole(self) -> bool:
        """Whether every student has one."""
        return all(mode is not None for mode in self.mode)

    def with_list(self, index: int, mode: IntArray, value: float) -> "Lists":
        """With another list for one student."""
        values = self.value.copy()
        values[index] = value
        return Lists((*self.mode[:index], mode, *self.mode[index + 1 :]), values)


@dataclass(frozen=True, slots=True, eq=False)
class Own:
    """A student's list without classmates, what it is worth, and what no list of the student exceeds."""

    mode: IntArray
    value: float
    bound: float


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Lists with a proof.

    Attributes
    ----------
    lists : Lists
    reached, bound : float
        What the lists reach of the aim, and what none exceed.
    price : array, shape (places,)
        What a place is worth in the sum of values, by the prices of the best bound.
    rounds : int
    """

    lists: Lists
    reached: float
    bound: float
    price: FloatArray
    rounds: int


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """One class's problems and places.

    Parameters
    ----------
    members : sequence of Member
        Their models with relaxations, uncharged.
    settled_first : sequence of range
        By student, rows of the problem that are settled first.
    own : sequence of Own or None
        By student, the list without classmates, None where it isn't known.
    capacity : array, shape (places,)
    gap : float
        Share of the bound that may be missing.
    bounds : function
        From charges by student to bounds of their problems at these charges; spread over workers.
    deadline : Deadline
    told : function
        Told in words how far it is.
    """

    members: Sequence[Member]
    settled_first: Sequence[range]
    own: Sequence[Own | None]
    capacity: FloatArray
    gap: float
    bounds: Callable[[dict[int, FloatArray]], dict[int, float]]
    deadline: Deadline
    told: Callable[[str], None] = lambda _: None

    @property
    def own_gap(self) -> float:
        """For each student's solve: small beside the gap of all."""
        return max(min(self.gap / 20, 1e-3), _LEAST_GAP)

    def of(self, some: Sequence[int]) -> "Search":
        """The same search for some of the students alone."""

        def bounds(charges: dict[int, FloatArray]) -> dict[int, float]:
            by_all = self.bounds({some[index]: charge for index, charge in charges.items()})
            return {index: by_all[some[index]] for index in charges}

        return replace(
            self,
            members=[self.members[index] for index in some],
            settled_first=[self.settled_first[index] for index in some],
            own=[self.own[index] for index in some],
            bounds=bounds,
        )

    @property
    def most(self) -> FloatArray:
        """What no list of each student exceeds, without classmates, shape (students,)."""
        bounds = [np.inf if own is None else own.bound for own in self.own]
        return np.minimum([member.most for member in self.members], bounds)

    def best(self, aim: Aim, start: Lists) -> Found | None:
        """The best lists for an aim; None where none were found in which every student has one."""
        bound = aim.of(self.most) if aim.lowest else float(aim.weight @ self.most)
        best = start if start.whole else None
        # Where a cap stands in somebody's way, its price is wanted even if the first lists are good enough.
        in_the_way = best is None or not self._all_own(best)
        price = np.zeros(self.capacity.size)
        sharing = None
        last: Priced | None = None
        rounds = 0
        while (not self._reached(aim, best, bound) or (in_the_way and not rounds)) and rounds < _ROUNDS:
            if self.deadline.has_passed:
                break
            sharing = sharing or Sharing(self.members, self.capacity, aim)
            priced = sharing.priced(time_limit_s=self.deadline.left_s)
            if priced is None or (best is None and rounds == _ROUNDS_WITHOUT_LISTS):
                break
            rounds += 1
            proven = self._bound(priced)
            if proven <= bound:
                bound, price, last = proven, priced.price, priced
            for lists in self._proposed(priced, last or priced, aim):
                if lists.whole and (best is None or aim.of(lists.value) > aim.of(best.value)):
                    best = lists
                if self._reached(aim, best, bound):
                    break
            if best is not None:
                self.told(f"round {rounds}: {aim.of(best.value):.3f} of at most {bound:.3f}")
        if last is not None and not self._reached(aim, best, bound):
            best, bound = self._counted_out(aim, last, best, bound)
        return None if best is None else Found(best, aim.of(best.value), bound, price, rounds)

    def _all_own(self, lists: Lists) -> bool:
        return all(own is not None and own.mode is mode for own, mode in zip(self.own, lists.mode, strict=True))

    def with_own(self, aim: Aim, found: Found) -> Found:
        """The same, with the students' own lists back wherever classmates leave room and next to nothing is lost."""
        lists = found.lists
        left = self.left(lists)
        for index, (member, own) in enumerate(zip(self.members, self.own, strict=True)):
            mode = lists.mode[index]
            if own is None or mode is None:
                continue
            room = left + member.used(mode)
            lost = lists.value[index] - own.value
            if (room - member.used(own.mode) > -0.5).all() and lost <= self.own_gap / 10 * member.model.highest:
                lists, left = lists.with_list(index, own.mode, own.value), room - member.used(own.mode)
        reached = aim.of(lists.value)
        good = reached >= found.reached or found.bound - reached <= max(self.gap * abs(found.bound), NOTHING)
        return replace(found, lists=lists, reached=reached) if good else found

    def _reached(self, aim: Aim, best: Lists | None, bound: float) -> bool:
        return best is not None and bound - aim.of(best.value) <= max(self.gap * abs(bound), NOTHING)

    def _bound(self, priced: Priced) -> float:
        """The bound that prices prove, by every student's problem at these prices."""
        own = np.zeros(len(self.members))
        charges = {
            index: priced.charge(index, member) for index, member in enumerate(self.members) if priced.weight[index] > 0
        }
        for index, bound in self.bounds(charges).items():
            own[index] = bound
        return priced.bound(own)

    def _proposed(self, priced: Priced, prices: Priced, aim: Aim) -> Iterator[Lists]:
        """Lists made from a round: the linear program's own, where they are whole, bettered at the best prices."""
        own = self._checked(priced.mode) if priced.whole else None
        lists = own or self.one_by_one(prices, aim)
        yield self.swept(lists, None, aim)
        for _ in range(_SWEEPS):
            lists = self.swept(lists, prices, aim)
        yield self.swept(lists, None, aim)

    def one_by_one(self, priced: Priced | None, aim: Aim) -> Lists:
        """Lists made one after the other with what places are left: who counts most first, then who can have least."""
        nothing = Lists((None,) * len(self.members), np.full(len(self.members), -np.inf))
        return self.swept(nothing, priced, aim)

    def swept(self, lists: Lists, priced: Priced | None, aim: Aim) -> Lists:
        """Each student's list made anew beside the others', at prices or, without them, for the student's own best."""
        left = self.left(lists)
        for index in self._order(priced):
            member, mode = self.members[index], lists.mode[index]
            if mode is not None:
                left = left + member.used(mode)
            found = self._solved(index, left, priced)
            if found is not None and priced is not None and found[1] < aim.floor:
                found = self._solved(index, left, None)
            keeps = priced is None or (found is not None and found[1] < aim.floor)
            if found is not None and not (keeps and mode is not None and found[1] <= lists.value[index]):
                lists = lists.with_list(index, *found)
            mode = lists.mode[index]
            if mode is not None:
                left = left - member.used(mode)
        return lists

    def left(self, lists: Lists) -> FloatArray:
        """Places that are left, shape (places,)."""
        left = self.capacity.copy()
        for member, mode in zip(self.members, lists.mode, strict=True):
            if mode is not None:
                left -= member.used(mode)
        return left

    def _order(self, priced: Priced | None) -> list[int]:
        weight = np.zeros(len(self.members)) if priced is None else priced.weight
        return [int(index) for index in np.lexsort((self.most, -weight))]

    def _solved(self, index: int, left: FloatArray, priced: Priced | None) -> tuple[IntArray, float] | None:
        """A student's list and its value, uncharged; None where the places left allow none."""
        member, own = self.members[index], self.own[index]
        model = member.model
        if priced is None and own is not None and (left - member.used(own.mode) > -0.5).all():
            return own.mode, own.value
        limits = without_places(model.problem, closed(member, left))
        charge = None if priced is None else priced.charge(index, member)
        outcome = solved(model.changed(limits=limits, charge=charge), self.settled_first[index], self.own_gap)
        if not isinstance(outcome, Solved):
            return None
        return outcome.mode, evaluate(model.problem, outcome.mode)

    def _checked(self, modes: Sequence[IntArray]) -> Lists | None:
        """Lists as a value, if they keep all limits and places."""
        problems = [member.model.problem for member in self.members]
        if any(violations(problem, mode) for problem, mode in zip(problems, modes, strict=True)):
            return None
        values = [evaluate(problem, mode) for problem, mode in zip(problems, modes, strict=True)]
        lists = Lists(tuple(modes), np.array(values))
        return lists if (self.left(lists) > -0.5).all() else None

    def _counted_out(self, aim: Aim, priced: Priced, best: Lists | None, bound: float) -> tuple[Lists | None, float]:
        """The exact best, where few lists can still matter: at these prices all others fall too far short."""
        models = [
            member.model.changed(charge=priced.charge(index, member)).relaxed(
                gap=self.own_gap, time_limit_s=SOLVE_LIMIT_S
            )
            for index, member in enumerate(self.members)
        ]
        most = np.array([replace(member, model=model).most for member, model in zip(self.members, models, strict=True)])
        missing = priced.bound(most) - (-np.inf if best is None else aim.of(best.value)) + _LEAST_GAP
        values, used, modes = [], [], []
        for member, model, weight in zip(self.members, models, priced.weight, strict=True):
            listed = model.lists_within(missing / weight if weight > 0 else np.inf)
            if listed is None:
                return best, bound
            modes.append(listed[0])
            values.append(np.array([evaluate(member.model.problem, mode) for mode in listed[0]]))
            used.append(np.array([member.used(mode) for mode in listed[0]]).reshape(len(listed[0]), -1))
        picked = pick(values, used, self.capacity, aim, time_limit_s=self.deadline.left_s)
        if picked is None:
            return best, bound
        lists = Lists(
            tuple(own[choice] for own, choice in zip(modes, picked.choice, strict=True)),
            np.array([own[choice] for own, choice in zip(values, picked.choice, strict=True)]),
        )
        better = best is None or aim.of(lists.value) > aim.of(best.value)
        best = lists if better or best is None else best
        return best, min(bound, max(picked.bound, aim.of(best.value)))


def closed(member: Member, left: FloatArray) -> BoolArray:
    """Applications of a student for which no place is left, shape (programs, modes).

    Parameters
    ----------
    member : Member
    left : array, shape (places,)
        Places that classmates leave.
    """
    full = member.uses @ (left < 0.5).astype(np.float64)
    return np.asarray(full > 0).reshape(-1, member.model.region.modes)
