"""What the pages of a site lead to: what is within it must be there, and nothing is fetched from a network.

python docs/links.py SITE names what is wrong, and ends with 1; of links to elsewhere it says where they go.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_STYLE = re.compile(r"""(?:url\(\s*|@import\s+)['"]?([^'")\s;]+)""")
_SET = re.compile(r"(?:^|,)\s*(\S+)")
_LEADS = ("index", "search", "next", "prev", "canonical")  # a <link> that nothing is fetched for


@dataclass
class Page(HTMLParser):
    """The anchors of a page, where it leads to, and what a browser fetches to show it."""

    text: str
    anchors: set[str] = field(default_factory=set)
    leads: list[str] = field(default_factory=list)
    fetches: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note what the element adds."""
        given = {name: value or "" for name, value in attributes}
        self.anchors.update(given[name] for name in ("id", "name") if name in given)
        leads = tag in ("a", "area") or given.get("rel", "") in _LEADS
        if "href" in given:
            (self.leads if leads else self.fetches).append(given["href"])
        for name in ("src", "poster", "data"):
            self.fetches += [given[name]] if name in given else []
        self.fetches += _SET.findall(given.get("srcset", "")) + _STYLE.findall(
            given.get("style", "")
        )


def faults(site: Path, pages: dict[Path, Page]) -> Iterator[str]:
    """What is wrong with the pages and style sheets of a site, a sentence each."""
    for path, page in pages.items():
        name = path.relative_to(site)
        for address in page.fetches:
            yield from _fetched(name, path, address)
        for address in page.leads:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = _target(path, parts.path)
            if not target.is_file():
                yield f"{name} leads to {address}, which is not there"
            elif (
                target in pages
                and parts.fragment
                and unquote(parts.fragment) not in pages[target].anchors
            ):
                yield f"{name} leads to {address}, a page without that anchor"
    for path in sorted(site.rglob("*.css")):
        for address in _STYLE.findall(path.read_text(encoding="utf-8")):
            yield from _fetched(path.relative_to(site), path, address)


def _fetched(name: Path, path: Path, address: str) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.netloc or parts.scheme not in ("", "data"):
        yield f"{name} fetches {address} from a network"
    elif not parts.scheme and not _target(path, parts.path).is_file():
        yield f"{name} fetches {address}, which is not there"


def _target(path: Path, address: str) -> Path:
    return (path.parent / unquote(address)).resolve() if address else path


def elsewhere(pages: Iterable[Page]) -> list[str]:
    """The addresses out of the site that pages lead to; nobody asks whether they answer."""
    return sorted({lead for page in pages for lead in page.leads if urlsplit(lead).scheme})


def main(folder: str) -> int:
    """Look through a site."""
    site = Path(folder).resolve()
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    print(*elsewhere(pages.values()), sep="\n")
    found = sorted(set(faults(site, pages)))
    for fault in found:
        print(fault, file=sys.stderr)
    if not found:
        print(
            f"{len(pages)} pages in {folder}, all of whose links hold; those above lead elsewhere"
        )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
