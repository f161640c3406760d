"""What a student may not bring into a page, a table or a terminal: anything but text."""

from __future__ import annotations

import csv
import itertools
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import ClassVar

from markdown_it import MarkdownIt

import grader.feedback

TEMPLATE = (Path(grader.feedback.__file__).parent / "templates" / "feedback.html").read_text()
ATTRIBUTES = {
    (tag, name)
    for tag, inner in re.findall(r"<(\w+)([^<>]*)>", TEMPLATE)
    for name in re.findall(r'([\w-]+)="', inner)
}
INLINE = {"text", "text_special", "softbreak", "code_inline", "strong_open", "strong_close"}
BLOCKS = {
    "heading", "paragraph", "table", "thead", "tbody", "tr", "th", "td", "bullet_list", "list_item",
}  # fmt: skip
KINDS = INLINE | {"fence", "inline"} | {f"{b}_{side}" for b in BLOCKS for side in ("open", "close")}
FORMULA = re.compile(r"(?:^|[;|])\s*[=+\-@＝＋－＠]")


class Reader(HTMLParser):
    """Reads HTML; what is not closed in order, or no plain element, is an error."""

    VOID: ClassVar = {"meta", "hr", "br"}
    PLAIN: ClassVar = {
        "html", "head", "title", "style", "body", "header", "main", "section", "article", "div", "h1", "h2", "h3",
        "p", "span", "strong", "small", "bdi", "b", "i", "em", "code", "pre", "a", "ul", "li", "dl", "dt", "dd",
        "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary",
    } | VOID  # fmt: skip

    def __init__(self):
        super().__init__()
        self.open, self.text, self.tags, self.links = [], "", [], []
        self.attributes: set[tuple[str, str]] = set()

    @classmethod
    def read(cls, html):
        reader = cls()
        reader.feed(html)
        reader.close()
        assert not reader.open
        return reader

    def handle_starttag(self, tag, attrs):
        assert tag in self.PLAIN, tag
        assert not [name for name, _ in attrs if name.startswith("on") or name in ("src", "srcset")]
        self.links += [value for name, value in attrs if name == "href"]
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data if self.open[-1:] != ["style"] else ""


def of_others_in_html(html: str) -> list[object]:
    """Attributes that the page's template does not have, and links that leave the page."""
    reader = Reader.read(html)
    links = [link for link in reader.links if not link.startswith("#unit-")]
    return [*sorted(reader.attributes - ATTRIBUTES), *links]


def of_others_in_markdown(markdown: str) -> list[str]:
    """Kinds of markup that a page does not use, and addresses that a reader makes links of."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    inline = [part for token in tokens for part in token.children or ()]
    outside = re.sub(r"(?ms)^(`{3,})text\n.*?\n\1$|`+[^`]*`+", "", markdown)
    addresses = re.findall(r"\w+://|www\.|(?<!\\)@", outside, re.IGNORECASE)
    return [*sorted({token.type for token in (*tokens, *inline)} - KINDS), *addresses]


def headings_in_markdown(markdown: str) -> list[str]:
    """The headings of a page."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    return [
        after.content for token, after in itertools.pairwise(tokens) if token.type == "heading_open"
    ]


def formulas(table: bytes) -> list[str]:
    """The cells that a spreadsheet takes for formulas, also one that takes another separator for the columns'."""
    rows = csv.reader(table.decode().splitlines())
    return [cell for row in rows for cell in row if FORMULA.search(cell)]


def unprintable(text: str) -> list[str]:
    """The characters that steer a terminal, or are not seen."""
    return sorted({char for char in text if not char.isprintable() and char not in "\n\t"})
