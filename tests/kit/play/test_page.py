"""`grader play` in a real browser: it trains, tells what went wrong, and is all in its address and at the keyboard."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.kit.test_overview_browser import CONTRAST

ROOT = Path(__file__).parents[3]
GRADER = Path(sys.executable).parent / "grader"
SPIRAL = "dataset=spiral&learning_rate=0.3"
LONG = 20_000
UNITS = ("neurons", "network", "costs", "backprop", "gradient_descent", "regularization")
LOOP = "def backward(Y, activations, params, hidden='sigmoid'):\n    while True:\n        pass\n"
HOSTILE = "<img src=x onerror=\"document.title='taken'\">"
COUNT_FRAMES = """
  window.drawn = [];
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (text) {
    const now = performance.now();  // two frames that are told at once were drawn as one
    if (text.includes('"drawn"') && now - (drawn.at(-1) ?? 0) > 5) drawn.push(now);
    return send.call(this, text);
  };
"""
FRAMES_A_SECOND = """  // in the best half second, as other tests take the processor too
  2 * Math.max(...drawn.map(start => drawn.filter(moment => moment >= start && moment < start + 500).length))
"""
UNNAMED = re.compile(
    r"- (?:button|link|radio|slider|spinbutton|combobox|textbox|img|region|table)\b(?! \").*"
)
SMALL = """
  [...document.querySelectorAll('button, select, summary, input:not([type=radio]), label.thumbnail')]
    .filter(each => each.checkVisibility())
    .map(each => [each.getBoundingClientRect(), each.outerHTML.slice(0, 60)])
    .filter(([box]) => box.height && Math.round(box.height) < 40)
    .map(([box, text]) => `${box.height} ${text}`)
"""


@dataclass
class Course:
    """A folder whose page is open for visits."""

    root: Path
    address: str

    def write(self, unit: str, source: str) -> None:
        """Save a module, as an editor does."""
        path = self.root / "exercises" / f"{unit}.py"
        path.with_suffix(".new").write_text(source)
        path.with_suffix(".new").replace(path)


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[..., Course]]:
    """Starts `grader play` in a folder."""
    started = []

    def start(root: Path, target: str) -> Course:
        command = [GRADER, "play", "--no-browser", "--port", "0", "--target", target]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(
            command, cwd=root, stdout=subprocess.PIPE, text=True, env=environment
        )
        started.append(process)
        assert process.stdout is not None
        return Course(root, process.stdout.readline().strip())

    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=10)


@pytest.fixture(scope="module")
def solved(serve) -> Course:
    """The reference, ready to train."""
    return serve(ROOT, "solutions")


@pytest.fixture(scope="module")
def student(serve, tmp_path_factory) -> Course:
    """A course folder; each test writes what it needs."""
    root = tmp_path_factory.mktemp("course")
    (root / "tests").mkdir()
    (root / "pyproject.toml").write_text("[tool.grader]\nseconds_per_call = 0.8\n")
    shutil.copytree(ROOT / "exercises", root / "exercises")
    return serve(root, "exercises")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=LONG)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-quic"]
        )
        yield opened
        opened.close()


def complain_of_others(url: str, complaints: list[str]) -> None:
    """Nothing comes from a network but from the page's own server."""
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
        complaints.append(url)


@pytest.fixture
def context(browser) -> Iterator[BrowserContext]:
    """A browser that knows nothing yet; what the page's scripts complain of fails the test."""
    opened = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
    complaints: list[str] = []
    opened.on("request", lambda request: complain_of_others(request.url, complaints))
    opened.on("weberror", lambda error: complaints.append(str(error.error)))
    opened.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    opened.set_default_timeout(LONG)
    yield opened
    opened.close()

    assert complaints == []


@pytest.fixture
def visit(context) -> Callable[[Course, str], Page]:
    """Opens a course's page with an experiment in its address."""

    def opened(course: Course, fragment: str = "") -> Page:
        page = context.new_page()
        page.goto(f"{course.address}#{fragment}")
        page.wait_for_selector("#datasets input:checked", state="attached")
        return page

    return opened


