"""The two judges of a page can say no: without this, a silent tool would pass for an accessible site."""

from conftest import axe_violations, html_errors

GOOD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Good</title></head>
<body><main><h1>Good</h1><label for="a">Name</label> <input id="a" name="a"></main></body></html>"""
BAD = """<!doctype html><html><head><meta charset="utf-8"><title>Bad</title></head>
<body><main><h1>Bad</h1><input name="a"><p style="color: #ccc; background: #fff">Pale</p><ul><p>No item</p></ul></main></body></html>"""


def test_axe_finds_what_is_wrong_and_nothing_else(desk):
    desk.set_content(GOOD)
    assert axe_violations(desk) == []
    desk.set_content(BAD)
    assert {found.split(":")[0] for found in axe_violations(desk)} >= {"color-contrast", "html-has-lang", "label"}


def test_the_html_checker_names_the_page_that_is_wrong(tmp_path):
    found = html_errors({"good page": GOOD, "bad page": BAD}, tmp_path)
    assert found
    assert all(line.startswith("bad page: ") for line in found)
