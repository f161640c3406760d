"""Attempts on those who read a report: in a browser, a spreadsheet, a terminal, on a page of Markdown."""

import numpy as np

from tests.kit.attacks.attack import attack

TRAP = {}


@attack(layer="pages", verdict="failed")
def returns_a_script(x):
    """Returns text that is a script where a page shows it as it stands."""
    return "<script>alert(1)</script><img src=x onerror=alert(1)>"


@attack(layer="pages")
def raises_an_image(x):
    """Raises an exception whose message closes an attribute and opens an image."""
    raise ValueError("\"'><svg/onload=alert(1)><iframe srcdoc='&lt;script&gt;'>")


@attack(layer="pages")
def raises_what_is_named_markup(x):
    """Raises an exception whose class is named as an element."""
    raise type("<b onclick=alert(1)>Error</b>", (ValueError,), {})("forged")


@attack(layer="pages", verdict="failed")
def returns_what_is_named_markup(x):
    """Returns an object whose class is named as an element and a link."""
    return type("<a href=//evil.example>[array](http://evil.example)</a>", (), {})()


@attack(layer="pages")
def names_its_function_markup(x):
    """Raises in a function whose name, which stands in the report, is an element."""

    def fail():
        raise ValueError

    code = fail.__code__.replace(co_name="</code></pre><script>alert(1)</script>")
    type(fail)(code, globals())()


@attack(layer="pages")
def writes_markup_in_its_source(x):
    """Raises in a line of source that ends the block of code it is shown in."""
    raise KeyError(1)  # ``` </pre><script>alert(1)</script> [forged](javascript:alert(1)) ````


@attack(layer="pages")
def changes_its_lines_afterwards(x):
    """Puts other lines in place of its source, with a heading among them."""
    import linecache

    lines = ["```\n", "# forged: 9 of 9 points\n", "\x1b[2J<script>\n"] * 200
    linecache.cache["exercises/target.py"] = (1, None, lines, "exercises/target.py")
    raise ValueError


@attack(layer="pages", verdict="failed")
def prints_to_steer_a_terminal(x):
    """Prints what clears a terminal, renames it, fills its clipboard and links to elsewhere."""
    print(
        "\x1b[2J\x1b]0;forged\x07\x1b]52;c;cm0gLXJmIH4=\x07\x1b]8;;http://evil.example\x07here\x9b31m"
    )
    return x


@attack(layer="pages", verdict="failed")
def prints_a_page(x):
    """Prints the end of a block of code, and a page of full points after it."""
    print("`" * 50 + "\n~~~\n```\n\n# forged\n\n| unit | points |\n|---|---|\n| target | 9 |\n<b>")
    return x


@attack(layer="pages")
def raises_links(x):
    """Raises a message of links and images, each in another spelling."""
    raise ValueError(
        "[full](javascript:alert(1)) ![x](http://evil.example/x.png) <http://evil.example> www.evil.example"
        " a@evil.example [ref]: http://evil.example"
    )


@attack(layer="pages")
def raises_paragraphs(x):
    """Raises a message with a heading, a list and a quotation of its own."""
    raise ValueError(
        "no\n\n# forged: 9 of 9 points\n\n- forged\n\n> forged\n\nforged\n===\r\n\rforged"
    )


@attack(layer="pages")
def raises_what_turns_text_around(x):
    """Raises a message that is read from right to left, has no width, and other letters than it seems."""
    raise ValueError("\u202egnp.exe\u202c\u2066\u200b\u2069\ufeff\u00ad\u061c\u180e\U000e0041")


@attack(layer="pages")
def raises_a_template(x):
    """Raises a message that a template engine would run."""
    raise ValueError(
        "{{ self.__init__.__globals__ }}{% for x in (1).__class__.mro() %}{{ x }}{% endfor %}"
    )


@attack(layer="pages")
def raises_entities(x):
    """Raises a message that is markup once it was read as markup before."""
    raise ValueError(
        "&lt;script&gt; &#60;b&#62; &amp;lt; %3Cscript%3E \\u003cscript\\u003e \\<b\\>"
    )


@attack(layer="pages")
def raises_what_no_text_has(x):
    """Raises a message with half a character, a nothing, and what ends lines elsewhere."""
    raise ValueError("\ud800 \x00 \u2028forged \u2029forged \x85forged \x0bforged \x0cforged \x7f")


@attack(layer="pages", verdict="not_implemented")
def leaves_markup_to_be_written(x):
    """Says that it is not written yet, in markup."""
    raise NotImplementedError("double: not written yet</p><script>alert(1)</script>\n# forged")


@attack(layer="pages", verdict="failed")
def warns_in_markup(x):
    """Warns in markup, of which the first words are the grader's."""
    import warnings

    warnings.warn("overflow <script>alert(1)</script>\n\n# forged", RuntimeWarning, stacklevel=1)
    return x * 2


@attack(layer="pages", verdict="failed")
def returns_texts_of_an_array(x):
    """Returns an array of texts, and a dict of more, each with a part of an element."""
    parts = np.array(["<scr", "ipt>alert(1)</scr", "ipt>", "\x1b[2J", "\n# forged\n", "=1+1"])
    return {"</dd>": parts, "`": [*map(str, parts)], '"': "|"}


@attack(layer="pages", at_import=True, spares=("quadruple",))
def writes_a_line_of_the_class():
    """Cannot be imported, for a reason with a line of the class's table in it."""
    raise ValueError("no\nforged        9   9\n\x1b[1Aforged")


@attack(layer="pages", at_import=True, spares=("quadruple",))
def names_its_file_markup():
    """Cannot be imported, for an error in a file that is named as an element."""
    raise SyntaxError("forged", ("<b>\n# forged\n.py", 1, 1, "<b>"))


@attack(
    layer="pages", verdict="failed", student="<script>alert(1)</script>[x](http://evil.example)"
)
def is_named_markup(x):
    """Belongs to a student whose name is an element and a link."""
    return x


@attack(layer="pages", verdict="failed", student='=HYPERLINK("http://evil.example";"mark")')
def is_named_as_a_formula(x):
    """Belongs to a student whose name is a formula."""
    return x


@attack(layer="pages", verdict="failed", student="ann;=1+1;\t@x;＝1")
def is_named_as_a_cell_and_a_formula(x):
    """Belongs to a student whose name is a formula where columns are parted by semicolons."""
    return x


@attack(
    layer="pages", verdict="failed", student="\x1b]0;x\x07\x1b[31m[red]ann[/red]\nforged  9\u202e"
)
def is_named_to_steer_a_terminal(x):
    """Belongs to a student whose name colours a terminal, turns it around and begins a line."""
    return x


@attack(layer="pages", verdict="failed", student="../../class")
def is_named_as_a_path(x):
    """Belongs to a student whose report would be another's table."""
    return x