def reference(unit: str) -> str:
    """The solution of a unit, as a student would have it."""
    return (
        (ROOT / "solutions" / f"{unit}.py")
        .read_text()
        .replace("from solutions.", "from exercises.")
    )


def stub(unit: str) -> str:
    """A unit as it is handed out."""
    return (ROOT / "exercises" / f"{unit}.py").read_text()


def settled(page: Page, step: int) -> None:
    """Waits until so many steps are done and the address says so."""
    page.wait_for_url(re.compile(rf"[#&]step={step}(&|$)"))


def test_the_reference_learns_the_spiral_at_twenty_frames_a_second(context, visit, solved):
    context.add_init_script(COUNT_FRAMES)
    page = visit(solved, SPIRAL)
    page.click("#play")
    for part in ("#accuracy", "#held-out-accuracy"):
        expect(page.locator(part)).to_have_text(re.compile(r"(9[6-9](\.\d)?|100) %"))
    page.click("#play")

    expect(page.locator("#gradient")).to_contain_text("agree with central differences")
    assert page.evaluate(FRAMES_A_SECOND) >= 20


def test_a_rate_of_a_million_is_told_with_epoch_and_rate(visit, solved):
    page = visit(solved, "learning_rate=1000000")
    page.click("#play")

    banner = page.get_by_role("alert").filter(has_text="Training diverged")
    expect(banner).to_contain_text(re.compile(r"In epoch 1 .* learning rate 1000000"))
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_an_address_restores_all_there_was(visit, solved):
    page = visit(solved)
    page.select_option("[name=learning_rate]", "0.3")
    page.select_option("[name=penalty]", "l2")
    page.get_by_role("radio", name="Two moons").check(force=True)
    page.get_by_role("button", name="One unit fewer in hidden layer 1").click()
    for step in (14, 28, 42):
        page.click("#epoch")
        settled(page, step)
    page.locator("button.unit[data-place='1.3']").click()
    page.wait_for_selector("#neuron h3")
    address, cost = page.url, page.inner_text("#cost")
    there = page.locator("#neuron .result").inner_text()

    again = visit(solved, address.partition("#")[2])
    settled(again, 42)

    expect(again.locator("#cost")).to_have_text(cost)
    expect(again.locator("#neuron .result")).to_have_text(there)
    assert again.url == address
    assert set(address.partition("#")[2].split("&")) == {
        "dataset=moons", "layers=7,8", "learning_rate=0.3", "penalty=l2", "step=42", "neuron=1.3"
    }  # fmt: skip


def test_the_way_back_and_an_edited_address_open_what_they_say(visit, solved):
    page = visit(solved)
    page.select_option("[name=activation]", "relu")
    page.wait_for_url("**#activation=relu")
    page.go_back()
    expect(page.locator("[name=activation]")).to_have_value("tanh")
    page.evaluate("location.hash = 'dataset=xor&noise=lots'")

    expect(page.get_by_role("alert")).to_contain_text(re.compile("Note.*noise should be"))
    expect(page.get_by_role("radio", name="Exclusive or")).to_be_checked()
    page.wait_for_url(re.compile("#dataset=xor$"))


def test_what_is_missing_is_listed_and_a_save_unlocks_it(visit, student):
    student.write("activations", reference("activations"))
    for unit in UNITS:
        student.write(unit, stub(unit))
    page = visit(student)
    missing = page.locator("#missing")
    expect(missing).to_contain_text("exercises/backprop.py")
    expect(missing).to_contain_text("grader hint gradient_descent.minibatches")
    expect(page.locator("#play")).to_be_disabled()
    page.get_by_role("button", name="Curves").click()
    curve = page.get_by_role("img", name=re.compile("^tanh: −1.* derivative"))
    expect(curve).to_be_visible()
    for unit in UNITS:
        student.write(unit, reference(unit))

    expect(page.get_by_role("status")).to_contain_text("saved")
    expect(page.locator("#locked")).to_be_hidden()
    expect(curve).to_be_visible()
    page.get_by_role("button", name="Train").click()
    expect(page.locator("#play")).to_be_enabled()


