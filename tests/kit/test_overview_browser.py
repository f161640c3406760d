"""The class report in a real browser: it fits a phone and a desk, and asks nobody for anything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from grader.overview import render
from grader.overview.page import page
from grader.overview.resemblance import Comparison, Pair
from tests.kit.test_overview import check, report, tallied

WIDTHS = (360, 768, 1280)
LONG = "a_very_long_name_of_a_function_that_has_no_end"
CONTRAST = """
() => {
  const channel = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = rgb => { const [r, g, b] = rgb.match(/[\\d.]+/g).map(Number).map(channel);
                         return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const under = e => { while (e) { const c = getComputedStyle(e).backgroundColor;
                       if (c !== 'rgba(0, 0, 0, 0)') return c; e = e.parentElement; } return 'rgb(255, 255, 255)'; };
  const found = [];
  for (const e of document.body.querySelectorAll('*')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || e.closest('title, desc')) continue;
    const style = getComputedStyle(e), ink = e instanceof SVGElement ? style.fill : style.color;
    const [a, b] = [light(ink), light(under(e))].sort((x, y) => y - x);
    found.push((a + 0.05) / (b + 0.05));
  }
  return Math.min(...found);
}
"""


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as started:
        opened = started.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    """A page that has every section, with names that are long and have no place to break."""
    slip = {"status": "failed", "mistake": LONG, "diagnosis": "`W` is halved. " + "x" * 200}
    reports = []
    for number in range(24):
        ladder = [
            check(f"{LONG}{n}", function=LONG, status="passed" if n * 5 < number else "failed")
            for n in range(4)
        ]
        others = [
            check(unit="deep_belief_network", **slip),
            check("c", status="crashed", message="y" * 200),
        ]
        odd = check("odd", status="passed" if number < 12 else "failed", seconds=123.4)
        reports.append(report(f"{'N' * 50}{number}", *ladder, *others, odd, notes=("z" * 300,)))
    pair = Pair("deep_belief_network", ("W" * 60, "M" * 60), 0.9, (1234, 1234))
    comparisons = [Comparison("deep_belief_network", 24, 0.1, 0.2, 0.4, 1, (pair,))]
    text = render.html(page(tallied(*reports, unmarked={"Q" * 60: "w" * 300}), comparisons))
    path: Path = tmp_path_factory.mktemp("class") / "class.html"
    path.write_text(text)
    return path.as_uri()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_fits_its_window(browser, address, width):
    window = browser.new_page(viewport={"width": width, "height": 800})
    window.goto(address)
    window.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    assert window.evaluate("document.documentElement.scrollWidth") <= width
    window.close()


def test_it_says_nothing_to_the_console_and_asks_for_nothing_else(browser, address):
    window = browser.new_page()
    said, asked = [], []
    window.on("console", lambda message: said.append(message.text))
    window.on("pageerror", lambda error: said.append(str(error)))
    window.on("request", lambda request: asked.append(request.url))
    window.goto(address)

    assert said == [] and asked == [address]
    window.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(browser, address, scheme):
    window = browser.new_page(color_scheme=scheme)
    window.goto(address)

    assert window.evaluate(CONTRAST) >= 4.5
    window.close()


def test_every_section_can_be_reached_and_read_by_name(browser, address):
    window = browser.new_page()
    window.goto(address)

    for link in window.get_by_role("navigation").get_by_role("link").all():
        name = link.get_attribute("href").removeprefix("#")
        section = window.locator(f"section[aria-labelledby={name}]")
        assert section.get_by_role("heading").count() == 1
    assert window.get_by_role("table", name="The units in order").count() == 1
    assert window.get_by_role("img", name="Students by share of the points").count() == 1
    window.close()
