"""The Season page: what was sent and answered, what it says, what to do next, and which ties to make before."""


def season_page() -> None:
    """Draw the page."""
    # The store's libraries take half a second to load, which only visitors of this page should wait for.
    from optimizer.dashboard.season.page import draw_page  # noqa: PLC0415

    draw_page()


__all__ = ["season_page"]
