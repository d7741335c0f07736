"""The same templates read by Jinja2, Django's other engine, which is faster than its own: what the two spell differently is translated as it is loaded."""

import re

from jinja2 import ChainableUndefined, Environment, FileSystemLoader

SPELT = [
    (re.compile(r"\bforloop\.revcounter0\b"), "loop.revindex0"), (re.compile(r"\bforloop\.counter\b"), "loop.index"), (re.compile(r"\bforloop\."), "loop."), (re.compile(r"\{% empty %\}"), "{% else %}"),
    (re.compile(r"\{\{ ([\w.]+)\|default_if_none:\"\" \}\}"), r'{{ \1 if \1 is not none else "" }}'),
]  # fmt: skip
TAG = re.compile(r"\{[%{].*?[%}]\}")
PLACE = re.compile(r"(?<=[\w\]])\.(\d+)")


class Loader(FileSystemLoader):
    def get_source(self, environment: Environment, template: str) -> tuple:
        source, path, is_fresh = super().get_source(environment, template)
        for one, other in SPELT:
            source = one.sub(other, source)
        # What stands at a place: `near.0` is `near[0]`.
        return TAG.sub(lambda found: PLACE.sub(r"[\1]", found.group()), source), path, is_fresh


def environment(**options) -> Environment:
    return Environment(**{**options, "loader": Loader(options["loader"].searchpath), "undefined": ChainableUndefined})
