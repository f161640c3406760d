"""A page that is connected, as the trainer sees it, and what the trainer hears: arrivals, commands, leaves, saves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Page(Protocol):
    """The other end of a websocket; both methods may be called from any thread."""

    def send(self, message: str | bytes) -> None:
        """Send a message, in order."""

    def close(self) -> None:
        """Close the connection after what was sent."""


@dataclass(frozen=True)
class Arrived:
    """A page opened; it has the trainer from now on."""

    page: Page


@dataclass(frozen=True)
class Said:
    """A page sent a message."""

    page: Page
    text: str


@dataclass(frozen=True)
class Left:
    """A page is gone."""

    page: Page


@dataclass(frozen=True)
class Saved:
    """Files of the student's were saved."""

    names: tuple[str, ...]


Event = Arrived | Said | Left | Saved
