"""Actions and list chosen together, with a proof: branch and bound over the actions.

A node has decided some actions, for or against. No completion is worth more than the best list with all undecided
actions that still fit done as well, and only the decided ones paid for: doing an action never lowers a chance, and
paying less never shortens a list. That list's own proven bound is the node's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from time import perf_counter

import numpy as np
from pydantic import BaseModel, ConfigDict
from scipy.special import expit, logit

from optimizer.arrays import FloatArray
from optimizer.errors import BadInput, Fault
from optimizer.estimate import applicant_faults, estimate
from optimizer.plan import Prepared, solve_deciding
from optimizer.portfolio import Infeasible, Model, Problem, Solved, Undecided
from optimizer.season.tie_plan.actions import SECOND_LOOK, TieAction, TieWishes

Chosen = frozenset[int]


class ChosenAction(BaseModel):
    """An action of the answer.

    Attributes
    ----------
    worth : float
        What the best plan of the same actions without this one is worth less.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    name: str
    kind: str
    weeks: float
    dollars: float
    worth: float


class ListedApplication(BaseModel):
    """An application of the answer, with the chance of an offer that the actions leave it with."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    name: str
    signal: str
    offer: float
    offer_without_actions: float


class TieChoice(BaseModel):
    """Which actions to take, and the list that goes with them.

    Attributes
    ----------
    value, bound : float
        Expected preference of the match, and what no other choice of actions and list exceeds.
    gap : float
        (bound - value) / largest utility.
    proven : bool
        Whether the gap is within the one asked for.
    match_probability, match_probability_without : float
        With the actions, and of the best list without any.
    weeks, dollars : float
        What the actions take.
    application_dollars : float
    lists_solved : int
        How many lists the proof took.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    actions: tuple[ChosenAction, ...]
    programs: tuple[ListedApplication, ...]
    value: float
    bound: float
    gap: float
    proven: bool
    match_probability: float
    match_probability_without: float
    weeks: float
    dollars: float
    application_dollars: float
    lists_solved: int
    seconds: float


def plan_ties(
    prepared: Prepared, wishes: TieWishes, *, gap: float | None = None, time_limit_s: float = 30.0
) -> TieChoice:
    """Choose actions and list together.

    Tiers, and quotas on them, are those without any action: a rotation doesn't turn a reach into a safety.

    Parameters
    ----------
    prepared : Prepared
    wishes : TieWishes
    gap : float or None
        As for `optimizer.portfolio.solve`; None is the plan's.
    time_limit_s : float
        Wall-clock seconds; when they run out the best choice so far is given with the bound reached.

    Raises
    ------
    BadInput
        An action at a place that doesn't exist, or no list keeps the plan's limits even without actions.
    """
    started = perf_counter()
    search = _Search(prepared, wishes, prepared.plan.gap if gap is None else gap, started + time_limit_s)
    search.check_places()
    best, bound = search.run()
    return _told(search, best, bound, started)


@dataclass(frozen=True, slots=True)
class _Node:
    taken: Chosen
    open: Chosen


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    taken: Chosen
    solved: Solved


