"""The list of children and a child's file, as the product shows them."""

from datetime import date
from urllib.parse import urlencode

import access
import reference
from django.db import connections
from django.http import HttpResponse, HttpResponseRedirect
from django.template import loader
from django.urls import path
from overview import overview
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


def page(template: str, person: access.Person, title: str, context: dict) -> HttpResponse:
    context |= {"title": title, "person": person, "areas": person.areas(), "service": reference.service_name(), "revision": reference.REVISION}
    body = loader.get_template(template).render(context).encode()
    return HttpResponse(body, headers={"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))})


def member(view):
    """Only for whoever is signed in; the view's entry in the access log is on disk before the page is sent."""

    def answer(request, **arguments):
        person = access.person(request.COOKIES.get("session"))
        if person is None:
            return HttpResponseRedirect("/sign-in")
        response, entry = view(request, person, **arguments)
        access.record(staff=person.id, **entry)
        return response

    return answer


@member
def children(request, person):
    query, today = request.GET, date.today()
    worker, team, status, alert = (query.get(name, "").strip() for name in ("worker", "team", "status", "alert"))
    number = max(1, int(query["page"]) if query.get("page", "").isdigit() else 1)
    conditions, values = ["service = %s"], [access.SERVICE]
    if worker:
        conditions.append("worker = %s AND (worker_until IS NULL OR worker_until >= %s)")
        values += [person.id if worker == "me" else bytes.fromhex(worker.replace("-", "")), today.isoformat()]
    if team:
        conditions.append("team = %s")
        values.append(team)
    if status != "all":
        conditions.append("(open_until IS NULL OR open_until < %s)" if status == "closed" else "open_until >= %s")
        values.append(today.isoformat())
    condition = " AND ".join(conditions)
    with connections["default"].cursor() as cursor:
        found = cursor.execute(
            f"""SELECT child, ref, name, date_of_birth, worker, open_until, alerts, last_contact, next_due FROM child_list {"" if worker else "INDEXED BY child_list_name"}
            WHERE {condition} ORDER BY sort_key, child LIMIT %s OFFSET %s""",
            [*values, PER_PAGE, (number - 1) * PER_PAGE],
        ).fetchall()
        (total,) = cursor.execute(f"SELECT count(*) FROM child_list WHERE {condition}", values).fetchone()
        known = reference.read(cursor)
        concerns = urgent(cursor, person, known, [], today)
    codes, now = known.codes, today.isoformat()
    lines = []
    for child, ref, name, born, worker_id, until, alerts, last, due in found:
        running = [one.split(":") for one in alerts.split(" ") if one]
        lines.append({
            "id": access.uuid_text(child), "ref": ref, "name": name, "age": age(day(born), today) if born else "Not known",
            "alerts": [codes.label("alert", kind) for kind, start, end in running if start <= now and (not end or end >= now)],
            "worker": known.staff.get(worker_id, "Nobody"), "open": until is not None and until >= now,
            "last": words(day(last)) if last else "None", "due": words(day(due)) if due else None, "near": near(day(due), today) if due else None,
        })  # fmt: skip
    pages = max(1, -(-total // PER_PAGE))
    kept = [(name, value) for name, value in (("worker", worker), ("team", team), ("status", status), ("alert", alert)) if value]
    summary = f"{total} {'child' if total == 1 else 'children'}" + (f", page {number} of {pages}" if pages > 1 else "")
    context = {
        "urgent": concerns, "lines": lines, "adds": person.may("add_child"), "workers": known.workers, "teams": known.teams, "alerts": codes.all("alert"), "worker": worker, "team": team, "status": status or "open",
        "alert": alert, "filtered": bool(query), "summary": summary, "pages": numbered(number, pages, kept),
        "csv": "/children.csv?" + encoded([*kept, ("format", "csv")]),
    }  # fmt: skip
    return page("list.html", person, "Children", context), {"action": "list", "page": "/children", "shown": [row[0] for row in found]}


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
def child(request, person, child):
    survivor, context = overview(person, child.bytes, date.today())
    return page("file.html", person, context["name"], context), {"action": "open", "page": "/children/{child}", "child": survivor}


def health(request):
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT position FROM journal_head").fetchone()
    return HttpResponse("ok\n", headers={"Content-Length": "3"})


urlpatterns = [path("children", children), path("children/<uuid:child>", child), path("health", health)]
