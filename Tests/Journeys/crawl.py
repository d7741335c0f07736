"""Follows the links of the site as one person, and keeps one page of each kind."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit

from client import Document, Visitor

MOST_PAGES = 150
MOST_QUERIES_OF_A_PATH = 3
SHAPES = [
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "{id}"),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "{day}"),
    (re.compile(r"\d+"), "{n}"),
]


@dataclass
class Visited:
    role: str
    kind: str
    path: str
    linked_from: str
    status: int
    html: str
    document: Document | None


def kind_of(path: str) -> str:
    """`/children/0199…/contacts?page=2` is of the kind `/children/{id}/contacts?page`."""
    parts = urlsplit(path)
    shape = parts.path
    for pattern, name in SHAPES:
        shape = pattern.sub(name, shape)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return shape + ("?" + "&".join(names) if names else "")


def crawl(visitor: Visitor, role: str, starts: tuple[str, ...] = ("/",)) -> list[Visited]:
    """One page of each kind that is linked, nearest first; with those that are no HTML (`document` is None)."""
    waiting = [(start, "") for start in starts]
    kinds, queries, pages = set(), {}, []
    while waiting and len(pages) < MOST_PAGES:
        path, linked_from = waiting.pop(0)
        kind = kind_of(path)
        base = kind.split("?")[0]
        if kind in kinds or ("?" in kind and queries.get(base, 0) >= MOST_QUERIES_OF_A_PATH):
            continue
        kinds.add(kind)
        if "?" in kind:
            queries[base] = queries.get(base, 0) + 1
        answer = visitor.get(path)
        if answer.status == 303 and answer.location:
            waiting.insert(0, (urlsplit(answer.location)._replace(scheme="", netloc="", fragment="").geturl(), linked_from))
            continue
        # A restricted file is listed by its reference and does not open: the next of its kind is looked at instead.
        if answer.status == 403 and "This file is restricted" in answer.text:
            kinds.discard(kind)
            continue
        document = Document(answer.text) if answer.is_html else None
        pages.append(Visited(role, kind, path, linked_from, answer.status, answer.text if document else "", document))
        for link in document.links if document else []:
            parts = urlsplit(urljoin(visitor.origin + path, link))
            if f"{parts.scheme}://{parts.netloc}" == visitor.origin:
                waiting.append((parts._replace(scheme="", netloc="", fragment="").geturl() or "/", path))
    return pages
