"""Promise 8, S-PER-08: services share what they issued with their region, whose people see them side by side and can solve nothing hidden."""

import csv
import io

import pytest
from playwright.sync_api import expect

import service as services
from attack import Count, Reader, attack, solved
from client import Visitor
from conftest import DESK, PHONE, axe_violations, opened
from test_disclosure import counts, truth

REGION, OWN = "WESTMERE", "SANDHOLME"


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    """The demonstration with its region: a server for the region, one for Sandholme, and who signs in where."""
    folder = tmp_path_factory.mktemp("region")
    data = str(folder / "data")
    sign_ins = services.make_demo(data, children=140, seed=11, more=("--region",))
    at_region = services.Server(data, folder / "region.log", ("--service", REGION)).start()
    at_own = services.Server(data, folder / "own.log", ("--service", OWN)).start()
    regional = services.SignIns(each for each in sign_ins if each.service)
    own = services.SignIns(each for each in sign_ins if not each.service)
    yield services.Service("sqlite", at_region, regional), services.Service("sqlite", at_own, own), data
    at_region.stop()
    at_own.stop()


def entered(someone: services.Service, role: str) -> Visitor:
    visitor, who = Visitor(someone.server.address, timeout=120), someone.who(role)
    visitor.sign_in(who.user, who.password)
    return visitor


def periods(visitor: Visitor) -> list[str]:
    text = visitor.get("/region").text
    return sorted({part.split('"')[0] for part in text.split('<option value="')[1:] if part.split('"')[0]})


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_an_analyst_of_the_region_sees_services_side_by_side(browser, region, sign_in, width):
    context = opened(browser, PHONE if width == "phone" else DESK, java_script_enabled=width == "desk")
    page = context.new_page()
    sign_in(page, region[0], "regional_analyst")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Figures of the region")
    expect(page.locator("main")).to_contain_text("Sandholme Youth Justice Service")
    expect(page.locator("main")).to_contain_text("Not shared for")
    expect(page.locator("main")).to_contain_text("Not given: ")
    addresses = ["/region"]
    page.get_by_role("combobox", name="Period").select_option(index=2)
    page.get_by_role("button", name="Show").click()
    expect(page.locator("main")).not_to_contain_text("Not shared for")
    page.locator("#measures a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("First-time entrants")
    addresses.append(page.url)
    if width == "phone":
        # axe is a script: without scripts the page is only walked.
        context.close()
        context = opened(browser, PHONE)
        page = context.new_page()
        sign_in(page, region[0], "regional_analyst")
    for address in addresses:
        page.goto(address if address.startswith("http") else region[0].url + address)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
        assert not axe_violations(page), axe_violations(page)
    for address in ("/children", "/figures", "/reports", "/staff", "/exchange"):
        assert page.goto(region[0].url + address).status == 403, address
    context.close()


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_manager_takes_a_report_back_and_shares_it_again(browser, region, sign_in, width):
    context = opened(browser, PHONE if width == "phone" else DESK)
    page = context.new_page()
    sign_in(page, region[1], "service_manager")
    page.goto(region[1].url + "/reports")
    page.locator("main table a").first.click()
    page.get_by_role("link", name="Share with the region").click()
    expect(page.locator("main")).to_contain_text("holds these figures")
    assert not axe_violations(page), axe_violations(page)
    analyst = entered(region[0], "regional_analyst")
    before = analyst.get("/region").text
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("main")).to_contain_text("Say why: the region is told.")
    why = {"desk": "The figures were wrong", "phone": "It was shared by mistake"}[width]
    page.get_by_label(why).check()
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("main")).to_contain_text(why)
    after = analyst.get("/region").text
    assert why in after and why not in before
    page.get_by_role("button", name="Share with Westmere region").click()
    expect(page.locator("main")).to_contain_text("holds these figures")
    context.close()
    for code in (OWN, REGION):
        assert services.run("verify", "--data", region[2], "--service", code).returncode == 0, code


