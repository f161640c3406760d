"""Late penalties by a rate, where nbgrader's own has none or all: `c.LatePenalty.policy = "10%/day"`."""

from __future__ import annotations

from nbgrader.plugins import BasePlugin
from traitlets import TraitError, Unicode, validate
from traitlets.utils.bunch import Bunch

from grader.late import read_policy
from grader.report import ReportError


class LatePenalty(BasePlugin):  # type: ignore[misc]
    """What nbgrader asks for a penalty; `grader export --late-penalty` knows the same policies."""

    policy = Unicode(
        "none",
        help="none, zero, or a rate for each day begun: 10%/day of the score, or 5/day in points.",
    ).tag(config=True)

    @validate("policy")  # type: ignore[untyped-decorator]
    def _known(self, proposal: Bunch) -> str:
        try:
            read_policy(proposal["value"])
        except ReportError as error:
            raise TraitError(str(error)) from None
        return str(proposal["value"])

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float:
        """The points that a notebook loses."""
        return round(read_policy(self.policy)(score, total_seconds_late), 2)
