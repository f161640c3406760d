"""What is trained on: points that depend on the experiment alone, and a user's own table, whatever is in it."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from grader.data import DataError
from grader.play import points as module
from grader.play.experiment import Experiment
from grader.play.points import SIDE, catalogue, points
from grader.play.shapes import SHAPES
from grader.play.table import TableError, iris, read_csv

PLAIN = "a,b,kind\n" + "".join(
    f"{i},{i * i},{'even' if i % 2 == 0 else 'odd'}\n" for i in range(20)
)


@pytest.mark.parametrize("dataset", SHAPES)
def test_the_same_experiment_has_the_same_points(dataset):
    experiment = Experiment(dataset=dataset, samples=100)
    found, again = points(experiment, None), points(experiment, None)
    other = points(Experiment(dataset=dataset, samples=100, seed=2), None)

    assert np.array_equal(found.X, again.X) and np.array_equal(found.Y, again.Y)
    assert not np.array_equal(found.X, other.X)
    assert found.training == 70 and len(found.X) == 100
    x0, x1, y0, y1 = found.bounds
    assert (found.drawn >= [x0, y0]).all() and (found.drawn <= [x1, y1]).all()
    if found.classes:
        assert 30 < found.targets.sum() < 70


def test_the_grid_runs_from_the_top_left_to_the_bottom_right():
    found = points(Experiment(), None)

    assert len(found.grid) == SIDE**2
    assert found.grid[0, 0] < 0 < found.grid[0, 1]
    assert found.grid[-1, 1] < 0 < found.grid[-1, 0]


def test_features_are_made_of_the_coordinates():
    found = points(Experiment(features=("x", "yy", "xy", "sinx")), None)
    x, y = found.drawn.T

    assert found.inputs == ("x", "y²", "xy", "sin x")
    assert np.array_equal(found.X, np.stack([x, y * y, x * y, np.sin(x)], axis=1))


def test_iris_is_two_measurements_standardised_on_what_is_trained_on():
    found = points(Experiment(dataset="iris", columns=(0, 2)), None)

    assert found.axes == ("sepal length", "petal length") and len(found.classes) == 3
    assert np.allclose(found.X[: found.training].mean(axis=0), 0)
    assert found.Y.shape == (150, 3) and found.drawn.max() > 5


def test_digits_have_images_and_no_plane():
    found = points(Experiment(dataset="digits"), None)

    assert found.X.shape == (200, 64) and found.grid.shape == (0, 64)
    assert found.images.shape == (12, 8, 8) and found.images.max() == 255
    assert np.array_equal(found.image_classes, found.targets[found.training : found.training + 12])


def test_without_scikit_learn_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pooch", None)
    iris.cache_clear()
    listed = {each["name"]: each for each in catalogue()}

    assert listed["circle"]["available"] and not listed["iris"]["available"]
    assert "pip install 'neurokata[data]'" in str(listed["iris"]["note"])
    with pytest.raises(DataError, match="pip install 'neurokata"):
        points(Experiment(dataset="iris"), None)


def test_in_a_release_its_wheel_is_what_to_install(monkeypatch, tmp_path):
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "neurokata-1.0-py3-none-any.whl").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "pooch", None)
    notes = {each["name"]: str(each["note"]) for each in catalogue()}

    command = 'python -m pip install "./kit/neurokata-1.0-py3-none-any.whl[plot,data]"'
    assert notes["iris"] == notes["digits"]
    assert notes["iris"].startswith("Iris and the digits need") and notes["iris"].endswith(command)


def test_a_table_is_read_with_its_names():
    found = points(Experiment(dataset="csv", columns=(0, 1)), PLAIN)

    assert found.axes == ("a", "b") and found.classes == ("even", "odd")
    assert (len(found.X), found.training) == (20, 14)


def test_a_table_of_values_is_regression():
    text = "".join(f"{i};{-i};{i * 2.5}\n" for i in range(20))
    found = points(Experiment(dataset="csv"), text)

    assert found.classes == () and found.output == "identity"
    assert np.abs(found.targets).max() == 1
    assert found.axes == ("column 0", "column 1")
    assert found.notes == ("the values are shown as (value − 23.75) / 23.75",)


def test_a_column_that_never_changes_can_be_drawn():
    found = points(Experiment(dataset="csv"), "".join(f"1,{i},{i % 3}\n" for i in range(30)))

    assert found.classes == ("0", "1", "2")
    assert np.isfinite(found.X).all() and found.bounds[0] < 1 < found.bounds[1]


def test_what_holds_no_numbers_is_left_out():
    table = read_csv("name,a,b,y\n" + "".join(f"=cmd(),{i},{i},{i % 2}\n" for i in range(12)))

    assert table.columns == ("a", "b")
    assert table.notes == ("column 'name' of the CSV holds no numbers: the column is left out",)


def test_a_cell_that_is_no_number_is_told_with_its_line_and_column():
    cells = ["foo" if i == 5 else str(i) for i in range(12)]
    said = "line 8, column 'b' holds 'foo', which is no number"
    table = read_csv("a,b,c,y\n\n" + "".join(f"{i},{b},1,{i % 2}\n" for i, b in enumerate(cells)))

    assert table.notes == (f"{said}: the column is left out",)
    with pytest.raises(TableError, match=said):
        read_csv("a,b,y\n\n" + "".join(f"{i},{b},{i % 2}\n" for i, b in enumerate(cells)))
    with pytest.raises(TableError, match=f"12 classes.*{said}"):
        read_csv("a,c,b\n\n" + "".join(f"{i},1,{b}\n" for i, b in enumerate(cells)))


def test_names_in_a_table_are_text_that_cannot_steer():
    rows = "".join(
        f"{i},{i},{'<script>' if i % 2 else chr(27) + '[31m' + chr(0x202E) + chr(0xD800)}\n"
        for i in range(12)
    )
    table = read_csv(f"<img src=x>,{'b' * 500},y\n{rows}")

    assert table.columns[0] == "<img src=x>" and len(table.columns[1]) < 80
    assert sorted(table.classes) == ["<script>", "\\u001b[31m\\u202e\\ud800"]


@pytest.mark.parametrize(
    "text, told",
    [
        ("", "the file is empty"),
        ("\ufeff \n\n", "the file is empty"),
        ("PK\3\4\0\0,1,2\n", "the file is no text: save the table as CSV"),
        ("1,2\n" * 20, "three columns"),
        ("1,2,3\n" * 20, "the last column of the CSV holds 1 classes: 2 to 10"),
        ("".join(f"1,2,{chr(97 + i)}\n" for i in range(11)), "holds 11 classes"),
        ("1,2,a\n" * 5, "has 5 rows of numbers: at least 10 are needed"),
        ("1,2,a\n1,2\n" * 20, "line 2 of the CSV has 2 cells, where 3 were expected"),
        ("inf,2,a\nnan,2,b\n" * 20, "needs two columns of numbers"),
        ("1e999,1,a\n1,1,b\n" * 20, "needs two columns of numbers"),
        ("1" * 99 + ",2,a\n" + "1,2,b\n" * 20, "needs two columns of numbers"),
        ("1," * 200 + "a\n", "more than 100 columns"),
        ("1,2,a\n" * 200_000, "longer than 512 KiB"),
        ('"' + "x" * 200_000, "this is no CSV: field larger than"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used_is_told_why(text, told):
    with pytest.raises(TableError, match=told):
        read_csv(text)


def test_a_long_table_is_cut():
    table = read_csv("".join(f"{i},{i},{i % 2}\n" for i in range(5000)))

    assert len(table.rows) == 2000
    assert table.notes == ("of the CSV the first 2000 rows are taken",)


def test_every_dataset_is_listed():
    assert [each["name"] for each in catalogue()] == list(module.DATASETS)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_csv_may_have_decimal_commas_and_any_line_ends(end):
    rows = [f"{i}{{0}}5;-{i}{{0}}25;{i % 2}" for i in range(12)]
    pointed = read_csv("a;b;y\n" + "\n".join(rows).format("."))

    table = read_csv(f"a;b;y{end}" + end.join(rows).format(","))

    assert np.array_equal(table.rows, pointed.rows)
    assert table.classes == ("0", "1")