@dataclass(eq=False)
class _Search:
    """The search's state: what was worked out once is kept.

    Attributes
    ----------
    deadline : float
        On the clock of `time.perf_counter`.
    """

    prepared: Prepared
    wishes: TieWishes
    gap: float
    deadline: float
    solved: dict[tuple[Chosen, float | None], Solved | Infeasible | Undecided] = field(default_factory=dict)
    bounds: dict[tuple[Chosen, float | None], float] = field(default_factory=dict)
    offers: dict[Chosen, FloatArray] = field(default_factory=dict)

    @property
    def actions(self) -> tuple[TieAction, ...]:
        return self.wishes.actions

    @property
    def highest(self) -> float:
        return max(float(self.prepared.problem.utility.max()), 1e-300)

    def check_places(self) -> None:
        """Refuse actions at places that don't exist, each by its number in the file."""
        plan, part = self.prepared.plan, self.prepared.directory
        numbered = [(k, action.tie) for k, action in enumerate(self.actions) if action.tie is not None]
        person = plan.applicant.model_copy(update={"ties": tuple(tie for _, tie in numbered)})
        faults = []
        for fault in applicant_faults(person, part, self.prepared.season):
            place = fault.where.removeprefix("applicant.ties[")
            if place != fault.where:
                number, _, rest = place.partition("]")
                fault = replace(fault, where=f"actions[{numbered[int(number)][0]}]{rest}")  # noqa: PLW2901 - the same fault
            faults.append(fault)
        for k, action in enumerate(self.actions):
            if action.kind == SECOND_LOOK and action.program not in part.index_by_id:
                what, remedy = "no program has this id", "Look the id up in the list"
                faults.append(Fault(what, f"actions[{k}].program", action.program, "an id of the directory", remedy))
        if faults:
            raise BadInput(faults)

    # ---- what sets of actions take and bring --------------------------------------------------------------------

    def fits(self, taken: Chosen) -> bool:
        """Whether actions keep within weeks, dollars and rotations."""
        wishes, kinds = self.wishes, [self.actions[k].kind for k in taken]
        spare = 1e-9
        if wishes.weeks is not None and sum(self.actions[k].weeks for k in taken) > wishes.weeks + spare:
            return False
        if wishes.dollars is not None and self.dollars(taken) > wishes.dollars + spare:
            return False
        return wishes.rotations is None or kinds.count("away-rotation") <= wishes.rotations

    def dollars(self, taken: Chosen) -> float:
        return sum(self.actions[k].dollars for k in taken)

    def budget(self, taken: Chosen) -> float | None:
        """What is left for applications."""
        if self.wishes.one_purse and self.wishes.dollars is not None:
            return max(self.wishes.dollars - self.dollars(taken), 0.0)
        return self.prepared.problem.budget

    def offer_chance(self, done: Chosen) -> FloatArray:
        """Chances with some actions done, as `Problem` has them."""
        if not done:
            return self.prepared.problem.offer_chance
        if done not in self.offers:
            self.offers[done] = self._with_decisions(self._offer_chance(done))
        return self.offers[done]

    def _with_decisions(self, offer: FloatArray) -> FloatArray:
        """The programs' chances with rows for what the plan decides beside them, which can't be matched at."""
        rows = np.zeros((len(self.prepared.decisions), *offer.shape[1:]))
        return np.concatenate([offer, rows]) if len(rows) else offer

    def _offer_chance(self, done: Chosen) -> FloatArray:
        plan, estimated = self.prepared.plan, self.prepared.estimate
        ties = [tie for k in sorted(done) if (tie := self.actions[k].tie) is not None]
        person = plan.applicant.model_copy(update={"ties": (*plan.applicant.ties, *ties)})
        moved = estimate(
            person,
            self.prepared.directory,
            self.prepared.season,
            estimated.evidence,
            estimated.weights,
            estimated.scenarios,
        ).chances
        offer = moved.offer
        looks = [k for k in done if self.actions[k].kind == SECOND_LOOK]
        if looks:
            offer = offer.copy()
            effect = estimated.evidence.central("second_look_effect")
            where = sorted({self.prepared.directory.index_by_id[self.actions[k].program or ""] for k in looks})
            offer_if = np.clip(offer[where] / np.maximum(moved.interview[where], 1e-300), 1e-12, 1 - 1e-12)
            offer[where] = moved.interview[where] * expit(logit(offer_if) + effect)
        return offer

    def problem(self, done: Chosen, budget: float | None) -> Problem:
        return replace(self.prepared.problem, offer_chance=self.offer_chance(done), budget=budget)

    def best_list(self, done: Chosen, budget: float | None) -> Solved | Infeasible | Undecided:
        """The best list with some actions done."""
        key = done, budget
        if key not in self.solved:
            left = max(self.deadline - perf_counter(), 0.0)
            self.solved[key] = solve_deciding(
                self.problem(done, budget), self.prepared.settled_first, gap=self.gap / 2, time_limit_s=left
            )
        return self.solved[key]

    def bound(self, node: _Node) -> float:
        """What no completion of a node exceeds."""
        key = node.taken | node.open, self.budget(node.taken)
        if key not in self.bounds:
            self.bounds[key] = self._bound(*key)
        return self.bounds[key]

    def _bound(self, done: Chosen, budget: float | None) -> float:
        if self.prepared.settled_first:
            # Where regions are opened or not, a relaxation opens all of them by a part, and its bound says little.
            found = self.best_list(done, budget)
            return 0.0 if isinstance(found, Infeasible) else found.bound
        left = max(self.deadline - perf_counter(), 0.0)
        near = Model.of(self.problem(done, budget)).relaxed(gap=self.gap, time_limit_s=left).near
        return self.highest if near is None else min(near.bound, 1.0) * self.highest

    # ---- branch and bound ---------------------------------------------------------------------------------------

    def run(self) -> tuple[_Found, float]:
        """The best choice, and the bound on all others.

        Raises
        ------
        BadInput
            There is no list even without actions.
        """
        best = self._found(frozenset())
        if best is None:
            raise BadInput(self._without_list())
        root = self._narrowed(_Node(frozenset(), frozenset(range(len(self.actions)))))
        worth = self._worth(root)
        closed = best.solved.bound
        queue: list[tuple[float, int, _Node]] = [(-self.bound(root), 0, root)]
        pushed = 1
        while queue:
            promised, _, node = queue[0]
            if -promised <= best.solved.value + self.gap * self.highest or perf_counter() > self.deadline:
                break
            heappop(queue)
            if self.fits(node.taken | node.open):
                found = self._found(node.taken | node.open)
                if found is not None:
                    closed = max(closed, found.solved.bound)
                    best = max(best, found, key=lambda one: one.solved.value)
                if not self._money_matters(node):
                    continue
            for child in self._children(node, worth):
                heappush(queue, (max(promised, -self.bound(child)), pushed, child))
                pushed += 1
        return best, max(closed, *(-promised for promised, *_ in queue), best.solved.value)

    def _without_list(self) -> Fault:
        if isinstance(self.best_list(frozenset(), self.budget(frozenset())), Undecided):
            return Fault("no decision in time", "the tie plan", None, "more seconds", "Give it more time")
        what, remedy = "no list keeps the plan's limits", "matchlist build says which clash, and what would mend it"
        return Fault(what, "the plan", None, "a plan that has a list", remedy)

    def _money_matters(self, node: _Node) -> bool:
        """Whether leaving out an action that fits could pay: only where it takes money from applications."""
        return self.wishes.one_purse and any(self.actions[k].dollars > 0 for k in node.open)

    def _children(self, node: _Node, worth: FloatArray) -> Iterator[_Node]:
        k = max(node.open, key=lambda action: worth[action])
        yield self._narrowed(_Node(node.taken | {k}, node.open - {k}))
        yield self._narrowed(_Node(node.taken, node.open - {k}))

    def _narrowed(self, node: _Node) -> _Node:
        """The node without actions that no longer fit."""
        return _Node(node.taken, frozenset(k for k in node.open if self.fits(node.taken | {k})))

    def _worth(self, root: _Node) -> FloatArray:
        """What each action adds to a bound in which all others are done: the order to decide them in."""
        together = self.bound(root)
        worth = np.full(len(self.actions), -np.inf)
        for k in root.open:
            worth[k] = together - self.bound(_Node(frozenset(), root.open - {k}))
        return worth

    def _found(self, taken: Chosen) -> _Found | None:
        solved = self.best_list(taken, self.budget(taken))
        return _Found(taken, solved) if isinstance(solved, Solved) else None


