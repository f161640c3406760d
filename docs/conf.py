"""The site of `make docs`: README, the pages beside this file, CONTRIBUTING and CHANGELOG, and a page for each unit.

KaTeX sets the formulas while the site is built, so that they need no script; nothing on a page comes from a network.
"""

import shutil
import sys
from pathlib import Path

from sphinx.application import Sphinx
from sphinxcontrib.katex import KATEX_DEFAULT_OPTIONS

ROOT = Path(__file__).parents[1]
KATEX = Path(sys.prefix) / "node_modules" / "katex" / "dist"
sys.path.insert(0, str(ROOT))

from docs import units  # noqa: E402

project = html_title = "Neurokata"
root_doc = "docs/index"
include_patterns = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/*.md", "exercises/*.py"]
exclude_patterns = ["exercises/__init__.py"]
source_suffix = {".md": "markdown", ".py": "markdown"}
extensions = ["myst_parser", "sphinx_design", "sphinxcontrib.katex"]
highlight_language = "none"
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

katex_prerender = True
katex_js_path = str(KATEX / "katex.min.js")
katex_css_path = "katex.min.css"
KATEX_DEFAULT_OPTIONS["throwOnError"] = True  # a formula that cannot be read ends the build

html_theme = "furo"
html_static_path = ["static", str(KATEX / "katex.min.css")]
html_css_files = ["site.css"]
html_extra_path = ["front"]
html_copy_source = html_show_copyright = html_show_sourcelink = False
html_show_search_summary = html_use_index = False


def unit_page(app: Sphinx, name: str, source: list[str]) -> None:
    """Put the page of a unit in the place of its stubs."""
    if name.startswith("exercises/"):
        source[0] = units.page(source[0])


def fonts(app: Sphinx, fault: Exception | None) -> None:
    """Put the formulas' fonts where their style sheet looks for them."""
    shutil.copytree(KATEX / "fonts", app.outdir / "_static" / "fonts", dirs_exist_ok=True)


def setup(app: Sphinx) -> None:
    """Ask Sphinx to call these."""
    app.connect("source-read", unit_page)
    app.connect("build-finished", fonts)