def test_a_first_look_says_what_to_begin_with_and_folds_the_others(visit, student):
    for unit in ("activations", *UNITS):
        student.write(unit, stub(unit))
    page = visit(student)

    expect(page.locator("#next li")).to_have_count(3)
    expect(page.locator("#next li").first).to_contain_text(
        "Begin with activations.sigmoid; unlocks: its curve"
    )
    expect(page.locator("#missing")).to_be_hidden()
    page.get_by_role("button", name="Curves").click()
    expect(page.locator(".card").first).to_contain_text("Waits for sigmoid and sigmoid_derivative")
    student.write("activations", reference("activations"))
    student.write("network", reference("network"))
    page.get_by_role("button", name="Train").click()
    expect(page.locator("#next li").first).to_contain_text("grader hint neurons.init_parameters")


def test_a_syntax_error_is_one_alert(visit, student):
    for unit in ("activations", *UNITS):
        student.write(unit, reference(unit))
    student.write("backprop", "def broken(:\n")
    page = visit(student)
    alert = page.get_by_role("alert")

    expect(alert).to_contain_text("backprop.py could not be imported: raised SyntaxError")
    expect(alert).not_to_contain_text("gradient_descent")
    expect(page.locator("#locked")).not_to_contain_text("SyntaxError")
    student.write("backprop", reference("backprop"))
    expect(alert).to_be_empty()


def test_it_waits_until_the_functions_were_looked_at(context, student):
    costs = ("cross_entropy", "mean_squared_error")
    student.write("costs", "".join(f"def {name}(Y, P):\n    while True: pass\n" for name in costs))
    page = context.new_page()
    page.goto(student.address)

    expect(page.get_by_text("Waiting for your functions")).to_be_visible()
    assert page.locator("main").evaluate("main => main.inert")
    expect(page.get_by_text("Waiting for your functions")).to_be_hidden()
    assert not page.locator("main").evaluate("main => main.inert")


def test_a_projector_shows_the_network_and_its_boundary_without_scrolling(visit, solved):
    page = visit(solved)
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(page.locator("button.unit").last).to_be_visible()

    for part in ("#play", "#graph", "#boundary"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 720


def test_an_endless_loop_is_told_with_its_line_and_the_page_lives_on(visit, student):
    right = reference("backprop")
    before = right.partition("def backward")[0]
    for unit in ("activations", *UNITS):
        student.write(unit, reference(unit))
    student.write("backprop", before + LOOP)
    page = visit(student)
    page.click("#epoch")
    line = before.count("\n") + 2
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("A call did not come to an end")
    expect(alert).to_contain_text(f"backprop.py, line {line}")
    student.write("backprop", right)
    expect(alert).not_to_contain_text("did not come to an end")
    page.click("#epoch")
    settled(page, 14)

    assert page.inner_text("#epochs") == "1"


def test_a_sweep_draws_its_cells_and_each_opens_its_experiment(visit, solved):
    page = visit(
        solved, "view=sweep&dataset=gaussians&samples=60&sweep_rates=0.1,1&sweep_layers=2;4,4"
    )
    page.get_by_role("button", name="Run the sweep").click()
    expect(page.locator("#sweep-data")).to_have_text("two clouds, seed 1")
    cells = page.get_by_role("button", name=re.compile("^Open learning rate"))
    expect(cells).to_have_count(4)
    page.get_by_role("button", name="Open learning rate 1 with hidden layers 4,4").click()

    page.wait_for_url("**layers=4,4**")
    expect(page.locator("[name=learning_rate]")).to_have_value("1")
    expect(page.locator("#depth")).to_have_text("2 hidden layers")
    expect(page.locator("#epochs")).to_have_text("50")


def test_the_keyboard_does_all_of_it(visit, solved):
    page = visit(solved)
    page.keyboard.press("e")
    settled(page, 14)
    page.keyboard.press("s")
    settled(page, 15)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("[name=learning_rate]").focus()
    page.keyboard.press("e")  # chooses among the rates, and trains nothing
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("s")
    settled(page, 16)
    page.get_by_role("button", name="One unit more in hidden layer 2").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#layers=8,9")
    page.keyboard.press("Enter")
    page.wait_for_url("**#layers=8,10")
    page.locator(".unit[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#neuron h3")).to_have_text("Hidden layer 1, unit 2")
    name = page.evaluate("document.activeElement.ariaLabel")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    page.wait_for_selector("body.running")
    page.keyboard.press("Space")
    page.wait_for_selector("body:not(.running)")
    expect(page.locator("#spoken")).to_contain_text(re.compile(r"Paused\. Epoch .*cost"))
    page.keyboard.press("r")

    expect(page.locator("#steps")).to_have_text("0")
    assert re.fullmatch(r"hidden layer 1, unit 2: bias [−\d.]+, strongest input [xy] [−\d.]+", name)


