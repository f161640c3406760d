"""Points of the plane with a class or a value each, drawn from a seed: circle, xor, gaussians, spiral, moons, plane."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

EDGE = 3.0
"""All of them lie about within ±3, so that a weight of ordinary size makes something of a coordinate."""

Drawn = tuple[np.ndarray, np.ndarray]


def _circle(n: int, noise: float, rng: np.random.Generator) -> Drawn:
    """A disc, and a ring around it."""
    inside = np.arange(n) % 2
    radius = np.where(inside, 1.2 * np.sqrt(rng.random(n)), rng.uniform(1.8, 2.6, n))
    angle = rng.uniform(0, 2 * np.pi, n)
    return _jittered(radius * np.cos(angle), radius * np.sin(angle), noise, rng), inside


def _xor(n: int, noise: float, rng: np.random.Generator) -> Drawn:
    """Opposite quarters alike, kept a little away from the axes."""
    points = rng.uniform(0.25, 2.6, (n, 2)) * rng.choice([-1.0, 1.0], (n, 2))
    differ = (points[:, 0] * points[:, 1] < 0).astype(np.int64)
    return _jittered(points[:, 0], points[:, 1], noise, rng), differ


def _gaussians(n: int, noise: float, rng: np.random.Generator) -> Drawn:
    """Two clouds, the wider the more noise."""
    upper = np.arange(n) % 2
    centre = np.where(upper, 1.1, -1.1)
    return _jittered(centre, centre, 0.4 + 1.2 * noise, rng), upper


def _spiral(n: int, noise: float, rng: np.random.Generator) -> Drawn:
    """Two arms around one another."""
    arm = np.arange(n) % 2
    along = 0.1 + 0.9 * (np.arange(n) // 2 + 1) / ((n + 1) // 2)
    angle = 1.25 * 2 * np.pi * along + np.pi * arm
    return _jittered(2.6 * along * np.sin(angle), 2.6 * along * np.cos(angle), noise, rng), arm


def _moons(n: int, noise: float, rng: np.random.Generator) -> Drawn:
    """Two half circles that reach into one another."""
    lower = np.arange(n) % 2
    angle = rng.uniform(0, np.pi, n)
    x = np.where(lower, 0.85 - 1.7 * np.cos(angle), -0.85 + 1.7 * np.cos(angle))
    y = np.where(lower, 0.45 - 1.7 * np.sin(angle), -0.45 + 1.7 * np.sin(angle))
    return _jittered(x, y, noise, rng), lower


def _plane(n: int, noise: float, rng: np.random.Generator) -> Drawn:
    """A value that rises evenly from one corner to the other, and the noise on it."""
    points = rng.uniform(-2.7, 2.7, (n, 2))
    return points, points.sum(axis=1) / 6 + rng.normal(0, noise, n)


def _jittered(x: np.ndarray, y: np.ndarray, noise: float, rng: np.random.Generator) -> np.ndarray:
    return np.stack([x, y], axis=1) + rng.normal(0, 1, (len(x), 2)) * noise


SHAPES: dict[str, Callable[[int, float, np.random.Generator], Drawn]] = {
    "circle": _circle,
    "xor": _xor,
    "gaussians": _gaussians,
    "spiral": _spiral,
    "moons": _moons,
    "plane": _plane,
}
CLASSES = {
    "circle": ("around", "inside"),
    "xor": ("alike", "different"),
    "gaussians": ("lower left", "upper right"),
    "spiral": ("one arm", "the other"),
    "moons": ("upper", "lower"),
    "plane": (),
}
