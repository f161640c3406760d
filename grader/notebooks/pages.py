"""Markdown that students wrote, on the pages of nbgrader: none of it becomes markup or a script."""

from __future__ import annotations

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath


def markdown2html(source: str) -> str:
    """Markdown as HTML, its own HTML as text and its links harmless; takes the place of nbconvert's filter."""
    renderer = IPythonRenderer(escape=True, allow_harmful_protocols=False)
    return str(MarkdownWithMath(renderer=renderer).render(source))
