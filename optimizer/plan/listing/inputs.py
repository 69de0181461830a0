"""How complete the inputs of a list are, in words."""

import numpy as np
import numpy.typing as npt

from optimizer.estimate import Completeness, Estimate, completeness
from optimizer.plan.listing.outcome import InputCompleteness, InputFact
from optimizer.wording import in_100

_LITTLE_BELOW, _MUCH_FROM = 0.25, 0.75


def input_completeness(estimate: Estimate, mode: npt.NDArray[np.int64]) -> InputCompleteness:
    """How complete the inputs of a list are.

    Parameters
    ----------
    estimate : Estimate
    mode : int array, shape (programs,)
        Mode of each application, -1 = not applied to.
    """
    found = completeness(estimate, mode)
    whole = sum(fact.weight for fact in found.facts)
    return InputCompleteness(
        share=found.share,
        words=_words(found),
        facts=tuple(
            InputFact(
                fact=fact.fact,
                known=fact.known if fact.of_program else int(fact.known > 0),
                of=found.programs if fact.of_program else 1,
                weight=fact.weight / whole if whole > 0 else 0.0,
            )
            for fact in found.facts
        ),
    )


def _words(found: Completeness) -> str:
    if not found.programs:
        return "there is no list to know anything about"
    much = "little" if found.share < _LITTLE_BELOW else "much" if found.share >= _MUCH_FROM else "part"
    answers = [fact for fact in found.facts if not fact.of_program]
    given = sum(fact.known > 0 for fact in answers)
    known = [f"{fact.fact} of {fact.known} of {found.programs} programs" for fact in found.facts if fact.of_program]
    main = [words for words in known if words.startswith(("interview rate", "visa policy"))]
    return (
        f"{much}, {in_100(found.share)} of what the facts could settle ({', '.join(main)}; {given} of your "
        f"{len(answers)} answers)"
    )