def _told(search: _Search, best: _Found, bound: float, started: float) -> TieChoice:
    prepared, solved = search.prepared, best.solved
    nothing = search.best_list(frozenset(), search.budget(frozenset()))
    gap = (bound - solved.value) / search.highest
    proven = gap <= search.gap * (1 + 1e-9)
    seconds = perf_counter() - started
    weight = prepared.problem.scenario_weight
    offer = search.offer_chance(best.taken) @ weight
    plain = prepared.problem.offer_chance @ weight
    programs = prepared.directory.programs
    listed = np.flatnonzero(prepared.of_programs(solved.mode) >= 0)
    applied = [(int(k), int(solved.mode[k])) for k in listed]
    applied.sort(key=lambda pair: (plain[pair] - offer[pair], pair))
    count = len(search.solved) + len(search.bounds)
    return TieChoice(
        actions=tuple(_chosen(search, best, k) for k in sorted(best.taken)),
        programs=tuple(
            ListedApplication(
                id=programs[k].id,
                name=programs[k].name,
                signal=prepared.estimate.modes[mode],
                offer=float(offer[k, mode]),
                offer_without_actions=float(plain[k, mode]),
            )
            for k, mode in applied
        ),
        value=solved.value,
        bound=bound,
        gap=gap,
        proven=proven,
        match_probability=solved.match_probability,
        match_probability_without=nothing.match_probability if isinstance(nothing, Solved) else 0.0,
        weeks=sum(search.actions[k].weeks for k in best.taken),
        dollars=search.dollars(best.taken),
        application_dollars=solved.spend,
        lists_solved=count,
        seconds=seconds,
    )


def _chosen(search: _Search, best: _Found, k: int) -> ChosenAction:
    action = search.actions[k]
    without = search.best_list(best.taken - {k}, search.budget(best.taken - {k}))
    left = without.value if isinstance(without, Solved) else best.solved.value
    return ChosenAction(
        name=action.name,
        kind=action.kind,
        weeks=action.weeks,
        dollars=action.dollars,
        worth=best.solved.value - left,
    )
