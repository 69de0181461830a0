"""A plan as a TOML file that explains itself: what is set, and what could be, in comments."""

from collections.abc import Iterator, Mapping

import tomli_w

from optimizer.plan.document.plan_file import plan_values
from optimizer.plan.document.request import Plan

_TOP = ("title", "season", "flexibility", "elsewhere_priority")
_HEAD = """# A plan for matchlist. Change anything and build the list again:  matchlist build THIS-FILE
# Lines that begin with # are comments. What you leave out is unknown, and unknown is never counted as no or zero.
"""
_FLEXIBILITY = """# 0 = only where you want, 1 = anywhere. Your priorities below count in between.
"""
_ELSEWHERE = """# How much you want to be anywhere outside your regions, 0 to 10.
"""
_APPLICANT = """
# ---- who you are ---------------------------------------------------------------------------------------------------
# type: us-md, us-do, us-img or non-us-img. visa: none, j1, h1b or either.
"""
_TIES = """
# ---- your ties: one [[applicant.ties]] each, with a kind and one place --------------------------------------------
# kind: home-program, away-rotation, letter, research, conference, contact, family, partner, grew-up or school.
# place: program = "ID", institution, city = "Los Angeles, CA", metro, state = "CA" or division.
"""
_REGIONS = """
# ---- where you want to be: a program belongs to the first region that has it --------------------------------------
# priority: 0 to 10. Places: states, metros, cities, divisions, or within = [{ city = "90012", miles = 50 }].
"""
_BUDGET = """
# ---- money ----------------------------------------------------------------------------------------------------------
# Dollars for application fees; transcripts and registration come on top. fee_assistance = true if you were granted it.
"""
_QUOTAS = """
# ---- how many: minimum and maximum, each optional, in all and by tier, region, setting and specialty --------------
# [quotas.tier]
# reach = { minimum = 5, maximum = 10 }
# [quotas.region]
# "A region's name" = { minimum = 10 }
"""
_LOCKS = """
# ---- what you have decided, by the id of a program (matchlist build THIS-FILE --out list.csv lists the ids) -------
# [locks]
# apply = ["ID"]
# never = ["ID"]
# signal = { "ID" = "gold" }
"""
_SECOND_LISTS = """
# ---- two lists: the first year beside an advanced position, and a partner who wants to match near you -------------
# [first_year]
# reserve = 220                # dollars kept for first years that no file here knows
# [couple]
# partner = "THEIR-PLAN.toml"  # then: matchlist couple THIS-FILE
"""
_HINTS: Mapping[str, str] = {
    "step2": "# step2 = 240                  # Step 2 CK, three digits",
    "graduation_year": "# graduation_year =            # of medical school, past or expected, in four digits",
    "failed_attempts": "# failed_attempts = 0          # at USMLE or COMLEX, all steps together",
    "us_clinical_months": "# us_clinical_months = 3       # hands-on, in the United States",
    "visa": '# visa = "j1"                  # what a program has to sponsor; "none" where you need none',
    "citizenship": '# citizenship = "permanent-resident"   # or "us-citizen" or "other", apart from where you studied',
    "applied_before": "# applied_before = true        # in a match before",
    "home_state": '# home_state = "CA"            # of your permanent address; "none" outside the United States',
    "preferred_divisions": '# preferred_divisions = ["Pacific"]   # as you will state in the application; [] is none',
}


def commented_plan_text(plan: Plan) -> str:
    """The plan as TOML with comments on everything that is set and on what could be.

    Reading it back gives the same plan.
    """
    values = plan_values(plan)
    applicant = dict(_table(values.pop("applicant")))
    ties = applicant.pop("ties", None)
    regions, budget, quotas = (values.pop(key, None) for key in ("regions", "budget", "quotas"))
    rest = {key: value for key, value in values.items() if key not in _TOP}
    return "".join(
        (
            _HEAD,
            *_top(plan, rest),
            _APPLICANT,
            "[applicant]\n",
            *_lines(applicant),
            *(f"{hint}\n" for key, hint in _HINTS.items() if key not in applicant),
            _TIES,
            *_array("applicant.ties", ties),
            _REGIONS,
            *_array("regions", regions),
            _BUDGET,
            tomli_w.dumps({"budget": budget}) if budget else "# [budget]\n# dollars = 1830\n",
            _QUOTAS,
            tomli_w.dumps({"quotas": quotas} if quotas else {}),
            _LOCKS,
            _SECOND_LISTS,
            *_tables(rest),
        )
    )


def _top(plan: Plan, rest: Mapping[str, object]) -> Iterator[str]:
    """What stands before the first table: TOML wants it there."""
    yield tomli_w.dumps({"title": plan.title, "season": plan.season})
    yield _FLEXIBILITY + tomli_w.dumps({"flexibility": plan.flexibility})
    # As a comment where the plan doesn't say it: a preset may then fill it in.
    mark = "" if plan.says("elsewhere_priority") else "# "
    yield _ELSEWHERE + mark + tomli_w.dumps({"elsewhere_priority": plan.elsewhere_priority})
    yield tomli_w.dumps({key: value for key, value in rest.items() if not _is_table(value)})


def _tables(rest: Mapping[str, object]) -> Iterator[str]:
    tables = {key: value for key, value in rest.items() if _is_table(value)}
    if tables:
        yield "\n"
        yield tomli_w.dumps(tables)


def _array(name: str, tables: object) -> Iterator[str]:
    """Tables of an array, each under its own header, however short: a person adds another one more easily."""
    for table in tables if isinstance(tables, list) else []:
        yield f"\n[[{name}]]\n"
        yield from _lines(table)


def _lines(table: Mapping[str, object]) -> Iterator[str]:
    return (f"{key} = {_inline(value)}\n" for key, value in table.items())


def _inline(value: object) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_inline(inner)}' for key, inner in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    return tomli_w.dumps({"x": value}).removeprefix("x = ").rstrip("\n")


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value))


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
