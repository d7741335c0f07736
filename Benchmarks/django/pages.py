"""The list of children and a child's file, as the product shows them."""

from urllib.parse import urlencode

import access
import reference
import session
from django.db import connections
from django.http import HttpResponse, HttpResponseRedirect
from django.template import loader
from django.urls import path
from overview import overview
from reach import Reach
from records import urgent
from words import age, day, near, words

PER_PAGE = 50
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY", "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}  # fmt: skip


def Headers(get_response):  # noqa: N802 (the name Django's setting gives)
    def middleware(request):
        response = get_response(request)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return middleware


def page(template: str, visit: session.Visit, title: str, context: dict, status: int = 200) -> HttpResponse:
    person = visit.person
    context |= {"title": title, "person": person, "who": access.uuid_text(person.id), "areas": person.areas(), "service": reference.service_name(), "revision": reference.REVISION}
    body = loader.get_template(template).render(context).encode()
    return HttpResponse(body, status=status, headers={"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))})


def member(view):
    """Only for whoever is signed in; the view's entry in the access log is on disk before the page is sent."""

    def answer(request, **arguments):
        with connections["default"].cursor() as cursor:
            visit = session.visit(cursor, request.COOKIES.get("session"))
            if visit is None:
                return HttpResponseRedirect("/sign-in")
            response, entry = view(request, cursor, visit, **arguments)
        if entry:
            access.record(staff=visit.person.id, **entry)
        return response

    return answer


def running(alerts: str, now: str) -> list[str]:
    """The alerts that run, of those a line keeps with their days."""
    each = [one.split(":") for one in alerts.split(" ") if one]
    return [kind for kind, start, end in each if start <= now and (not end or end >= now)]


@member
def children(request, cursor, visit):
    query, person, known, today = request.GET, visit.person, visit.known, visit.today
    worker, team, status, alert = (query.get(name, "").strip() for name in ("worker", "team", "status", "alert"))
    number = min(1_000_000, max(1, int(query["page"]) if query.get("page", "").isdigit() else 1))
    reach = Reach(cursor, visit)
    condition, values = reach.listed()
    condition, values = "service = %s" + condition, [access.SERVICE, *values]
    if worker:
        condition += " AND worker = %s AND (worker_until IS NULL OR worker_until >= %s)"
        values += [person.id if worker == "me" else bytes.fromhex(worker.replace("-", "")), visit.day]
    if team:
        condition += " AND team = %s"
        values.append(team)
    if status != "all":
        condition += " AND (open_until IS NULL OR open_until < %s)" if status == "closed" else " AND open_until >= %s"
        values.append(visit.day)
    columns, first = "child, ref, name, date_of_birth, worker, open_until, alerts, last_contact, next_due", (number - 1) * PER_PAGE
    if alert:
        found = [
            row for row in cursor.execute(f"SELECT {columns} FROM child_list WHERE {condition} AND alerts <> '' ORDER BY sort_key, child", values)
            if alert in running(row[6], visit.day) and reach.opening(row[0]) == "open"
        ]  # fmt: skip
        found, total = found[first : first + PER_PAGE], len(found)
    else:
        index = "child_list_worker" if worker else "child_list_name"
        found = cursor.execute(f"SELECT {columns} FROM child_list INDEXED BY {index} WHERE {condition} ORDER BY sort_key, child LIMIT %s OFFSET %s", [*values, PER_PAGE, first]).fetchall()
        (total,) = cursor.execute(f"SELECT count(*) FROM child_list {'INDEXED BY child_list_worker' if worker else ''} WHERE {condition}", values).fetchone()
    concerns = urgent(cursor, visit, reach, [])
    codes, now = known.codes, visit.day
    lines = []
    for child, ref, name, born, worker_id, until, alerts, last, due in found:
        if reach.opening(child) == "closed":
            # That there is a file, and nothing of whose.
            name, born, worker_id, alerts, last, due = "Restricted file", None, None, "", None, None
        lines.append({
            "id": access.uuid_text(child), "ref": ref, "name": name, "age": age(day(born), today) if born else "Not known", "alerts": [codes.label("alert", kind) for kind in running(alerts, now)],
            "worker": known.staff.get(worker_id, "Nobody"), "open": until is not None and until >= now,
            "last": words(day(last)) if last else "None", "due": words(day(due)) if due else None, "near": near(day(due), today) if due else None,
        })  # fmt: skip
    pages = max(1, -(-total // PER_PAGE))
    kept = [(name, value) for name, value in (("worker", worker), ("team", team), ("status", status), ("alert", alert)) if value]
    summary = f"{total} {'child' if total == 1 else 'children'}" + (f", page {number} of {pages}" if pages > 1 else "")
    context = {
        "urgent": concerns, "ending": visit.ending, "lines": lines, "adds": person.may("add_child"), "workers": known.workers, "teams": known.teams, "alerts": codes.all("alert"), "worker": worker, "team": team, "status": status or "open",
        "alert": alert, "filtered": bool(query), "summary": summary, "pages": numbered(number, pages, kept),
        "csv": "/children.csv?" + encoded([*kept, ("format", "csv")]),
    }  # fmt: skip
    return page("list.html", visit, "Children", context), {"action": "list", "page": "/children", "shown": [row[0] for row in found]}


def encoded(fields: list[tuple[str, str]]) -> str:
    return urlencode(fields).replace("+", "%20")


def numbered(current: int, count: int, kept: list[tuple[str, str]]) -> dict | None:
    """The first page, the last, and those beside the current one."""
    if count <= 1:
        return None

    def address(number: int) -> str:
        return "/children?" + encoded([*kept, ("page", str(number))])

    shown, last = [], 0
    for number in range(1, count + 1):
        if number in (1, count) or abs(number - current) <= 1:
            shown.append({"number": number, "address": address(number), "gap": number > last + 1, "current": number == current})
            last = number
    return {"shown": shown, "previous": address(current - 1) if current > 1 else None, "next": address(current + 1) if current < count else None}


@member
def child(request, cursor, visit, child):
    reach, asked, pattern = Reach(cursor, visit), child.bytes, "/children/{child}"
    opening = reach.opening(asked)
    if opening == "hidden":
        # The answer must not say that it is a refusal: they may not know that there is such a child.
        return missing(visit), {"action": "refused", "page": pattern, "child": asked, "ground": "hidden"}
    if opening == "closed":
        return closed(cursor, visit, reach, asked, pattern)
    found = overview(cursor, visit, reach, asked)
    if found is None:
        return missing(visit), None
    survivor, ground, context = found
    return page("file.html", visit, context["name"], context | {"ending": visit.ending}), {"action": "open", "page": pattern, "child": survivor, "ground": ground}


def closed(cursor, visit, reach, asked, pattern):
    survivor = reach.survivor(asked)
    if not cursor.execute("SELECT 1 FROM child WHERE service = %s AND child = %s AND id = %s", [access.SERVICE, survivor, survivor]).fetchone():
        return missing(visit), None
    title = "This file is restricted" if asked in reach.closed else "This file is not open to you"
    context = {
        "urgent": urgent(cursor, visit, reach, []), "ending": visit.ending, "restricted": asked in reach.closed, "id": access.uuid_text(survivor),
        "breaks_glass": visit.person.may("break_glass"), "minutes": visit.known.setting("access.break_glass_minutes"), "purposes": visit.known.codes.all("access_purpose"),
    }  # fmt: skip
    return page("closed.html", visit, title, context, 403), {"action": "refused", "page": pattern, "child": survivor, "ground": "closed"}


def missing(visit) -> HttpResponse:
    return page("missing.html", visit, "Page not found", {}, 404)


def health(request):
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT position FROM journal_head").fetchone()
    return HttpResponse("ok\n", headers={"Content-Length": "3"})


urlpatterns = [path("children", children), path("children/<uuid:child>", child), path("health", health)]
