"""Random numbers that depend on what they are for and on nothing else, so that seasons can be compared and repeated."""

import zlib

import numpy as np

from optimizer.estimate.scenarios import FloatArray


def generator(seed: int, *purpose: str | int) -> np.random.Generator:
    """Random numbers for one purpose; the same seed and purpose give the same ones, whatever else was drawn."""
    words = [part if isinstance(part, int) else zlib.crc32(part.encode()) for part in purpose]
    return np.random.default_rng([seed, *words])


def logistic(uniform: np.ndarray) -> FloatArray:
    """Logistic deviates from uniform ones: ``log(u / (1 - u))``, with u kept away from 0 and 1."""
    inside = np.clip(uniform.astype(np.float64), 1e-9, 1 - 1e-9)
    return np.asarray(np.log(inside) - np.log1p(-inside))
