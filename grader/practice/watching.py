"""What happens on a save, a verdict or a key: `grader watch` without its terminal, its files' events and processes.

After a first round over all functions the verdict on each is known, and a save asks again for those that it touches.
One failure is shown at a time: of a save the first that it touches, else what was shown before, else what is next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from rich.text import Text

from grader import show
from grader.curriculum import CourseError
from grader.handout import read_handouts
from grader.practice import page, standing
from grader.practice.changes import Module, parse, read_sources, touched
from grader.practice.checker import Answered, PracticeError, Told
from grader.practice.verdict import Ready, Verdict
from grader.progress import Progress, read_progress, settle, write_progress
from grader.redirect import EXERCISES
from grader.reset import reset

NEWS = 3


@dataclass
class Round:
    """What was asked for, why, and the verdicts that have come.

    Parameters
    ----------
    names : tuple of str
        The functions, in the order in which they are checked.
    saved : frozenset of str
        Those that a save has touched: the first that is wrong is shown.
    anew : bool
        Whether all are checked for the first time: then the first that is not solved is shown.
    told : bool
        Whether its end is told.
    """

    names: tuple[str, ...]
    saved: frozenset[str] = frozenset()
    anew: bool = False
    told: bool = False
    request: int = 0
    answers: dict[str, Verdict] = field(default_factory=dict)
    shown: bool = False

    @property
    def pending(self) -> tuple[str, ...]:
        """What is not answered yet."""
        return tuple(name for name in self.names if name not in self.answers)

    def tells(self, verdict: Verdict) -> bool:
        """Whether a verdict is what this round is to show."""
        if self.shown:
            return False
        wrong = verdict.name in self.saved and page.is_wrong(verdict)
        return wrong or (self.anew and not verdict.passes)


class Watching:
    """What is watched, known and shown.

    Parameters
    ----------
    root : Path
        The course's folder.
    ask : callable
        Has functions checked, and gives the request's number; the verdicts come to `hear`.
    draw : callable
        Is given all that is to be seen, each time that it changes: its lines, and a question or what is waited for.
    """

    def __init__(
        self,
        root: Path,
        ask: Callable[[Sequence[str]], int],
        draw: Callable[[list[Text], str], object],
    ) -> None:
        self.root = root
        self.functions = standing.functions_of(root)
        kept = read_progress(root)
        self.progress = kept or Progress()
        self.current: str | None = None
        if kept is not None:
            self.current = standing.following(self.functions, kept.solved, None)
        self._ask, self._draw = ask, draw
        self._sources = read_sources(root / EXERCISES)
        self._modules: dict[str, Module | None] = {
            unit: parse(source) for unit, source in self._sources.items()
        }
        self._verdicts: dict[str, Verdict] = {}
        self._round = Round(())
        self._found: dict[str, bool] = {}
        self._news: list[str] = []
        self._beside: list[Text] = []
        self._listing = False
        self._resetting: str | None = None
        self._settled = False

    @property
    def unit(self) -> str:
        """The unit that is worked on."""
        return (self.current or self.functions[0]).partition(".")[0]

    @property
    def settled(self) -> bool:
        """Whether nothing is being checked."""
        return self._settled

    def check_all(self) -> None:
        """Begin a round over all functions."""
        self._begin(Round(self.functions, anew=True))

    def see_save(self) -> None:
        """Have what has changed on the disk checked again; where nothing has, what is shown."""
        sources = read_sources(self.root / EXERCISES)
        before = self._modules
        self._modules = {
            unit: before[unit] if source == self._sources.get(unit) else parse(source)
            for unit, source in sources.items()
        }
        self._sources = sources
        names = touched(before, self._modules, self.functions)
        pending = self._round.pending
        if not names and pending:
            return  # an editor's second step
        if not names and self.current is not None:
            names = [self.current]
        if names:
            still = {*names, *(self._round.saved & {*pending})}
            first = [name for name in self.functions if name in still]
            rest = [name for name in pending if name not in still]
            self._begin(Round((*first, *rest), frozenset(first)))

    def hear(self, told: Told) -> None:
        """Take in a verdict, or that all have come."""
        if isinstance(told, Ready):
            if told.problem is not None:
                raise PracticeError(told.problem)
        elif told.request != self._round.request:
            return  # of a round that was given up, and of what was written then
        elif isinstance(told, Answered):
            self._hear_verdict(told.verdict)
        else:
            self._settled = True
            if not self._round.shown:
                self._choose()
            elif self._news:
                self.redraw()
            if self._round.told:
                self.redraw(f"all {len(self.functions)} functions are checked")
            self.keep()  # the disk takes its time

    def keep(self) -> None:
        """Write what was found, in rounds that were given up too, beside what others wrote meanwhile."""
        if not self._found:
            return
        kept = read_progress(self.root)
        self.progress = settle(kept or self.progress, self._found, date.today())
        self._found.clear()
        if self.progress != kept:
            write_progress(self.root, self.progress)

    def press(self, key: str) -> bool:
        """Do what a key asks for; False where that is to leave."""
        self._beside = []
        if self._resetting is not None:
            name, self._resetting = self._resetting, None
            if key in "yY":
                self._say([Text(self._reset(name))])
            else:
                self.redraw(f"{name} stays as it is")
        elif key == "q":
            return False
        elif key == "c":
            self._begin(Round(self.functions, told=True))
            self.wait()
        elif key == "l":
            self._listing = not self._listing
            self.redraw()
        elif key == "n":
            self._go_on(self.current)
        elif key == "h" and self.current is not None:
            self._say(self._hints(self.current))
        elif key == "r" and self.current is not None:
            self._resetting = self.current
            self.redraw()
        return True

    def wait(self) -> None:
        """Show what is being checked, where that takes long."""
        if pending := self._round.pending:
            self.redraw(f"checking {pending[0]} …")

    def redraw(self, status: str = "") -> None:
        """Show again what is to be seen."""
        if self._resetting is not None:
            status = (
                f"put {self._resetting} back as it was handed out? yours is kept in a file (y/n)"
            )
        self._draw(self._lines(), status)

    def _begin(self, begun: Round) -> None:
        self._round, self._settled = begun, False
        self._news.clear()
        begun.request = self._ask(begun.names)

    def _hear_verdict(self, verdict: Verdict) -> None:
        name, now = verdict.name, self._round
        now.answers[name] = self._verdicts[name] = verdict
        self._found[name] = verdict.passes
        if verdict.passes and name not in self.progress.solved:
            self._news.append(name)
        self.progress = settle(self.progress, {name: verdict.passes}, date.today())
        if now.tells(verdict):
            now.shown = True
            self._show(name)
        elif name in self._news and name in now.saved and not now.shown:
            self._tell_solved(name)

    def _tell_solved(self, name: str) -> None:
        """Say at once that a function is solved, and show what is next where that is known."""
        if standing.following(self.functions, self.progress.solved, None) in self._round.pending:
            self.wait()
        else:
            self._choose()

    def _choose(self) -> None:
        """Show what was shown before while it is not solved, then what is next, as `grader` by itself does."""
        known = self._verdicts.get(self.current or "")
        if known is not None and (page.is_wrong(known) or not (known.passes or self._news)):
            self._show(known.name)
        else:
            self._go_on(None)

    def _go_on(self, after: str | None) -> None:
        self._show(standing.following(self.functions, self.progress.solved, after))

    def _show(self, name: str | None) -> None:
        self._beside = self._beside if name == self.current else []
        self.current, self._listing = name, False
        self.redraw()

    def _say(self, beside: list[Text]) -> None:
        self._beside, self._listing = beside, False
        self.redraw()

    def _lines(self) -> list[Text]:
        if self._listing:
            return [*page.list_lines(self.functions, self.progress.solved, self.current)]
        lines = [page.solved_line(name) for name in self._news[:NEWS]]
        if len(self._news) > NEWS:
            lines.append(Text(f"and {len(self._news) - NEWS} more", page.GOOD))
        if lines:
            lines.append(Text())
        if self.current is not None:
            if self.current not in self._news:
                lines += self._current_lines(self.current)
        elif set(self.functions) <= set(self.progress.solved):
            lines.append(page.all_solved_line(len(self.functions)))
        lines += page.refused_lines(self.root, self._units())
        if self._beside:
            lines += [Text(), *self._beside]
        return lines

    def _units(self) -> list[str]:
        """The units that the screen is about: all of them where all is solved."""
        about = self._news if self.current is None else [*self._news, self.current]
        return [*standing.by_unit(about or self.functions)]

    def _current_lines(self, name: str) -> Iterator[Text]:
        verdict = self._verdicts.get(name)
        if verdict is None:
            yield page.next_line(name)
        else:
            yield from page.verdict_lines(verdict)
        yield from page.place_lines(self.root, name)

    def _hints(self, name: str) -> list[Text]:
        """The hints seen so far and one more, which is remembered."""
        unit, _, function = name.partition(".")
        try:
            handout = read_handouts(self.root).get(unit)
        except CourseError as error:
            return [Text(show.line(str(error), 500))]
        hints = handout.hints.get(function, ()) if handout else ()
        if not hints:
            return [Text(f"{name} has no hints")]
        kept = read_progress(self.root) or Progress()
        before = kept.hints.get(name, 0)
        seen = min(before + 1, len(hints))
        write_progress(self.root, Progress(kept.solved, kept.hints | {name: seen}))
        lines = [
            f"hint {number} of {len(hints)}: {show.line(hint, 500)}"
            for number, hint in enumerate(hints[:seen], start=1)
        ]
        if before >= len(hints):
            lines.append(f"these are all; what {function} is to do stands in its docstring")
        return [*map(Text, lines)]

    def _reset(self, name: str) -> str:
        """Put a function back, and say where what was there is kept; the save that this is has it checked."""
        unit, _, function = name.partition(".")
        try:
            handouts = read_handouts(self.root)
            done = reset(self.root, unit, handouts[unit], function, datetime.now())
        except (CourseError, KeyError) as error:
            return show.line(str(error), 500)
        except OSError as error:
            return show.line(f"{error.filename}: {error.strerror}", 500)
        if not done.changed:
            return f"{name} is as it was handed out already"
        kept = (
            f"; yours is kept in {show.line(str(done.kept.relative_to(self.root)))}"
            if done.kept
            else ""
        )
        return f"{name} is as it was handed out{kept}"