def test_what_is_exported_can_be_opened(visit, solved, tmp_path):
    page = visit(solved)
    page.click("#epoch")
    settled(page, 14)
    saved = {}
    for name in ("Parameters", "Curve", "Picture"):
        page.locator("#exports summary").click()
        with page.expect_download() as download:
            page.locator("#exports").get_by_text(name).click()
        saved[name] = tmp_path / download.value.suggested_filename
        download.value.save_as(saved[name])

    with np.load(saved["Parameters"]) as arrays:
        assert arrays["W1"].shape == (2, 8) and arrays["b3"].shape == (1,)
    rows = list(csv.DictReader(saved["Curve"].read_text().splitlines()))
    assert float(rows[-1]["training_cost"]) == pytest.approx(
        float(page.inner_text("#cost")), abs=1e-3
    )
    picture = saved["Picture"].read_bytes()
    assert saved["Picture"].name == "neurokata-circle-epoch-1.png"
    assert picture[:4] == b"\x89PNG" and int.from_bytes(picture[16:20]) == 2560


def test_a_phone_shows_it_in_one_column_with_room_for_a_finger(visit, solved):
    page = visit(solved, "neuron=1.1")
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_selector("#neuron h3")

    for view in ("Train", "Curves", "Sweep"):
        page.get_by_role("button", name=view, exact=True).click()
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert page.evaluate(SMALL) == []


def test_everything_has_a_name_and_can_be_read(visit, solved):
    page = visit(solved, "learning_rate=1000000&neuron=2.1")
    page.click("#epoch")
    page.wait_for_selector(".alert")

    assert UNNAMED.findall(page.locator("body").aria_snapshot()) == []
    assert page.evaluate(CONTRAST) >= 4.5
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate(CONTRAST) >= 4.5
    boundary = page.get_by_role("img", name=re.compile("Decision boundary over x from .*held out"))
    expect(boundary).to_be_visible()
    for landmark in ("banner", "main", "navigation"):
        expect(page.get_by_role(landmark)).to_be_visible()


def test_a_chosen_theme_stays(context, visit, solved):
    page = visit(solved)
    page.get_by_role("button", name="Switch to the dark theme").click()

    again = visit(solved)

    expect(again.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_csv_that_cannot_be_used_is_told_as_such(visit, solved, tmp_path):
    path = tmp_path / "empty.csv"
    path.touch()
    page = visit(solved)
    page.get_by_text("Your own CSV").click()
    page.locator("#file input").set_input_files(path)

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(re.compile("This CSV cannot be used.*the file is empty"))


def test_a_file_of_ones_own_is_text_whatever_it_holds(visit, solved, tmp_path):
    path = tmp_path / f"{'n' * 70}<b>.csv"
    rows = [
        f"{row % 7},{row % 5},{'plain' if row % 2 else HOSTILE.replace(',', ' ')}"
        for row in range(60)
    ]
    path.write_text("\n".join([f"{HOSTILE},high,kind", *rows]))
    page = visit(solved)
    page.get_by_text("Your own CSV").click()
    page.locator("#file input").set_input_files(path)
    page.wait_for_url("**#dataset=csv**")
    page.click("#epoch")
    expect(page.locator("#epochs")).to_have_text("1")

    expect(page.locator("#classes")).to_contain_text("<img")
    assert page.locator("main img").count() == 0
    assert page.title() == "Neurokata play"
    page.reload()
    expect(page.locator("#classes")).to_contain_text("<img")
    assert page.evaluate("document.documentElement.scrollWidth") == 1440
