"""How chances are said in words, in reasons, on screens and in files alike."""


def in_100(share: float) -> str:
    """A chance as people say it: "7 in 100", "fewer than 1 in 100", "more than 99 in 100"."""
    if share <= 0.005:
        return "fewer than 1 in 100"
    return "more than 99 in 100" if share >= 0.995 else f"{share * 100:.0f} in 100"


def about_in_100(share: float) -> str:
    """A chance within a sentence: "about 7 in 100", "fewer than 1 in 100"."""
    said = in_100(share)
    return f"about {said}" if said[0].isdigit() else said
