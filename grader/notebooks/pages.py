"""What students wrote, on the pages of nbgrader: none of it becomes markup or a script, and none takes long to show."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

# The end of a formula is sought in all that follows, and what colours code tries such runs from each place in them.
STEPS = 4_000_000
_FORMULA = re.compile(r"\\begin\{|\\\\[(\[]")
_RUN = re.compile(r"\s{200}|[\w.]{1000}")
_ATTACHED = "attachment:"
_coloured = Highlight2HTML(pygments_lexer="ipython3")


class Renderer(IPythonRenderer):  # type: ignore[misc]
    """nbconvert's renderer without what it passes on as it stands."""

    def block_mermaidjs(self, code: str) -> str:
        """Show a diagram as its text."""
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """An image; of one that was pasted in, which is not kept, its name."""
        if url.startswith(_ATTACHED):
            return f"[image: {text}]"
        return str(super().image(text, url, title))


def markdown2html(source: str) -> str:
    """Markdown as HTML, its own HTML as text and its links harmless; takes the place of nbconvert's filter."""
    if len(source) * len(_FORMULA.findall(source)) > STEPS:
        return _plain(source)
    renderer = Renderer(escape=True, allow_harmful_protocols=False)
    return str(MarkdownWithMath(renderer=renderer).render(source))


def highlight_code(source: str, **named: Any) -> str:
    """Code as HTML in colours; takes the place of nbconvert's filter."""
    return _plain(source) if _RUN.search(source) else str(_coloured(source, **named))


def _plain(source: str) -> str:
    return f"<pre>{escape(source)}</pre>\n"
