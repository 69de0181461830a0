"""Puts the dashboard's entry into the wheel; an editable install uses the checkout's own and gets no copy."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShipTheEntry(BuildHookInterface[Any]):
    """Adds ``app.py`` to the wheel as ``optimizer/app.py``, where ``matchlist app`` looks for it first."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the entry unless the install is editable: a copy in site-packages would be a second package."""
        if version == "standard":
            build_data["force_include"]["app.py"] = "optimizer/app.py"
