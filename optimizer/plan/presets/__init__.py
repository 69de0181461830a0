"""Rules of thumb laid over a plan: its shape, what of it the directory and the budget can serve, and what it costs."""

from optimizer.plan.presets.preset_fit import fitted
from optimizer.plan.presets.preset_plan import shaped_plan
from optimizer.plan.presets.pricing import preset_notices, preset_use

__all__ = [
    "fitted",
    "preset_notices",
    "preset_use",
    "shaped_plan",
]