def together(files: dict[str, list[str]], sums: list[dict], small: dict[tuple[str, str, Count], int]) -> list:
    """What a reader of all services' reports and the region's sums can tell: one system for each measure, each service's counts its own."""
    found = []
    rows = {code: [list(csv.DictReader(io.StringIO(text))) for text in texts] for code, texts in files.items()}
    for measure in sorted({row["measure"] for row in sums}):
        whole = Reader({measure}, [], {})
        for code, tables in rows.items():
            one = Reader({measure}, [[row for row in table if row["measure"] == measure] for table in tables], {})
            whole.told.update({mine(count, code): told for count, told in one.told.items()})
            whole.lines += [([(mine(count, code), times) for count, times in terms], exact) for terms, exact in one.lines]
        total = Reader({measure}, [[row for row in sums if row["measure"] == measure]], {})
        for count, told in total.told.items():
            parts = [mine(count, code) for code in rows]
            if all(part in whole.told for part in parts):
                whole.told[count] = told
                whole.lines.append(([(part, 1) for part in parts] + [(count, -1)], True))
        asked = {mine(count, code): most for (code, of, count), most in small.items() if of == measure}
        told = whole.findings(asked)
        assert told is not None, f"what is told of {measure} cannot be"
        found += told
    return found


def mine(count: Count, code: str) -> Count:
    return Count(f"{code} {count.what}", count.by, count.first, count.last, count.apart)


def test_nothing_hidden_can_be_solved_from_the_region(region):
    analyst = entered(region[0], "regional_analyst")
    files, sums, exact = {}, [], {}
    labels = periods(analyst)
    assert len(labels) == 2, labels
    for label in labels:
        text = analyst.get(f"/region/figures.csv?period={label}").text
        table = list(csv.DictReader(io.StringIO(text)))
        assert len(table) > 100
        sums += [row for row in table if not row["service"]]
        for code in {row["service"] for row in table if row["service"]}:
            out = io.StringIO()
            writer = csv.DictWriter(out, table[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(row for row in table if row["service"] == code)
            files.setdefault(code, []).append(out.getvalue())
    assert sorted(files) == ["OXMERE", OWN, "TARNBECK"] and sums, "the sums of the quarter everybody shared"
    small, opened_by = {}, []
    for code, texts in files.items():
        exact[code] = truth(region[2], texts, "--service", code)
        for text in texts:
            for row in csv.DictReader(io.StringIO(text)):
                for count, slot, shown, true in counts(row, exact[code]):
                    assert not (shown.isdigit() and 1 <= true <= 5), f"{true} is told of {code} {row['measure']} {count}"
                    if not shown.isdigit() and 1 <= true <= 5:
                        small[code, row["measure"], count] = 5
    assert len(small) > 50, "hardly anything is small: the test would prove nothing"
    for code, texts in files.items():
        found = solved(attack(texts, {count: most for (of, _, count), most in small.items() if of == code}))
        assert not found, f"{code}: {found[:5]}"
    found = solved(together(files, sums, small))
    assert not found, found[:5]
    # With the sums given that the region holds back, the same reader solves what is hidden: the attack can succeed.
    keys = {(row["measure"], row["part"], row["from"], row["to"]) for texts in files.values() for text in texts
            for row in csv.DictReader(io.StringIO(text)) if not row["by"] and row["part"] == "count"}
    given = {(row["measure"], row["part"], row["from"], row["to"]) for row in sums}
    for measure, part, first, last in sorted(keys - given):
        number = [exact[code].get((measure, part, "", first, last)) for code in files]
        if all(number):
            total = str(sum(int(float(each[0])) for each in number))
            opened_by.append({"measure": measure, "part": part, "by": "", "from": first, "to": last, "number": total, "base": "",
                              "value": total, "unit": "count", "lower": "", "upper": ""})
    assert opened_by and solved(together(files, opened_by, small)), "with every sum given the attack finds nothing: it proves nothing"


def test_who_may_not_join_is_told_why(region):
    for words, said in (
        (("--service", REGION, "--region", "EASTMERE", "--name", "East"), "is a region: only services join one"),
        (("--service", OWN, "--region", "EASTMERE", "--name", "East"), "it leaves that first"),
    ):
        done = services.run("region", "join", "--data", region[2], *words, check=False)
        assert done.returncode == 1 and said in done.stderr, done.stderr
    assert services.run("region", "join", "--data", region[2], "--service", OWN, "--region", REGION).returncode == 0
