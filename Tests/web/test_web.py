#!/usr/bin/env python3
"""Holds the web map to its contract, in a real browser.

The program is $KAIMEN, else the release build of this checkout; the city $KAIMEN_CITY, else a small one made here.
Needs PyPI's playwright and a Chromium ($KAIMEN_CHROMIUM, else Debian's). To look at a server that runs already, give
$KAIMEN_WEB (its address), $KAIMEN_CITY and $KAIMEN_TOKEN. Screenshots are left in .cache/screenshots.
"""

import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
import zlib
import zoneinfo

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sys.exit("Tests/web needs playwright: python3 -m venv .venv && .venv/bin/pip install playwright, "
             "then run it with .venv/bin/python")

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WEB = os.path.join(ROOT, "Web")
KAIMEN = os.path.abspath(os.environ.get("KAIMEN") or os.path.join(ROOT, ".build/release/kaimen"))
CHROMIUM = os.environ.get("KAIMEN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
SHOTS = os.path.join(ROOT, ".cache/screenshots")
PHONE, DESKTOP = (390, 844), (1280, 800)
FRIDAY_NOON = "2026-11-20T12:30"
WEBGL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"]


class Server:
    """`kaimen serve` on a free port, and what the tests know of its city."""

    def __init__(self):
        self.process = None
        self.folder = tempfile.mkdtemp(prefix="kaimen-web-")
        self.address = os.environ.get("KAIMEN_WEB")
        self.city = os.environ.get("KAIMEN_CITY")
        if self.address:
            self.token = os.environ["KAIMEN_TOKEN"]
        else:
            self._start()
        self.example = self._example()

    def _start(self):
        if not self.city:
            map_file, self.city = (os.path.join(self.folder, name) for name in ("web.osm.pbf", "web.kaimen"))
            subprocess.run([KAIMEN, "generate", "--scale", "0.3", "--seed", "1", "-o", map_file], check=True, capture_output=True)
            subprocess.run([KAIMEN, "import", map_file, "-o", self.city], check=True, capture_output=True)
        self._serve(os.path.join(self.folder, "data"))

    def _serve(self, data, more=()):
        self.process = subprocess.Popen(
            [KAIMEN, "serve", os.path.abspath(self.city), "--port", "0", "--data", data, *more], cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "KAIMEN_LANG": "en"})
        said = []
        # The address is the one that is served, and stands in the line that says so.
        for line in self.process.stdout:
            said.append(line)
            found = re.search(r"http://[\w.\[\]:-]+:\d+", line)
            if found:
                self.address = found.group().replace("0.0.0.0", "127.0.0.1")
                break
        else:
            raise AssertionError("kaimen serve ended without an address:\n" + "".join(said))
        threading.Thread(target=lambda: [None for _ in self.process.stdout], daemon=True).start()
        with open(os.path.join(data, "token"), encoding="utf-8") as file:
            self.token = file.read().strip()

    def account(self, name, role="officer", own=()):
        """An account, made by the key of the data directory; its name, id and password."""
        made = self.ask("/v1/accounts", {"name": name, "role": role, "own": list(own)}, authorised=True)
        return {"id": made["id"], "name": name, "password": made["password"]}

    def badge(self, **wanted):
        return self.ask("/v1/badges", {"passes": ["badge"], **wanted}, authorised=True)

    def ask(self, path, body=None, method=None, authorised=False):
        headers = {"Content-Type": "application/json", "Accept-Language": "en"}
        if authorised:
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(
            self.address + path, None if body is None else json.dumps(body).encode(), headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def _example(self):
        """A journey of this city by e-bike, through a gate, to a mapped door."""
        said = json.loads(subprocess.run(
            [KAIMEN, "route", self.city, "--example", "--by", "ebike", "--json"], check=True, capture_output=True, text=True).stdout)
        words = said["call"].split()
        start = [float(value) for value in words[words.index("--from") + 1].split(",")]
        goal = words[words.index("--to") + 1]
        journey = self.ask("/v1/door", {"from": start, "to": goal, "by": "ebike", "depart": FRIDAY_NOON})
        assert journey["status"] == "ok" and journey["gates"], "the example leads through no gate"
        return {"from": start, "to": goal, "journey": journey}

    def link(self, **more):
        start = ",".join(map(str, self.example["from"]))
        extra = "".join(f"&{key}={value}" for key, value in more.items())
        return f"/?from={start}&to={self.example['to']}&by=ebike&depart={FRIDAY_NOON}{extra}"

    def lift_all(self):
        for closure in self.ask("/v1/closures")["closures"]:
            self.ask(f"/v1/closures/{closure['id']}", method="DELETE", authorised=True)

    def far_area(self):
        """A square with something in it, as far from the example's journey as the city has one; closed, and its id given."""
        path = self.example["journey"]["geometry"]["coordinates"]
        west, south, east, north = self.ask("/v1/city")["bounds"]
        spots = [(west + (east - west) * i / 9, south + (north - south) * j / 9) for i in range(1, 9) for j in range(1, 9)]
        spots.sort(key=lambda spot: -min(abs(spot[0] - x) + abs(spot[1] - y) for x, y in path))
        for x, y in spots:
            ring = [[x + dx, y + dy] for dx, dy in ((-8e-4, -8e-4), (8e-4, -8e-4), (8e-4, 8e-4), (-8e-4, 8e-4), (-8e-4, -8e-4))]
            try:
                return self.ask("/v1/closures", {"target": {"type": "Polygon", "coordinates": [ring]}, "reason": "Far away"}, authorised=True)["id"]
            except urllib.error.HTTPError:
                continue
        raise AssertionError("nothing in the city can be closed")

    def city_time(self, moment):
        """A moment, in seconds, on the city's clocks, as the pages write it."""
        zone = zoneinfo.ZoneInfo(self.ask("/v1/city")["timeZone"])
        return datetime.datetime.fromtimestamp(moment, zone).strftime("%Y-%m-%dT%H:%M")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
        shutil.rmtree(self.folder, ignore_errors=True)


class RegistryServer(Server):
    """A server of a small city with a registry of its places."""

    def _start(self):
        map_file, self.city, places = (os.path.join(self.folder, name) for name in ("places.osm.pbf", "places.kaimen", "registry"))
        data, kinds = os.path.join(self.folder, "data"), os.path.join(ROOT, "Kinds")
        quietly = {"check": True, "capture_output": True}
        subprocess.run([KAIMEN, "generate", "--like", "shapingba", "--scale", "0.1", "--seed", "1", "-o", map_file, "--registry", places], **quietly)
        subprocess.run([KAIMEN, "import", map_file, "-o", self.city], **quietly)
        subprocess.run([KAIMEN, "registry", "import", self.city, os.path.join(places, "places.csv"), "--data", data, "--kinds", kinds], **quietly)
        self._serve(data, ["--set", f"kinds={kinds}"])

    def signed_in(self, page, account):
        """Signs `page` in as `account`, as its own pages do."""
        status = page.evaluate("""async ({ name, password }) => (await fetch('/v1/session', {
          method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name, password }) })).status""", account)
        assert status == 201, f"signing in answered {status}"

    def gates(self):
        """Gates of compounds with a name: id and position."""
        with urllib.request.urlopen(self.address + "/v1/export?content=gates&format=geojson", timeout=30) as answer:
            return [(each["id"], each["geometry"]["coordinates"]) for each in json.load(answer)["features"] if each["properties"].get("name")]

    def place_for_a_gate(self):
        """The middle of a wall that takes a new gate: found by proposals, which are turned down again."""
        with urllib.request.urlopen(self.address + "/v1/export?content=compounds&format=geojson", timeout=30) as answer:
            compounds = json.load(answer)["features"]
        for ring in (each["geometry"]["coordinates"][0] for each in compounds if each["geometry"]["type"] == "Polygon"):
            (a, b) = max(zip(ring, ring[1:]), key=lambda edge: abs(edge[0][0] - edge[1][0]) + abs(edge[0][1] - edge[1][1]))
            middle = [round((a[axis] + b[axis]) / 2, 6) for axis in (0, 1)]
            try:
                edit = self.ask("/v1/edits", {"kind": "gate", "geometry": {"type": "Point", "coordinates": middle}})
            except urllib.error.HTTPError:
                continue
            self.ask(f"/v1/edits/{edit['id']}/reject?why=test", {}, authorised=True)
            return middle
        raise AssertionError("no wall takes a gate")


class Browser(unittest.TestCase):
    """A browser and a server for all tests; each test opens pages of its own and may leave no error in a console."""

    @classmethod
    def setUpClass(cls):
        os.makedirs(SHOTS, exist_ok=True)
        cls.playwright = sync_playwright().start()
        cls.addClassCleanup(cls.playwright.stop)
        cls.browser = cls.playwright.chromium.launch(executable_path=CHROMIUM, args=WEBGL)
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.errors, self.expected = [], []
        self.addCleanup(server.lift_all)

    def tearDown(self):
        left = [error for error in self.errors if not any(part in error for part in self.expected)]
        self.assertEqual(left, [], "the console has errors")

    def server(self):
        return server

    def open(self, path="/", size=PHONE, language="en-US", dark=False, workers=False, wait=True, **context):
        options = {
            "viewport": {"width": size[0], "height": size[1]}, "locale": language, "has_touch": size == PHONE,
            "color_scheme": "dark" if dark else "light", "service_workers": "allow" if workers else "block",
            # Drawing in software, a map that glides takes seconds; two tests show that it does.
            "reduced_motion": "reduce",
            "base_url": self.server().address, **context,
        }
        held = self.browser.new_context(**options)
        self.addCleanup(held.close)
        page = held.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(f"{error}\n{error.stack or ''}"))
        page.goto(path)
        if wait:
            self.idle(page)
        return page

    def idle(self, page):
        """Waits until the map has drawn everything."""
        page.wait_for_timeout(150)
        page.wait_for_selector("#map[data-state=idle]", timeout=40_000)

    def look(self, page, position, zoom):
        """Moves the map of `page`, and waits until it is drawn."""
        page.evaluate("([position, zoom]) => document.getElementById('map').cityMap.look(position, { zoom })", [position, zoom])
        self.idle(page)

    def pixel(self, page, position):
        """Where `position` is on the screen."""
        return page.evaluate("""([position]) => {
          const at = document.getElementById('map').cityMap.map.project(position);
          return [at.x, at.y];
        }""", [position])

    def shot(self, page, name):
        page.screenshot(path=os.path.join(SHOTS, f"{name}.png"))

    def asked(self, page, path, method=None):
        """What `page` asks of `path` from now on: a list that grows."""
        list_of_requests = []
        page.on("request", lambda request: list_of_requests.append(request)
                if request.url.split("?")[0].endswith(path) and method in (None, request.method) else None)
        return list_of_requests

    def on_duty(self, path="/explore#closures", **options):
        """A page whose officer has given the token."""
        page = self.open(path, **options)
        page.fill("#officer-token", server.token)
        page.click("#sheet [type=submit]")
        page.wait_for_selector("[data-key=area]")
        return page

    def form_for(self, page, gate):
        """Taps `gate` and opens the form that closes it."""
        self.look(page, gate["position"], 18.5)
        page.mouse.click(*self.pixel(page, gate["position"]))
        page.click("[data-key=close-it]")
        page.wait_for_selector("#close-form")

    def hero(self, page):
        return page.locator(".hero-time").inner_text(), page.locator(".hero-door").inner_text()


# Of the generator's names: each character has one reading here.
SOUNDS = dict(zip(
    "砼垚淼骁珩翀璟昱嵘翊霁樾岚泓澍煦琮峤渌晗瑭岫浔栩榛邈芃穗砺崦漪楹阆驿坞苒钰笙灏槿小区花园苑雅居家馆名邸山庄国际城新村佳府公",
    "tong yao miao xiao heng chong jing yu rong yi ji yue lan hong shu xu cong qiao lu han tang xiu xun xu zhen miao peng sui li yan "
    "yi ying lang yi wu ran yu sheng hao jin xiao qu hua yuan yuan ya ju jia guan ming di shan zhuang guo ji cheng xin cun jia fu gong".split()))


def unit_of_an_estate():
    """A door with a unit in an estate whose name and initials are its own, and ways to write it."""
    seen = set()
    for compound in server.ask("/v1/search?q=%E5%8C%BA&kind=compound&limit=50&language=zh")["results"] + \
            server.ask("/v1/search?q=%E8%8B%91&kind=compound&limit=50&language=zh")["results"]:
        name = compound["label"]
        sounds = [SOUNDS[character] for character in name]
        initials = "".join(sound[0] for sound in sounds)
        if initials in seen:
            continue
        seen.add(initials)
        slip = "".join(sounds)[:4] + "".join(sounds)[5:]
        found = [server.ask("/v1/search?" + urllib.parse.urlencode({"q": words + " 1-2", "limit": 3, "language": "zh"}))["results"]
                 for words in (initials, slip)]
        # Others of that sound would come first where the map shows them nearer.
        if any([row["detail"] for row in rows] != [name] or rows[0]["doubt"] or rows[0]["kind"] != "door" for rows in found):
            continue
        return {"name": name, "initials": initials, "numbers": " 1-2-301", "unit": "1栋2单元", "door": found[0][0]["to"], "slip": slip}
    raise AssertionError("no estate has initials of its own")


class RiderTests(Browser):
    def test_a_rider_finds_a_door_by_searching(self):
        page = self.open("/", reduced_motion="no-preference", language="zh-CN")
        label = server.ask(f"/v1/doors?of={server.example['to']}&language=zh")["label"]
        page.fill("#search-input", server.example["to"])
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-key=go]")
        page.wait_for_function("label => document.querySelector('#sheet h2').textContent.includes(label)", arg=label[-3:])
        page.click("[data-key=go]")
        page.fill("#search-input", ",".join(map(str, server.example["from"])))
        page.keyboard.press("Enter")
        page.wait_for_selector(".hero-time")
        time, door = self.hero(page)
        self.assertRegex(time, r"^\d+ (分钟|秒)$")
        self.assertIn(label[-3:], door)
        self.assertGreater(page.locator(".steps li").count(), 2)
        self.assertIn("骑行", page.locator(".legend").inner_text())
        self.idle(page)
        self.shot(page, "rider-search-phone-zh")

    def test_suggestions_name_what_was_typed(self):
        name = server.example["journey"]["gates"][-1]["compound"]
        page = self.open("/")
        page.locator("#search-input").press_sequentially(name[:5])
        page.wait_for_selector("#search-list [role=option]")
        self.assertIn(name[:5].lower(), page.locator("#search-list").inner_text().lower())

    def pick(self, page, words, door):
        """Types `words`, waits for the row of `door` to be the first, takes it with the keys; where the journey would go."""
        with page.expect_response(lambda answer: "/v1/search" in answer.url and answer.json()["results"][:1] != [] and answer.json()["results"][0]["to"] == door):
            page.locator("#search-input").press_sequentially(words)
        page.wait_for_selector("#search-row-0")
        row = page.locator("#search-row-0").inner_text()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.click("[data-key=go]")
        page.fill("#search-input", ",".join(map(str, server.example["from"])))
        page.keyboard.press("Enter")
        page.wait_for_selector(".hero-time")
        self.assertIn(f"to={door}", page.url)
        return row

    def test_initials_pinyin_slips_and_units_lead_to_the_door(self):
        estate = unit_of_an_estate()
        page = self.open("/", language="zh-CN")
        row = self.pick(page, estate["initials"] + estate["numbers"], estate["door"])
        self.assertIn(estate["name"], row)
        self.assertRegex(row, r"门 · .+ · [\d.]+ (米|公里)")
        for words in (estate["name"] + estate["unit"], estate["slip"] + estate["numbers"]):
            self.pick(self.open("/", language="zh-CN"), words, estate["door"])
        self.shot(page, "rider-search-initials-phone-zh")

    def test_a_rider_finds_a_door_by_tapping_it(self):
        page = self.open("/", size=DESKTOP)
        door = server.example["journey"]["door"]
        self.look(page, door["position"], 19)
        at = self.pixel(page, door["position"])
        page.mouse.click(*at)
        page.wait_for_selector("[data-key=go]")
        page.wait_for_function("id => document.querySelector('.facts')?.textContent.includes(id)", arg=server.example["to"])
        page.click("[data-key=go]")
        page.fill("#search-input", ",".join(map(str, server.example["from"])))
        page.keyboard.press("Enter")
        page.wait_for_selector(".hero-time")
        self.assertIn(f"to={server.example['to']}", page.url)
        self.idle(page)
        self.shot(page, "rider-tap-desktop-en")

    def test_a_shared_link_shows_the_same_journey_and_back_leads_home(self):
        page = self.open(server.link())
        page.wait_for_selector(".hero-time")
        minutes = round(server.example["journey"]["duration"] / 60)
        self.assertEqual(self.hero(page)[0], f"{minutes} min")
        self.assertEqual(page.locator("[name=by]:checked").get_attribute("value"), "ebike")
        page.click("[data-key=leave-journey]")
        page.wait_for_selector(".home")
        self.assertEqual(page.evaluate("location.search"), "")

    def test_modes_and_passes_ask_again(self):
        page = self.open(server.link())
        page.wait_for_selector(".hero-time")
        with page.expect_request(lambda request: request.url.endswith("/v1/door") and request.post_data_json["by"] == "foot"):
            page.locator("[name=by][value=foot]").check(force=True)
        page.wait_for_selector(".hero-time")
        self.assertNotIn("Ride", page.locator(".legend").inner_text())
        page.locator("summary").click()
        with page.expect_request(lambda request: request.url.endswith("/v1/door") and request.post_data_json["pass"] == ["badge"]):
            page.locator("[data-key=pass-badge]").check(force=True)
        page.wait_for_selector(".hero-time")
        self.assertIn("pass=badge", page.url)

    def test_a_door_that_cannot_be_reached_says_why_and_what_helps(self):
        journey = server.example["journey"]
        position = journey["door"]["position"]
        around = [[position[0] + dx, position[1] + dy] for dx, dy in
                  ((-0.0004, -0.0004), (0.0004, -0.0004), (0.0004, 0.0004), (-0.0004, 0.0004), (-0.0004, -0.0004))]
        server.ask("/v1/closures", {"target": {"type": "Polygon", "coordinates": [around]}, "reason": "Fire drill"}, authorised=True)
        page = self.open(server.link())
        page.wait_for_selector("#sheet .note.warn")
        self.assertIn("Cannot be reached", page.locator("#sheet .note.warn").inner_text())
        self.shot(page, "rider-unreachable-phone-en")

    def test_following_says_the_next_step(self):
        start = server.example["journey"]["geometry"]["coordinates"][0]
        page = self.open(server.link(), geolocation={"longitude": start[0], "latitude": start[1]}, permissions=["geolocation"])
        page.wait_for_selector(".hero-time")
        page.click("[data-key=start]")
        page.wait_for_selector(".guide-step")
        self.assertTrue(page.locator(".guide-step").inner_text())
        self.idle(page)
        self.shot(page, "rider-follow-phone-en")
        # At the door, its label is shown large.
        end = server.example["journey"]["geometry"]["coordinates"][-1]
        page.context.set_geolocation({"longitude": end[0], "latitude": end[1]})
        page.wait_for_function("() => document.querySelector('#guide .guide-door')?.textContent.startsWith('You are there')")
        self.shot(page, "rider-arrived-phone-en")
        page.context.set_geolocation({"longitude": start[0], "latitude": start[1]})
        # A fix may be two seconds old.
        page.wait_for_timeout(2500)
        page.click("[data-key=start]")
        page.wait_for_selector(".guide-step")
        # Far from the way, three fixes in a row: a new way is found from there.
        with page.expect_request("**/v1/door"):
            for step in range(4):
                page.context.set_geolocation({"longitude": start[0] + 0.002, "latitude": start[1] + 0.002 + step * 1e-5})
                page.wait_for_timeout(400)
        page.click("[data-key=stop]")
        page.wait_for_selector(".hero")

    def test_a_report_is_stored(self):
        page = self.open(server.link())
        page.wait_for_selector(".hero-time")
        page.get_by_role("button", name="Report a problem").click()
        page.fill("#report-text", "The gate was locked <b>twice</b>")
        page.click("#sheet [type=submit]")
        page.wait_for_function("() => document.getElementById('toast').textContent.startsWith('Thank you')")
        stored = server.ask("/v1/reports", authorised=True)["reports"]
        self.assertIn(("gate-closed", "The gate was locked <b>twice</b>"), [(each["kind"], each["text"]) for each in stored])

    def test_a_busy_server_is_said_plainly_and_asked_again(self):
        for status, words in ((503, "busy"), (429, "Too many")):
            self.expected.append(f"status of {status}")
            page = self.open("/", wait=False)
            page.wait_for_selector(".home")
            page.route("**/v1/door", refusal(status))
            page.goto(server.link())
            page.wait_for_selector("[data-key=again]")
            self.assertIn(words, page.locator("#sheet .note").inner_text())
            page.unroute("**/v1/door")
            page.click("[data-key=again]")
            page.wait_for_selector(".hero-time")

    def test_names_are_shown_and_never_run(self):
        page = self.open("/")
        evil = "<img src=x onerror=alert(1)>"
        page.route("**/v1/search*", lambda route: route.fulfill(json={"results": [
            {"kind": "place", "id": "node/1", "label": evil, "detail": evil, "position": server.example["from"], "placeKind": "cafe"}]}))
        page.locator("#search-input").press_sequentially("x")
        page.wait_for_selector("#search-list [role=option]")
        self.assertIn(evil, page.locator("#search-list").inner_text())
        self.assertEqual(page.locator("#search-list img").count(), 0)


class UnderWayTests(Browser):
    """What happens to somebody who follows a journey."""

    def follow(self, path=None, **options):
        """A page that follows the example's journey, with the device at its start."""
        self.path = server.example["journey"]["geometry"]["coordinates"]
        page = self.open(path or server.link(), geolocation=at(self.path[0]), permissions=["geolocation"], **options)
        page.wait_for_selector(".hero-time")
        page.click("[data-key=start]")
        page.wait_for_selector(".guide-step")
        return page

    def stray(self, page, shift=0.002):
        """Leaves the way, for as many fixes as it takes to notice."""
        x, y = self.path[0]
        for step in range(4):
            page.context.set_geolocation(at([x + shift, y + shift + step * 1e-5]))
            page.wait_for_timeout(400)

    def test_the_next_delivery_starts_where_the_last_one_ended(self):
        page = self.follow()
        end = self.path[-1]
        page.context.set_geolocation(at(end))
        page.wait_for_selector(".guide-door")
        page.click("[data-key=leave-journey]")
        self.assertFalse(page.locator("#guide").is_visible())
        page.fill("#search-input", ",".join(map(str, self.path[0])))
        page.keyboard.press("Enter")
        with page.expect_request("**/v1/door") as asked:
            page.click("[data-key=go]")
        self.assertEqual([round(value, 6) for value in asked.value.post_data_json["from"]], [round(value, 6) for value in end])
        page.wait_for_selector(".hero-time")

    def test_yesterdays_journey_starts_where_the_rider_is_today(self):
        self.path = server.example["journey"]["geometry"]["coordinates"]
        here = self.path[len(self.path) // 2]
        page = self.open(server.link(), geolocation=at(here), permissions=["geolocation"])
        page.wait_for_selector(".hero-time")
        page.evaluate("""() => {
          const last = JSON.parse(localStorage['kaimen.last']);
          Object.assign(last.from, { mine: true, since: 0 });
          localStorage['kaimen.last'] = JSON.stringify(last);
        }""")
        page.goto("/")
        with page.expect_request("**/v1/door") as asked:
            page.click("[data-key=last]")
        self.assertEqual([round(value, 6) for value in asked.value.post_data_json["from"]], [round(value, 6) for value in here])
        # Where the browser no longer gives a position, the start is asked for.
        page.context.clear_permissions()
        page.goto("/")
        page.click("[data-key=last]")
        page.wait_for_selector("[data-key=start-1]")
        self.assertIn("no position", page.locator("#sheet").inner_text())

    def test_without_a_network_one_goes_on_along_the_way_one_has(self):
        page = self.follow()
        self.expected += ["ERR_", "Failed to load"]
        page.route("**/v1/door", lambda route: route.abort())
        with page.expect_request("**/v1/door"):
            self.stray(page)
        page.wait_for_function("() => /network|reached/.test(document.getElementById('toast').textContent)")
        self.assertTrue(page.locator(".guide-step").is_visible())
        self.assertEqual(page.evaluate("document.body.dataset.view"), "follow")
        # The network is not asked at every fix.
        asked = self.asked(page, "/v1/door")
        self.stray(page, 0.0021)
        self.assertEqual(asked, [])

    def test_every_way_out_of_following_ends_the_watch(self):
        held = """
          window.watches = new Set();
          const { geolocation } = navigator;
          const [watch, clear] = [geolocation.watchPosition.bind(geolocation), geolocation.clearWatch.bind(geolocation)];
          geolocation.watchPosition = (...given) => { const id = watch(...given); window.watches.add(id); return id; };
          geolocation.clearWatch = (id) => { window.watches.delete(id); clear(id); };"""
        path = server.example["journey"]["geometry"]["coordinates"]
        page = self.open("/", geolocation=at(path[0]), permissions=["geolocation"])
        page.add_init_script(held)
        page.goto(server.link())
        page.wait_for_selector(".hero-time")
        page.evaluate("history.pushState(null, '', location.href)")
        for leave in (lambda: page.click("[data-key=stop]"), lambda: page.keyboard.press("Escape"), page.go_back):
            page.click("[data-key=start]")
            page.wait_for_selector(".guide-step")
            self.assertEqual(page.evaluate("window.watches.size"), 1)
            leave()
            page.wait_for_selector(".hero-arrive")
            self.assertEqual(page.evaluate("window.watches.size"), 0)
            self.assertFalse(page.locator("#guide").is_visible())

    def test_a_fix_changes_words_and_nothing_else(self):
        page = self.follow()
        page.press("#sheet-handle", "ArrowUp")
        page.evaluate("() => { document.querySelector('[data-key=stop]').kept = true; }")
        before = page.locator("#guide").inner_text(), page.locator(".following").inner_text()
        page.context.set_geolocation(at(self.path[len(self.path) // 2]))
        page.wait_for_function("before => document.querySelector('.following').innerText !== before", arg=before[1])
        self.assertNotEqual(page.locator("#guide").inner_text(), before[0])
        self.assertTrue(page.evaluate("document.querySelector('[data-key=stop]').kept"), "the button was replaced")
        self.assertEqual(page.locator("#sheet").get_attribute("data-state"), "half")
        page.click("[data-key=stop]")
        page.wait_for_selector(".hero-arrive")

    def test_a_closure_elsewhere_is_none_of_ones_business(self):
        for following in (False, True):
            page = self.follow() if following else self.open(server.link())
            page.wait_for_selector(".hero-time")
            asked = self.asked(page, "/v1/door")
            server.far_area()
            page.wait_for_function("() => document.getElementById('map').cityMap.data.closures.features.length === 2")
            page.wait_for_timeout(2300)
            self.assertEqual(asked, [])
            server.lift_all()

    def test_closures_that_may_change_a_journey(self):
        page = self.open("/docs/api", wait=False)
        # A journey of a kilometre to the east, through node/1 in its middle.
        said = page.evaluate("""async () => {
          const { concerns } = await import('/assets/concern.js');
          const journey = {
            status: 'ok', distance: 1000, geometry: { coordinates: [[0, 0], [0.005, 0], [0.009, 0]] }, legs: [],
            gates: [{ id: 'node/1', position: [0.005, 0] }], door: { position: [0.0091, 0.0001] },
          };
          const square = (x, y) => ({ type: 'Polygon', coordinates: [[[x, y], [x + 0.001, y], [x + 0.001, y + 0.001], [x, y + 0.001], [x, y]]] });
          const ask = (kind, closure, more = {}) => concerns({ kind: `closure.${kind}` }, { effect: 'closes', modes: [], ...closure }, [{ ...journey, ...more }], 'ebike');
          return {
            gate: ask('added', { target: 'node/1' }), besideTheWay: ask('added', { target: 'node/2', position: [0.002, 0.0001] }),
            elsewhere: ask('added', { target: 'node/2', position: [0.002, 0.01] }), way: ask('added', { target: 'way/1', position: [0.5, 0.5] }),
            across: ask('added', { target: square(0.002, -0.0005) }), beside: ask('added', { target: square(0.002, 0.0005) }),
            door: ask('added', { target: square(0.00905, 0.00005) }),
            cars: ask('added', { target: 'node/1', modes: ['car'] }), walkers: ask('added', { target: 'node/1', modes: ['foot'] }),
            liftedNear: ask('lifted', { target: 'node/3', position: [0.002, 0.005] }), expiredFar: ask('expired', { target: 'node/3', position: [0.1, 0.1] }),
            openedNear: ask('added', { target: 'node/3', effect: 'opens', position: [0.002, 0.005] }),
            openedNoMore: ask('lifted', { target: 'node/3', effect: 'opens', position: [0.002, 0.005] }),
            unreachable: ask('lifted', { target: 'node/3', position: [0.1, 0.1] }, { status: 'unreachable' }),
          };
        }""")
        yes = {key for key, value in said.items() if value}
        self.assertEqual(yes, {"gate", "besideTheWay", "way", "across", "door", "walkers", "liftedNear", "openedNear", "unreachable"})

    def test_a_closure_on_the_way_leads_on_from_where_one_is(self):
        page = self.follow()
        gate = server.example["journey"]["gates"][-1]
        here = self.path[len(self.path) // 4]
        said = page.locator(".following").inner_text()
        page.context.set_geolocation(at(here))
        page.wait_for_function("said => document.querySelector('.following').innerText !== said", arg=said)
        with page.expect_request("**/v1/door") as asked:
            server.ask("/v1/closures", {"target": gate["id"], "reason": "Works"}, authorised=True)
        self.assertEqual([round(value, 6) for value in asked.value.post_data_json["from"]], [round(value, 6) for value in here])
        page.wait_for_function("() => document.getElementById('toast').textContent.startsWith('Something changed')")
        self.idle(page)
        self.shot(page, "rider-changed-under-way-phone-en")

    def test_the_way_that_was_chosen_stays_where_it_still_holds(self):
        self.path = server.example["journey"]["geometry"]["coordinates"]
        page = self.open(server.link(), geolocation=at(self.path[0]), permissions=["geolocation"])
        page.wait_for_selector(".hero-time")
        if not page.locator("[data-key=way-1]").count():
            self.skipTest("the example has one way only")
        page.click("[data-key=way-1]")
        chosen = page.locator(".hero-time").inner_text()
        page.click("[data-key=start]")
        page.wait_for_selector(".guide-step")
        page.wait_for_timeout(500)
        way = page.locator("#guide").inner_text(), page.locator(".following").inner_text()
        # What is lifted nearby might have made a better way.
        asked = self.asked(page, "/v1/door")
        position = server.example["from"]
        around = [[position[0] + dx, position[1] + 0.0015 + dy] for dx, dy in ((-2e-4, -2e-4), (2e-4, -2e-4), (2e-4, 2e-4), (-2e-4, 2e-4), (-2e-4, -2e-4))]
        try:
            server.ask("/v1/closures", {"target": {"type": "Polygon", "coordinates": [around]}, "reason": "Market"}, authorised=True)
        except urllib.error.HTTPError:
            self.skipTest("nothing to close beside the start")
        page.wait_for_timeout(2600)
        server.lift_all()
        page.wait_for_timeout(3200)
        self.assertGreater(len(asked), 0)
        self.assertEqual((page.locator("#guide").inner_text(), page.locator(".following").inner_text()), way)
        page.click("[data-key=stop]")
        self.assertEqual(page.locator(".hero-time").inner_text(), chosen)
        self.assertEqual(page.locator("[data-key=way-1]").get_attribute("aria-pressed"), "true")


class ExploreTests(Browser):
    def test_an_officer_closes_a_gate_and_the_riders_journey_changes_without_reload(self):
        gate = server.example["journey"]["gates"][-1]
        rider = self.open(server.link())
        rider.wait_for_selector(".hero-time")
        rider.evaluate("() => { window.neverReloaded = true; }")
        before = rider.locator("#sheet-body").inner_text()
        officer = self.open("/explore#closures", size=DESKTOP)
        officer.fill("#officer-token", "wrong")
        self.expected.append("status of 401")
        officer.click("#sheet [type=submit]")
        officer.wait_for_selector(".field-error:not([hidden])")
        officer.fill("#officer-token", server.token)
        officer.click("#sheet [type=submit]")
        officer.wait_for_selector("[data-key=area]")
        self.look(officer, gate["position"], 18.5)
        at = self.pixel(officer, gate["position"])
        officer.mouse.click(*at)
        officer.click("[data-key=close-it]")
        officer.fill("#close-reason", "Water main burst")
        officer.click("#close-form [type=submit]")
        officer.wait_for_selector("#closure-list li")
        self.assertIn("Water main burst", officer.locator("#closure-list").inner_text())
        rider.wait_for_function("before => document.getElementById('sheet-body').innerText !== before", arg=before)
        after = server.ask("/v1/door", {"from": server.example["from"], "to": server.example["to"], "by": "ebike", "depart": FRIDAY_NOON})
        self.assertNotIn(gate["id"], [each["id"] for each in after["gates"]])
        if after["status"] != "unreachable":
            rider.wait_for_function("n => document.querySelectorAll('.steps li').length === n", arg=sum(len(leg["steps"]) for leg in after["legs"]))
        self.assertTrue(rider.evaluate("window.neverReloaded"))
        self.assertNotEqual(rider.locator("#live").inner_text(), "")
        self.idle(officer)
        self.shot(officer, "officer-closed-desktop-en")
        self.shot(rider, "rider-changed-phone-en")
        officer.click("[data-key^=lift-]")
        officer.wait_for_selector("#closure-list", state="detached")
        rider.wait_for_function("before => document.getElementById('sheet-body').innerText === before", arg=before)

    def test_closures_appear_for_everybody_as_they_happen(self):
        page = self.open("/explore#closures", language="zh-CN")
        self.assertIn("没有临时封闭", page.locator("#tab-panel").inner_text())
        gate = server.example["journey"]["gates"][-1]
        server.ask("/v1/closures", {"target": gate["id"], "reason": "消防演练（北侧）"}, authorised=True)
        page.wait_for_selector("#closure-list li")
        self.assertIn("消防演练（北侧）", page.locator("#closure-list").inner_text())
        self.assertEqual(page.locator("[data-key^=lift-]").count(), 0, "only officers may lift")
        server.lift_all()
        page.wait_for_selector("#closure-list", state="detached")

    def test_what_is_let_pass_is_not_called_closed(self):
        page = self.open("/explore#closures")
        gate = server.example["journey"]["gates"][-1]
        said = "text => document.getElementById('toast').textContent.startsWith(text)"
        server.ask("/v1/closures", {"target": gate["id"], "effect": "opens", "reason": "Moving day"}, authorised=True)
        # It is called as in the list, with its compound.
        page.wait_for_selector("#closure-list li")
        name = server.ask("/v1/closures")["closures"][0]["name"]["en"]
        self.assertIn(gate["compound"], name)
        page.wait_for_function(said, arg=f"Open for now: {name}. Moving day")
        self.assertIn(name, page.locator("#closure-list").inner_text())
        server.lift_all()
        page.wait_for_function(said, arg=f"No longer open: {name}")

    def test_the_list_is_asked_for_once(self):
        page = self.open("/explore#closures")
        asked = self.asked(page, "/v1/closures", "GET")
        gates = server.example["journey"]["gates"]
        for gate in gates:
            server.ask("/v1/closures", {"target": gate["id"], "reason": "Works"}, authorised=True)
        page.wait_for_function("n => document.querySelectorAll('#closure-list li').length === n", arg=len(gates))
        # The gates are marked, too, wherever they are.
        page.wait_for_function("n => document.getElementById('map').cityMap.data.closures.features.length === n", arg=len(gates))
        server.lift_all()
        page.wait_for_selector("#closure-list", state="detached")
        self.assertEqual(asked, [])

    def test_a_list_that_fails_is_said_and_asked_for_again(self):
        self.expected.append("status of 503")
        page = self.open("/explore#closures", wait=False)
        page.route("**/v1/closures?*", refusal(503))
        page.reload()
        page.wait_for_selector("[data-key=again]")
        page.unroute("**/v1/closures?*")
        page.click("[data-key=again]")
        page.wait_for_function("() => document.getElementById('tab-panel').textContent.includes('Nothing is closed')")

    def test_a_closure_ends_by_the_city_s_clock_now(self):
        page = self.open("/explore#closures", wait=False)
        # As the service worker may answer: a description that is days old.
        page.route("**/v1/city", lambda route: route.fulfill(json={**server.ask("/v1/city"), "time": "2020-02-02T02:02:02"}))
        page.reload()
        self.idle(page)
        page.fill("#officer-token", server.token)
        page.click("#sheet [type=submit]")
        page.wait_for_selector("[data-key=area]")
        self.form_for(page, server.example["journey"]["gates"][-1])
        page.fill("#close-reason", "Works")
        with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/v1/closures")) as asked:
            page.click("#close-form [type=submit]")
        page.wait_for_selector("#closure-list li")
        hour = [server.city_time(time.time() + 3600 - late) for late in (0, 60)]
        self.assertIn(asked.value.post_data_json["until"], hour)

    def test_reports_tell_the_city_s_time_and_stay_after_a_reload(self):
        server.ask("/v1/reports", {"position": server.example["from"], "kind": "other", "text": "A clock test"})
        made = [server.city_time(time.time() - late)[-5:] for late in (0, 60)]
        page = self.on_duty()
        row = page.locator("[data-key^=report-]", has_text="A clock test")
        self.assertTrue(row.locator(".detail").inner_text().endswith(tuple(made)), row.inner_text())
        page.reload()
        row.wait_for()
        # A token that is no longer right is asked for again.
        page.evaluate("sessionStorage['kaimen.token'] = 'stale'")
        self.expected.append("status of 401")
        page.reload()
        page.wait_for_selector("#officer-token")
        self.assertIsNone(page.evaluate("sessionStorage.getItem('kaimen.token')"))

    def test_the_form_stays_where_it_is_and_leaves_nothing_behind(self):
        page = self.on_duty(size=(390, 600), reduced_motion="reduce")
        gate = server.example["journey"]["gates"][-1]
        self.form_for(page, gate)
        page.fill("#close-reason", "Half typed")
        page.evaluate("document.getElementById('sheet-body').scrollTop = 160")
        scrolled = page.evaluate("document.getElementById('sheet-body').scrollTop")
        self.assertGreater(scrolled, 0)
        page.evaluate("document.querySelector('[data-key=close-foot]').click()")
        self.assertTrue(page.locator("[data-key=close-foot]").is_checked())
        self.assertEqual(page.evaluate("document.getElementById('sheet-body').scrollTop"), scrolled)
        self.assertEqual(page.input_value("#close-reason"), "Half typed")
        self.idle(page)
        self.shot(page, "officer-form-phone-en")
        # What happens meanwhile does not take the form away.
        server.far_area()
        page.wait_for_function("() => document.getElementById('map').cityMap.data.closures.features.length === 2")
        self.assertEqual(page.input_value("#close-reason"), "Half typed")
        page.keyboard.press("Escape")
        page.wait_for_selector("#close-form", state="detached")
        page.click("#tab-closures")
        self.assertEqual(page.locator("#closure-list li").count(), 1)
        server.lift_all()
        page.wait_for_selector("#closure-list", state="detached")
        self.assertEqual(page.evaluate("document.getElementById('map').cityMap.data.marks.features.length"), 0)

    def test_an_area_that_is_not_closed_is_forgotten(self):
        page = self.on_duty()
        page.click("[data-key=area]")
        for x, y in ((120, 200), (260, 200), (200, 330)):
            page.mouse.click(x, y)
            page.wait_for_timeout(350)
        page.click("[data-key=done]")
        draft = "document.getElementById('map').cityMap.data.draft.features.length"
        self.assertGreater(page.evaluate(draft), 0)
        page.keyboard.press("Escape")
        page.wait_for_selector("[data-key=area]")
        self.assertEqual(page.evaluate(draft), 0)

    def test_an_area_is_drawn_and_closed(self):
        page = self.open("/explore#closures")
        page.fill("#officer-token", server.token)
        page.click("#sheet [type=submit]")
        page.click("[data-key=area]")
        for x, y in ((120, 200), (260, 200), (200, 330)):
            page.mouse.click(x, y)
            page.wait_for_timeout(350)
        page.click("[data-key=done]")
        page.fill("#close-reason", "Street market")
        page.click("#close-form [type=submit]")
        page.wait_for_selector("#closure-list li")
        closure = server.ask("/v1/closures")["closures"][0]
        self.assertEqual((closure["target"]["type"], len(closure["target"]["coordinates"][0])), ("Polygon", 4))
        self.idle(page)
        self.shot(page, "explore-area-phone-en")

    def test_reach_is_drawn_in_bands_and_told_in_a_table(self):
        page = self.open("/explore#reach", reduced_motion="no-preference")
        page.click("[data-key=reach-pick]")
        page.click("[data-key=pick]")
        page.wait_for_selector("#reach-table")
        numbers = [int(text.split()[0].replace(",", "")) for text in page.locator("#reach-table td:last-child").all_inner_texts()]
        self.assertEqual(len(numbers), 3)
        self.assertEqual(numbers, sorted(numbers))
        self.assertGreater(numbers[2], numbers[0])
        self.idle(page)
        bands = page.evaluate("new Set(document.getElementById('map').cityMap.map.queryRenderedFeatures({ layers: ['reach'] }).map((f) => f.properties.band)).size")
        self.assertEqual(bands, 3)
        self.shot(page, "explore-reach-phone-en")
        page.locator("[name=reach-by][value=ebike]").check(force=True)
        page.wait_for_function("was => Number(document.querySelector('#reach-table tr:last-child td:last-child')?.textContent.replace(/\\D/g, '')) > was", arg=numbers[2])

    def test_layers_hide_what_is_unticked(self):
        page = self.open("/explore")
        gate = server.example["journey"]["gates"][-1]
        self.look(page, gate["position"], 17.5)
        count = "document.getElementById('map').cityMap.map.queryRenderedFeatures({ layers: ['gate'] }).length"
        self.assertGreater(page.evaluate(count), 0)
        for box in page.locator("input[data-key^=rule-]").all():
            box.uncheck(force=True)
        self.idle(page)
        self.assertEqual(page.evaluate(count), 0)

    def test_everything_in_view_is_listed(self):
        page = self.open("/explore#list", size=DESKTOP)
        gate = server.example["journey"]["gates"][-1]
        self.look(page, gate["position"], 17.5)
        page.wait_for_selector(f"[data-key='thing-{gate['id']}']")
        page.click(f"[data-key='thing-{gate['id']}']")
        self.assertIn(gate["id"], page.locator(".facts").inner_text())
        self.assertIn(f"/editor?gate={gate['id']}", page.locator("[data-key=correct]").get_attribute("href"))
        self.idle(page)
        self.shot(page, "explore-gate-desktop-en")


NAMES = """() => [...document.querySelectorAll('button, a[href], input, select, textarea, summary, [role=tab], [role=option]')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }))
  .filter((e) => !(e.getAttribute('aria-label') || e.labels?.[0]?.textContent.trim() || e.textContent.trim()))
  .map((e) => e.outerHTML.slice(0, 200))"""

TARGETS = """() => [...document.querySelectorAll('button, a[href], input, select, textarea, summary, [role=tab], [role=option]')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('#attribution, .skip, td, .schema p, .responses'))
  .map((e) => [e.getBoundingClientRect(), e]).filter(([box]) => box.width > 0)
  .filter(([box, e]) => Math.round(box.width) < 44 || Math.round(box.height) < (e.id === 'sheet-handle' ? 24 : 44))
  .map(([box, e]) => `${Math.round(box.width)}x${Math.round(box.height)} ${e.outerHTML.slice(0, 160)}`)"""

CONTRAST = """() => {
  const pen = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => { pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); return [...pen.getImageData(0, 0, 1, 1).data].map((v, i) => (i === 3 ? v / 255 : v)); };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const over = (top, under) => top.slice(0, 3).map((v, i) => v * top[3] + under[i] * (1 - top[3])).concat(1);
  const ground = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      const colour = rgba(getComputedStyle(e).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
      if (e.classList.contains('segment-face') || e.classList.contains('chip-face')) continue;
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const bad = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest('.unseen, noscript, script, .skip')) continue;
    const style = getComputedStyle(element);
    const back = ground(element);
    const [a, b] = [light(over(rgba(style.color), back)), light(back)].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) bad.push(`${ratio.toFixed(2)} ${element.className} ${walk.currentNode.data.trim().slice(0, 40)}`);
  }
  return bad;
}"""

FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const seen = (x) => x && getComputedStyle(x).outlineStyle !== 'none' && parseFloat(getComputedStyle(x).outlineWidth) >= 2;
  return { what: e.outerHTML.slice(0, 120), key: e.dataset.key ?? e.id, seen: Boolean(seen(e) || seen(e.nextElementSibling) || seen(e.closest('.search-line'))) };
}"""


class PeopleTests(Browser):
    """Signing in, one's account, and a guard who checks badges."""

    def sign_in(self, account, path="/sign-in", **options):
        page = self.open(path, wait=False, **options)
        page.fill("#sign-name", account["name"])
        page.fill("#sign-password", account["password"])
        page.click("[data-key=sign-in-send]")
        page.wait_for_selector("#account-title")
        return page

    def ready(self, page):
        """Waits until the service worker keeps the shell."""
        page.evaluate("navigator.serviceWorker.ready.then((it) => new Promise((done) => { const w = it.active; if (w.state === 'activated') done(); else w.addEventListener('statechange', () => { if (w.state === 'activated') done(); }); }))")

    def test_one_signs_in_by_keyboard_and_closes_a_gate_without_a_token(self):
        account = server.account(f"keyboard-{time.time_ns()}")
        page = self.open("/sign-in", size=DESKTOP, wait=False)
        page.wait_for_selector("#sign-name")
        self.expected.append("status of 401")
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "sign-name":
                break
        page.keyboard.type(account["name"])
        page.keyboard.press("Tab")
        page.keyboard.type("not the password")
        page.keyboard.press("Enter")
        page.wait_for_selector("#sign-in .field-error:not([hidden])")
        self.assertIn("wrong", page.locator("#sign-in .field-error").inner_text())
        page.fill("#sign-password", account["password"])
        page.keyboard.press("Enter")
        page.wait_for_selector("#account-title")
        self.assertEqual(page.evaluate("document.activeElement.id"), "account-title")
        self.assertEqual(page.locator("#account-title").inner_text(), account["name"])
        self.assertIn("Officer", page.locator(".pill").inner_text())
        self.assertEqual(page.evaluate("document.cookie"), "")
        self.shot(page, "account-desktop-en")
        page.goto("/explore#closures")
        page.wait_for_selector("[data-key=area]")
        self.idle(page)
        gate = server.example["journey"]["gates"][-1]
        self.form_for(page, gate)
        page.fill("#close-reason", "Signed in")
        page.click("#close-form [type=submit]")
        page.wait_for_selector("#closure-list li")
        self.assertEqual([closure["reason"] for closure in server.ask("/v1/closures")["closures"]], ["Signed in"])
        page.locator("[data-key^=lift-]").click()
        page.wait_for_selector("#closure-list", state="detached")
        page.goto("/sign-in")
        page.click("[data-key=sign-out]")
        page.wait_for_selector("#sign-name")
        page.goto("/explore#closures")
        page.wait_for_selector("#officer-token")
        self.idle(page)

    def test_a_token_is_made_shown_once_and_withdrawn(self):
        page = self.sign_in(server.account(f"tokens-{time.time_ns()}"), language="zh-CN")
        page.click("[data-key=token-form]")
        page.fill("#token-name", "东门摄像头")
        page.locator("[data-key=scope-closures]").check(force=True)
        page.click("[data-key=make-token-send]")
        secret = page.wait_for_selector("#token-secret").inner_text()
        self.assertRegex(secret, r"^kaimen_[\w-]{43}$")
        self.shot(page, "token-phone-zh")
        page.reload()
        page.wait_for_selector("[data-key^=remove-]")
        self.assertNotIn(secret, page.content())
        page.click("[data-key^=remove-]")
        page.wait_for_selector("[data-key^=remove-]", state="detached")

    def test_one_changes_ones_password_takes_ones_data_and_leaves(self):
        account = server.account(f"leaving-{time.time_ns()}", "rider")
        page = self.sign_in(account)
        page.click("[data-key=password-form]")
        page.fill("#password-now", account["password"])
        page.fill("#password-new", "an entirely new one")
        page.click("[data-key=change-password-send]")
        page.wait_for_function("() => document.getElementById('toast').textContent.includes('password is changed')")
        with page.expect_download() as download:
            page.get_by_role("link", name="Download").click()
        with open(download.value.path(), encoding="utf-8") as file:
            self.assertEqual(json.load(file)["account"]["name"], account["name"])
        page.click("[data-key=delete-form]")
        page.fill("#delete-password", "an entirely new one")
        page.click("[data-key=delete-account-send]")
        page.wait_for_selector("#sign-name")
        self.assertNotIn(account["id"], [each["id"] for each in server.ask("/v1/accounts", authorised=True)["accounts"]])

    def test_a_rider_shows_a_badge_and_a_guard_checks_it_without_a_network(self):
        rider = server.account(f"rider-{time.time_ns()}", "rider")
        badge = server.badge(account=rider["id"])
        page = self.sign_in(rider)
        page.wait_for_function("() => document.querySelector('.qr')?.naturalWidth > 0")
        self.shot(page, "badge-of-rider-phone-en")
        guard = self.open("/badge", workers=True, wait=False, language="zh-CN")
        self.ready(guard)
        guard.reload()
        guard.wait_for_function("() => navigator.serviceWorker.controller && localStorage['kaimen.badge-key']")
        self.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch", "net::"]
        guard.context.set_offline(True)
        guard.goto(badge["url"])
        guard.wait_for_selector("#verdict[data-kind=valid]")
        words = guard.locator("#verdict").inner_text()
        self.assertIn("有效", words)
        self.assertIn(badge["number"], words)
        self.assertNotIn(rider["name"], words)
        self.assertEqual(guard.evaluate("location.hash"), "", "the code does not stay in the address")
        self.assertEqual(guard.evaluate("document.activeElement.id"), "verdict")
        self.shot(guard, "badge-valid-phone-zh")
        guard.fill("#badge-code", badge["code"][:-1] + ("A" if badge["code"][-1] != "A" else "Q"))
        guard.click("[data-key=check]")
        guard.wait_for_selector("#verdict[data-verdict=bad]")
        self.shot(guard, "badge-forged-phone-zh")

    def test_badges_that_are_not_good_are_refused_in_words(self):
        guard = self.open("/badge", size=DESKTOP, wait=False)
        guard.wait_for_function("() => localStorage['kaimen.badge-key']")
        asked = []
        guard.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
        good, revoked = server.badge(), server.badge()
        server.ask(f"/v1/badges/{revoked['number']}", method="DELETE", authorised=True)
        future = server.badge(**{"from": "2090-01-01T00:00:00Z", "until": "2091-01-01T00:00:00Z"})
        at = len(good["code"]) - 20
        forged = good["code"][:at] + ("A" if good["code"][at] != "A" else "B") + good["code"][at + 1:]
        other = "KB1." + good["code"][4:6] + ("A" if good["code"][6] != "A" else "B") + good["code"][7:]
        for code, kind in ((good["url"], "valid"), (forged, "forged"), (other, "other"), (revoked["code"], "revoked"),
                           (future["code"], "notYet"), ("KB1.AAAA", "malformed"), ("https://example.org/", "malformed")):
            guard.fill("#badge-code", code)
            guard.click("[data-key=check]")
            guard.wait_for_selector(f"#verdict[data-kind={kind}]")
            heading = guard.locator("#verdict h2").inner_text()
            self.assertTrue(heading)
            self.assertEqual(guard.locator("#verdict").get_attribute("data-verdict"), "good" if kind == "valid" else "bad")
            # The next check must bring its own verdict.
            guard.evaluate("document.getElementById('verdict').remove()")
        self.assertFalse([each for each in asked if good["code"][10:40] in each], "no code reaches the server")
        guard.clock.set_fixed_time(datetime.datetime.now() + datetime.timedelta(days=400))
        guard.fill("#badge-code", good["code"])
        guard.click("[data-key=check]")
        guard.wait_for_selector("#verdict[data-kind=expired]")
        self.shot(guard, "badge-expired-desktop-en")

    def test_a_browser_without_ed25519_says_so(self):
        page = self.open("/badge", wait=False)
        page.evaluate("() => { SubtleCrypto.prototype.importKey = () => Promise.reject(new Error()); }")
        page.fill("#badge-code", server.badge()["code"])
        page.click("[data-key=check]")
        page.wait_for_selector("#verdict[data-kind=unsupported]")
        self.assertIn("https", page.locator("#verdict").inner_text())

    def test_a_manager_s_account_says_what_is_its_own(self):
        compound = server.ask("/v1/search?q=%E5%8C%BA&kind=compound&limit=1&language=zh")["results"][0]
        page = self.sign_in(server.account(f"manager-{time.time_ns()}", "manager", [f"compound:{compound['id']}"]), language="zh-CN")
        page.locator("main .detail", has_text=compound["label"]).wait_for()
        self.shot(page, "account-phone-zh")


class AccessTests(Browser):
    def views(self):
        """Every view that a test of accessibility looks at: name, page."""
        account, badge = server.account(f"viewer-{time.time_ns()}"), server.badge()
        for dark in (False, True):
            for size in (PHONE, DESKTOP):
                look = f"{'dark' if dark else 'light'}-{'phone' if size == PHONE else 'desktop'}"
                for language in ("zh-CN",) if dark == (size == PHONE) else ("en-US",):
                    page = self.open("/", size=size, dark=dark, language=language)
                    yield f"home-{look}-{language[:2]}", page
                    page.goto(server.link())
                    page.wait_for_selector(".hero-time")
                    if size == PHONE:
                        page.press("#sheet-handle", "ArrowUp")
                        page.press("#sheet-handle", "ArrowUp")
                    page.wait_for_timeout(300)
                    yield f"journey-{look}-{language[:2]}", page
                    page.goto("/explore")
                    page.wait_for_selector(".tabs")
                    for tab in ("reach", "closures", "layers"):
                        page.click(f"#tab-{tab}")
                        yield f"explore-{tab}-{look}-{language[:2]}", page
                    page.goto("/docs/api")
                    page.wait_for_selector(".endpoint")
                    yield f"api-{look}-{language[:2]}", page
                    page.goto("/badge#" + badge["code"])
                    page.wait_for_selector("#verdict[data-kind=valid]")
                    yield f"badge-{look}-{language[:2]}", page
                    page.goto("/sign-in")
                    page.wait_for_selector("#sign-name")
                    yield f"sign-in-{look}-{language[:2]}", page
                    page.fill("#sign-name", account["name"])
                    page.fill("#sign-password", account["password"])
                    page.click("[data-key=sign-in-send]")
                    page.wait_for_selector("#account-title")
                    for form in ("token-form", "password-form", "delete-form"):
                        page.click(f"[data-key={form}]")
                    yield f"account-{look}-{language[:2]}", page
                    page.context.close()

    def test_names_targets_contrast_and_width_in_every_view(self):
        faults = []
        for name, page in self.views():
            self.shot(page, f"view-{name}")
            faults += [f"{name}: no name: {each}" for each in page.evaluate(NAMES)]
            faults += [f"{name}: small target: {each}" for each in page.evaluate(TARGETS)]
            faults += [f"{name}: contrast {each}" for each in page.evaluate(CONTRAST)]
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            wide = max(wide, page.evaluate("(document.getElementById('sheet-body')?.scrollWidth ?? 0) - (document.getElementById('sheet-body')?.clientWidth ?? 0)"))
            if wide > 0:
                faults.append(f"{name}: {wide} px wider than the window or the sheet")
        self.assertEqual(faults, [], "\n".join(faults[:40]))

    def test_the_keyboard_alone_leads_to_a_journey(self):
        page = self.open("/", size=DESKTOP)

        def tab_to(key, most=40):
            for _ in range(most):
                page.keyboard.press("Tab")
                at = page.evaluate(FOCUS)
                if at is None:
                    continue
                self.assertTrue(at["seen"], f"the focus is not seen on {at['what']}")
                if at["key"] == key:
                    return
            self.fail(f"Tab does not lead to {key}")

        tab_to("search-input")
        page.keyboard.type(server.example["to"])
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-key=go]")
        tab_to("go")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-key=start-1]")
        tab_to("start-1")
        page.keyboard.press("Enter")
        page.keyboard.type(",".join(map(str, server.example["from"])))
        page.wait_for_selector("#search-list [role=option]")
        page.keyboard.press("ArrowDown")
        self.assertEqual(page.locator("#search-input").get_attribute("aria-activedescendant"), "search-row-0")
        page.keyboard.press("Enter")
        page.wait_for_selector(".hero-time")
        self.assertIn("arriving", page.locator("#live").inner_text())
        tab_to("step-0", most=60)
        page.keyboard.press("Enter")
        self.idle(page)
        page.keyboard.press("Escape")
        page.wait_for_selector(".home")

    def test_the_keys_of_an_input_method_are_its_own(self):
        page = self.open("/", language="zh-CN")
        page.locator("#search-input").press_sequentially("node")
        page.wait_for_timeout(600)
        rows = page.locator("#search-list [role=option]").count()
        for key in ("ArrowDown", "Enter", "Escape"):
            page.evaluate("""(key) => document.getElementById('search-input').dispatchEvent(
              new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true, cancelable: true }))""", key)
        self.assertTrue(page.evaluate("document.getElementById('search').classList.contains('open')"))
        self.assertIsNone(page.locator("#search-input").get_attribute("aria-activedescendant"))
        self.assertEqual(page.locator("#search-list [role=option]").count(), rows)
        self.assertEqual(page.evaluate("document.body.dataset.view"), "home")

    def test_a_point_is_picked_with_the_keyboard(self):
        page = self.open("/explore#reach")
        page.focus("[data-key=reach-pick]")
        page.keyboard.press("Enter")
        page.wait_for_selector("#cross:not([hidden])")
        page.focus("#map canvas")
        before = page.evaluate("document.getElementById('map').cityMap.centre()")
        page.keyboard.press("ArrowRight")
        self.idle(page)
        self.assertGreater(page.evaluate("document.getElementById('map').cityMap.centre()")[0], before[0])
        page.focus("[data-key=pick]")
        page.keyboard.press("Enter")
        page.wait_for_selector("#reach-table")

    def test_tabs_and_sheet_answer_arrows(self):
        page = self.open("/explore")
        page.focus("#tab-layers")
        page.keyboard.press("ArrowRight")
        self.assertEqual(page.evaluate("document.activeElement.id"), "tab-reach")
        heights = []
        page.focus("#sheet-handle")
        for key in ("ArrowDown", "ArrowUp", "ArrowUp"):
            page.keyboard.press(key)
            page.wait_for_timeout(350)
            heights.append(page.locator("#sheet").bounding_box()["height"])
        self.assertLess(heights[0], heights[2])

    def test_reduced_motion_is_respected(self):
        page = self.open("/", reduced_motion="reduce")
        moving = page.evaluate("parseFloat(getComputedStyle(document.getElementById('sheet')).transitionDuration)")
        self.assertLess(moving, 0.01)


class RegistryTests(Browser):
    """The pages of the registry: places, one place, the editor, moderation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = RegistryServer()
        cls.addClassCleanup(cls.registry.stop)
        # Of those that are in charge of the demo's stations and compounds.
        cls.officer = cls.registry.account("officer", own=[f"department:{name}" for name in ("总工会", "住建委", "商务委", "卫生健康委", "教育委", "文化旅游委")])

    def server(self):
        return self.registry

    def signed_in(self, path, account=None, **options):
        page = self.open("/sign-in", wait=False, **options)
        self.registry.signed_in(page, account or self.officer)
        page.goto(path)
        return page

    def station(self, row=0):
        return self.registry.ask("/v1/places?kind=station&status=open&limit=20")["places"][row]

    def test_the_list_is_filtered_and_the_address_keeps_it(self):
        page = self.open("/places", size=DESKTOP, wait=False)
        page.wait_for_selector("#place-list li")
        everything = self.registry.ask("/v1/places?limit=1")["total"]
        self.assertIn(f"{everything:,}", page.locator("#counts").inner_text())
        self.assertEqual(page.locator("#place-list li").count(), 50)
        page.click("[data-key=more]")
        page.wait_for_function("() => document.querySelectorAll('#place-list li').length === 100")
        self.assertEqual(page.evaluate("document.querySelector('#place-list').children[50].contains(document.activeElement)"), True)
        with page.expect_response(lambda answer: "/v1/places?" in answer.url and "kind=station" in answer.url):
            page.select_option("#kind", "station")
        friendly, stations = (self.registry.ask(f"/v1/places?kind=station&limit=1{more}")["total"] for more in ("&friendly=true", ""))
        page.wait_for_function("words => document.getElementById('counts').textContent.includes(words)", arg=f"{friendly} rider-friendly of {stations}")
        page.locator("[data-key=only-friendly]").check(force=True)
        page.wait_for_function("words => document.getElementById('counts').textContent.includes(words)", arg=f": {friendly} rider-friendly")
        page.click("[data-key=services]")
        page.locator("[data-key=service-wifi]").check(force=True)
        found = self.registry.ask("/v1/places?kind=station&friendly=true&service=wifi&limit=1")["total"]
        self.assertTrue(0 < found < friendly)
        page.wait_for_function("words => document.getElementById('counts').textContent.includes(words)", arg=f": {found} rider-friendly")
        for part in ("kind=station", "friendly=true", "service=wifi"):
            self.assertIn(part, page.url)
        self.idle(page)
        self.shot(page, "places-desktop-en")
        page.reload()
        page.wait_for_function("words => document.getElementById('counts')?.textContent.includes(words)", arg=f": {found} rider-friendly")
        self.assertEqual(page.locator("#kind").input_value(), "station")
        name = page.locator("#place-list .row-label").first.inner_text()
        page.fill("#q", name)
        page.wait_for_function("() => document.querySelectorAll('#place-list li').length < 5")
        page.locator("#place-list a").first.click()
        page.wait_for_selector("#checklist-station")
        self.assertEqual(page.locator("h1").inner_text(), name)

    def test_a_phone_shows_the_list_and_the_map_at_a_tap(self):
        page = self.open("/places?kind=compound", wait=False, language="zh-CN")
        page.wait_for_selector("#place-list li")
        self.assertFalse(page.locator("#map-box").is_visible())
        page.click("[data-key=map-toggle]")
        self.idle(page)
        self.assertTrue(page.locator("#map-box").is_visible())
        self.shot(page, "places-map-phone-zh")
        page.click("[data-key=map-toggle]")
        self.assertFalse(page.locator("#map-box").is_visible())
        self.assertIn("骑手友好", page.locator("#counts").inner_text())

    def test_a_place_shows_its_checklist_and_leads_there(self):
        station = self.station()
        known = self.registry.ask(f"/v1/places/{station['id']}?language=en")
        page = self.open(f"/place?id={station['id']}", wait=False)
        page.wait_for_selector("#checklist-station")
        words = page.locator("#checklist-station").inner_text()
        for item in known["checklists"][0]["items"]:
            self.assertIn(item["name"], words)
        self.assertIn(f"{known['checklists'][0]['points']} points of 100", words)
        self.assertEqual(page.locator("#checklist-station .checks .no").count(), sum(item["found"] is False for item in known["checklists"][0]["items"]))
        self.assertEqual(page.locator("[data-key=go]").get_attribute("href"), f"/?to={station['id'].replace('/', '%2F')}")
        self.assertEqual(page.locator("#history a").count(), 0, "deciding is for officers")
        self.idle(page)
        self.shot(page, "place-phone-en")
        self.expected.append("status of 404")
        page.goto("/place?id=node/1")
        page.wait_for_selector("#content .note.warn")

    def test_an_operator_changes_hours_and_state_and_sees_them_hold(self):
        station = self.station(1)
        operator = self.registry.account(f"operator-{time.time_ns()}", "operator", [f"place:{station['id']}"])
        page = self.signed_in(f"/place?id={station['id']}", operator, size=DESKTOP)
        page.click("[data-key=edit]")
        page.locator("[name=place-hours-way][value=daily]").check(force=True)
        page.fill("#place-hours-from", "05:00")
        page.fill("#place-hours-until", "05:01")
        page.locator("[data-key=place-service-meals]").check(force=True)
        page.click("[data-key=place-edit-send]")
        page.wait_for_function("() => document.getElementById('said')?.textContent.startsWith('It holds now')", timeout=30_000)
        self.assertIn("Daily 05:00–05:01", page.locator(".facts").first.inner_text())
        self.assertIn("meals", page.locator(".facts").first.inner_text())
        self.assertEqual(self.registry.ask(f"/v1/places/{station['id']}")["hours"], "05:00-05:01")
        page.click("[data-key=edit]")
        page.locator("[name=place-status][value=suspended]").check(force=True)
        page.click("[data-key=place-edit-send]")
        page.wait_for_function("() => document.querySelector('.place-head')?.textContent.includes('Suspended')")
        page.fill("#free", "3")
        page.fill("#of", "8")
        page.click("[data-key=occupancy-send]")
        page.wait_for_function("() => document.querySelector('.facts')?.textContent.includes('3 of 8 free')")
        self.shot(page, "place-operator-desktop-en")

    def test_of_two_proposals_the_overtaken_one_says_so(self):
        station = self.station(4)
        self.registry.ask("/v1/edits", {"kind": "place", "target": station["id"], "properties": {"price": 11}}, authorised=True)
        first, second = (self.registry.ask("/v1/edits", {"kind": "place", "target": station["id"], "properties": {"price": price}})["id"] for price in (12, 15))
        page = self.signed_in("/moderation", size=DESKTOP)
        page.locator(f"#card-{first} .note", has_text="want something else of the same (1)").wait_for()
        page.click(f"[data-key=accept-{second}]")
        page.wait_for_selector(f"#recent #card-{second}")
        card = page.locator(f"#card-{first}")
        card.locator(".note", has_text="To accept this one is to replace it").wait_for()
        card.locator("del", has_text="15").wait_for()
        self.shot(page, "moderation-overtaken-en")
        page.click(f"[data-key=accept-{first}]")
        page.wait_for_selector(f"#recent #card-{first}")
        page.locator(f"#card-{second} .mark-pill", has_text="changed since").wait_for()
        self.assertNotIn("changed since", page.locator(f"#card-{first} .mark-pill").inner_text())
        self.assertEqual(self.registry.ask(f"/v1/places/{station['id']}")["price"], 12)
        same = self.registry.ask("/v1/edits", {"kind": "place", "target": station["id"], "properties": {"price": 12}})["id"]
        page.locator(f"#card-{same} .note", has_text="It is so already").wait_for()
        # Everybody sees what was before.
        visitor = self.open(f"/place?id={station['id']}", wait=False)
        visitor.locator("#history summary").first.wait_for()
        rows = visitor.locator("#history li")
        self.assertEqual(rows.count(), len([each for each in self.registry.ask(f"/v1/edits?target={station['id']}")["edits"] if each["status"] == "accepted"]))
        visitor.locator(f"[data-key=edit-{first}]").click()
        row = visitor.locator("#history li", has=visitor.locator(f"[data-key=edit-{first}]"))
        self.assertIn("15", row.locator("del").inner_text())
        self.assertIn("12", row.locator("ins").inner_text())
        visitor.locator("#history").scroll_into_view_if_needed()
        self.shot(visitor, "place-history-phone-en")
        page.click(f"[data-key=accept-{same}]")
        page.locator(f"#recent #card-{same} .note", has_text="It says what held before").wait_for()

    def test_an_operator_s_own_inspection_waits(self):
        station = self.station(5)
        operator = self.registry.account(f"inspected-{time.time_ns()}", "operator", [f"place:{station['id']}"])
        page = self.signed_in(f"/place?id={station['id']}", operator)
        page.click("[data-key=edit]")
        page.wait_for_selector("#inspect-hint")
        page.locator("[data-key=place-service-meals]").check(force=True)
        page.select_option("#check-wifi", "no" if self.registry.ask(f"/v1/places/{station['id']}")["checklist"].get("wifi") else "yes")
        page.locator("#inspect-hint").scroll_into_view_if_needed()
        self.shot(page, "place-inspect-operator-phone-en")
        page.click("[data-key=place-edit-send]")
        page.wait_for_selector("#said")
        edits = self.registry.ask(f"/v1/edits?target={station['id']}&order=newest&limit=2")["edits"]
        self.assertEqual([each["status"] for each in edits], ["pending", "accepted"])
        self.assertEqual(set(edits[0]["properties"]), {"checklist", "inspected"})
        self.assertIn("meals", edits[1]["properties"]["services"])

    def test_a_gate_s_form_begins_with_the_usual_of_its_kind(self):
        position = self.registry.place_for_a_gate()
        page = self.signed_in("/editor", size=DESKTOP)
        page.click("[data-key=what-gate]")
        page.fill("#at", ",".join(f"{value:.6f}" for value in position))
        page.keyboard.press("Enter")
        page.wait_for_selector("#rule-form")
        page.select_option("#edit-barrier", "turnstile")
        self.assertEqual(page.locator("#who-ebike").input_value(), "nobody")
        self.assertEqual(page.locator("#who-foot").input_value(), "anyone")
        page.select_option("#who-foot", "badge")
        page.select_option("#edit-barrier", "bollard")
        self.assertEqual(page.locator("#who-foot").input_value(), "badge", "what somebody chose stays")

    def test_a_link_to_a_gate_names_it(self):
        gate = self.registry.example["journey"]["gates"][-1]
        told = self.registry.ask(f"/v1/gates/{gate['id']}?language=en")
        other = next(each["id"] for each in self.registry.ask("/v1/places?kind=compound&limit=20")["places"] if each["id"] != told["compound"]["id"])
        manager = self.registry.account(f"elsewhere-{time.time_ns()}", "manager", [f"compound:{other}"])
        page = self.signed_in(f"/editor?gate={gate['id']}", manager)
        page.locator("#placed", has_text=told["compound"]["name"]).wait_for()
        self.assertNotIn("Zoom in", page.locator("#content").inner_text())
        page.wait_for_selector("[data-key=save-send]")
        self.assertEqual(page.locator("[data-key=save-send]").inner_text().strip(), "Send for a decision", "a manager of another compound")
        self.shot(page, "editor-gate-link-phone-en")

    def test_a_visitor_s_proposal_waits_and_an_officer_accepts_it(self):
        station = self.station(2)
        visitor = self.open(f"/place?id={station['id']}", wait=False, language="zh-CN")
        visitor.click("[data-key=edit]")
        visitor.locator("[name=place-status][value=closed]").check(force=True)
        visitor.fill("#place-why", "已经搬走")
        visitor.click("[data-key=place-edit-send]")
        visitor.wait_for_selector("#said")
        self.assertIn("等待审核", visitor.locator("#said").inner_text())
        self.assertEqual(self.registry.ask(f"/v1/places/{station['id']}")["status"], "open")
        edit = self.registry.ask(f"/v1/edits?status=pending&target={station['id']}")["edits"][-1]["id"]
        fire = self.registry.account(f"fire-{time.time_ns()}", own=["department:消防救援支队"])
        other = self.signed_in("/moderation", fire, size=DESKTOP)
        other.locator(f"#card-{edit} .note", has_text="In the charge of 总工会").wait_for()
        self.assertEqual(other.locator(f"[data-key=accept-{edit}]").count(), 0)
        self.shot(other, "moderation-other-department-en")
        page = self.signed_in("/moderation", size=DESKTOP)
        card = page.locator(f"#card-{edit}")
        card.locator("del", has_text="In service").wait_for()
        words = card.inner_text()
        for part in ("In service", "Closed for good", "已经搬走", "Visitor"):
            self.assertIn(part, words)
        self.idle(page)
        self.shot(page, "moderation-desktop-en")
        # What is turned down needs a reason.
        page.click(f"[data-key=reject-{edit}]")
        self.assertEqual(page.evaluate("document.activeElement.id"), f"why-{edit}")
        card.focus()
        page.keyboard.press("a")
        page.wait_for_selector(f"#waiting #card-{edit}", state="detached")
        page.wait_for_selector(f"#recent #card-{edit}")
        self.assertEqual(self.registry.ask(f"/v1/places/{station['id']}")["status"], "closed")
        visitor.wait_for_function("() => document.querySelector('.place-head')?.textContent.includes('关闭')")
        page.click(f"[data-key=undo-{edit}]")
        page.wait_for_selector(f"#card-{edit}", state="detached")
        self.assertEqual(self.registry.ask(f"/v1/places/{station['id']}")["status"], "open")

    def test_a_compound_lists_its_gates_with_their_rules_in_words(self):
        gate = self.registry.example["journey"]["gates"][-1]["id"]
        told = self.registry.ask(f"/v1/gates/{gate}?language=zh")
        compound = told["compound"]["id"]
        listed = self.registry.ask(f"/v1/places/{compound}/gates?language=zh")["gates"]
        self.assertIn(gate, [each["id"] for each in listed])
        page = self.open(f"/place?id={compound}", language="zh-CN", wait=False)
        page.wait_for_selector("#gates li")
        self.assertEqual(page.locator("#gates li").count(), len(listed))
        row = page.locator(f"[data-key='gate-{gate}']")
        self.assertIn(told["name"], row.inner_text())
        self.assertIn(told["sentence"], row.inner_text())

    def test_a_rule_that_is_proposed_changes_the_route_once_it_is_accepted(self):
        example = self.registry.example
        gate = example["journey"]["gates"][-1]
        ask = {"from": example["from"], "to": example["to"], "by": "ebike", "depart": FRIDAY_NOON, "language": "en"}
        visitor = self.open(f"/editor?gate={gate['id']}&at={','.join(map(str, gate['position']))}")
        visitor.select_option("#who-foot", "nobody")
        visitor.select_option("#who-ebike", "nobody")
        self.assertIn("Riding an e-bike: nobody may pass.", visitor.locator("#rule-back").inner_text())
        visitor.click("[data-key=save-send]")
        visitor.wait_for_selector("#saved[data-status=pending]")
        edit = self.registry.ask(f"/v1/edits?status=pending&target={gate['id']}")["edits"][-1]["id"]
        page = self.signed_in("/moderation")
        page.wait_for_selector(f"#card-{edit}")
        self.assertIn("on foot, or pushing: nobody", page.locator(f"#card-{edit}").inner_text().lower())
        page.click(f"[data-key=accept-{edit}]")
        page.wait_for_selector(f"#recent #card-{edit}")
        visitor.wait_for_selector("#saved[data-applied=true]", timeout=30_000)
        after = self.registry.ask("/v1/door", ask)
        self.assertNotIn(gate["id"], [each["id"] for each in after.get("gates", [])])
        page.click(f"[data-key=undo-{edit}]")
        page.wait_for_selector(f"#card-{edit}", state="detached")

    def test_a_gate_is_set_by_keyboard_tried_and_saved(self):
        position = self.registry.place_for_a_gate()
        page = self.signed_in("/editor", size=DESKTOP)
        page.wait_for_selector("[data-key=what-gate]")
        page.focus("[data-key=what-gate]")
        page.keyboard.press("Enter")
        page.focus("#at")
        page.keyboard.type("1,1")
        page.keyboard.press("Enter")
        page.wait_for_selector("#at-error:not([hidden])")
        page.fill("#at", ",".join(f"{value:.6f}" for value in position))
        page.keyboard.press("Enter")
        page.wait_for_selector("#rule-form")
        self.idle(page)
        page.select_option("#who-ebike", "badge")
        page.focus("[data-key=add-exception]")
        page.keyboard.press("Enter")
        page.select_option("#rule-entry", "guard")
        page.fill("#rule-delay", "20")
        said = page.locator("#rule-back").inner_text()
        self.assertIn("Riding an e-bike: riders with a badge may pass, but Mon–Fri 07:00–09:00 nobody may pass.", said)
        self.assertIn("The guard lets one in.", said)
        self.assertIn("Passing takes about 20 s.", said)
        page.locator("[data-key=ruletest-pass-badge]").check(force=True)
        for time_of_day, passes, word in (("07:30", "false", "09:00"), ("12:30", "true", "badge")):
            page.fill("#ruletest-at", f"2026-11-20T{time_of_day}")
            page.click("[data-key=ruletest]")
            page.wait_for_selector(f"#ruletest-result [data-passes={passes}]")
            self.assertIn(word, page.locator("#ruletest-result").inner_text())
        page.fill("#preview-from", ",".join(map(str, self.registry.example["from"])))
        page.fill("#preview-to", self.registry.example["to"])
        page.click("[data-key=preview]")
        page.wait_for_selector("#preview-result .compare")
        self.assertEqual(page.locator("#preview-result .compare > div").count(), 2)
        self.assertTrue(page.locator("#preview-result .count-line").inner_text())
        self.idle(page)
        page.locator("#preview-result").scroll_into_view_if_needed()
        self.shot(page, "editor-preview-desktop-en")
        page.fill("#edit-name", "新门")
        with page.expect_request(lambda request: request.url.endswith("/v1/edits") and request.method == "POST") as sent:
            page.click("[data-key=save-send]")
        rule = sent.value.post_data_json["properties"]["rule"]
        self.assertEqual(rule["except"], [{"vehicle": "ebike", "who": "nobody", "when": "Mo-Fr 07:00-09:00"}])
        self.assertEqual((rule["who"], rule["entry"], rule["delay"], rule["hours"]), ({"foot": "anyone", "ebike": "badge"}, "guard", 20, "24/7"))
        page.wait_for_selector("#saved[data-applied=true]", timeout=30_000)
        self.assertEqual(page.evaluate("document.getElementById('saved').querySelectorAll('dd').length"), 2, "the edit and what it added are named")
        page.click("[data-key=another]")
        page.wait_for_selector("#at")

    def test_a_path_is_drawn_with_the_mouse_and_a_point_taken_back(self):
        page = self.open("/editor?what=path", size=DESKTOP)
        box = page.locator("#map").bounding_box()
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        for dx in (-120, 0, 120):
            page.mouse.click(middle[0] + dx, middle[1] + dx / 4)
            page.wait_for_timeout(350)
        page.wait_for_function("() => document.getElementById('placed').textContent.startsWith('3 points')")
        page.click("[data-key=undo-point]")
        self.assertIn("2 points", page.locator("#placed").inner_text())
        self.assertEqual(page.locator("#edit-highway").input_value(), "footway")
        self.idle(page)
        self.shot(page, "editor-path-desktop-en")

    # The office: accounts, badges, files.

    def test_an_administrator_makes_an_account_and_it_signs_in(self):
        compound = self.registry.ask("/v1/places?kind=compound&limit=1&language=en")["places"][0]
        page = self.signed_in("/people", self.registry.account(f"head-{time.time_ns()}", "administrator"), size=DESKTOP)
        name = f"gatehouse {time.time_ns()}"
        page.click("[data-key=new-account]")
        page.keyboard.type(name)
        page.select_option("#new-role", "manager")
        page.click("[data-key=make-account-send]")
        self.assertIn("own", page.locator("#make-account .field-error").inner_text(), "a manager of nothing may do nothing")
        page.fill("#new-own", compound["name"])
        page.click(f"[data-key='new-add-{compound['id']}']")
        page.click("[data-key=make-account-send]")
        password = page.locator("#account-password").inner_text()
        page.fill("#accounts-q", name)
        page.wait_for_function("() => document.querySelectorAll('#account-list > li').length === 1")
        self.assertIn(compound["name"], page.locator("#account-list").inner_text())
        owner = self.open("/sign-in", wait=False)
        owner.fill("#sign-name", name)
        owner.fill("#sign-password", password)
        owner.click("[data-key=sign-in-send]")
        owner.wait_for_selector("#account-title")
        owner.wait_for_function("name => document.getElementById('content').innerText.includes(name)", arg=compound["name"])
        page.locator("#account-list .row").click()
        page.click("[data-key^=disable-]")
        page.click("[data-key^=disable-][data-key$=-yes]")
        page.wait_for_selector("#account-list .mark-pill.bad")
        owner.reload()
        owner.wait_for_selector("#sign-name")

    def test_an_officer_issues_a_badge_and_revokes_it(self):
        page = self.signed_in("/people", language="zh-CN")
        number = f"R-{time.time_ns()}"[:24]
        page.click("[data-key=new-badge]")
        self.assertEqual(page.locator("[name=people-part]").count(), 0, "accounts are for administrators")
        page.fill("#badge-number", number)
        page.locator("[data-key=badge-pass-registered]").check(force=True)
        page.click("[data-key=issue-badge-send]")
        page.wait_for_function("() => document.querySelector('#badge-issued img')?.naturalWidth > 0")
        known = next(each for each in self.registry.ask("/v1/badges", authorised=True)["badges"] if each["number"] == number)
        self.assertEqual(known["passes"], ["badge", "registered"])
        rider = self.registry.account(f"rider {time.time_ns()}", "rider")
        page.click("[data-key=new-badge]")
        page.locator("[name=badge-whose][value=account]").check(force=True)
        page.fill("#badge-account", rider["name"])
        page.click("[data-key=issue-badge-send]")
        page.wait_for_function("() => document.querySelector('#badge-issued')?.textContent.includes('登录与账户')")
        self.assertIn(rider["id"], [each["account"] for each in self.registry.ask("/v1/badges", authorised=True)["badges"]])
        page.click(f"[data-key='badge-{number}']")
        page.click(f"[data-key='revoke-{number}']")
        page.click(f"[data-key='revoke-{number}-yes']")
        page.wait_for_selector(f"[data-number='{number}'] .mark-pill.bad")
        self.assertIn(number, self.registry.ask("/v1/badges/revoked")["revoked"])

    def test_a_file_with_a_wrong_row_is_refused_with_its_number_then_read_in(self):
        page = self.signed_in("/import", size=DESKTOP)
        (x, y), code = self.station()["position"], f"T-{time.time_ns()}"
        table = "编号,名称,经度,纬度,类型\r\n{code}a,甲驿站,{x},{y},station\r\n{code}b,乙驿站,{x},{wrong},station\r\n"
        choose = lambda name, text, coding="utf-8": page.set_input_files(
            "#file", {"name": name, "mimeType": "text/csv", "buffer": text.encode(coding)})
        choose("stations.csv", table.format(code=code, x=x, y=y, wrong="291.5"))
        page.wait_for_selector("#looked")
        self.assertEqual(page.locator("#problems tbody th").all_inner_texts(), ["3"])
        self.assertIn("291.5", page.locator("#problems tbody td").inner_text())
        self.assertEqual(page.locator("[data-key=read]").count(), 0)
        # As Chinese Excel writes it: said in words, converted, and looked over first.
        choose("stations.csv", table.format(code=code, x=x, y=y, wrong=y + 1e-5), "gb18030")
        page.wait_for_selector("#encoding")
        self.assertIn("甲驿站", page.locator("#encoding pre").inner_text())
        page.click("[data-key=convert]")
        page.wait_for_selector("[data-key=read]")
        self.assertEqual(self.registry.ask(f"/v1/places?q={code}a&limit=1")["total"], 0, "nothing is read in yet")
        page.click("[data-key=read]")
        page.wait_for_selector("#import-done")
        self.assertEqual(page.locator("#import-done [data-outcome=added] strong").inner_text(), "2")
        # The map knows it as soon as the city was made anew.
        page.wait_for_function("async (code) => (await (await fetch(`/v1/places?q=${code}&limit=1`)).json()).total === 1", arg=f"{code}a", polling=500)
        # The server knows every header of the empty tables.
        for content in ("places", "compounds", "gates", "doors"):
            page.locator(f"[name=content][value={content}]").check(force=True)
            with page.expect_download() as empty:
                page.click("[data-key=template]")
            page.set_input_files("#file", empty.value.path())
            page.wait_for_function("name => document.querySelector('[name=content]:checked').value === name && document.getElementById('looked')?.innerText.includes('no rows')", arg=content)

    def test_a_photo_is_shown_without_what_the_camera_wrote_beside_it(self):
        page = self.signed_in(f"/place?id={self.station(4)['id']}")
        chunk = lambda kind, body: len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
        pixels = zlib.compress(b"".join(b"\0" + b"\x20\x80\x60" * 48 for _ in range(36)))
        picture = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", (48).to_bytes(4, "big") + (36).to_bytes(4, "big") + b"\x08\x02\0\0\0") \
            + chunk(b"tEXt", b"Comment\0taken at 29.5,106.4") + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
        page.set_input_files("#photo", {"name": "a.png", "mimeType": "image/png", "buffer": picture})
        # A picture is fetched once it is near what the screen shows.
        page.wait_for_function("""() => {
          const picture = document.querySelector('.photos img');
          picture?.scrollIntoView();
          return picture?.naturalWidth === 48;
        }""", polling=300)
        stored = page.evaluate("async () => [...new Uint8Array(await (await fetch(document.querySelector('.photos img').src)).arrayBuffer())]")
        self.assertNotIn(b"taken at", bytes(stored))

    def test_a_board_is_looked_at_and_taken_as_a_pdf(self):
        compound = self.registry.ask("/v1/places?kind=compound&limit=1")["places"][0]["id"]
        page = self.open(f"/place?id={compound}", size=DESKTOP)
        page.click("[data-key=board-show]")
        page.wait_for_function("() => document.querySelector('.board img')?.naturalWidth > 300", timeout=30_000)
        with page.expect_download() as board:
            page.locator(".board a[href*='format=pdf']").click()
        with open(board.value.path(), "rb") as file:
            self.assertEqual(file.read(5), b"%PDF-")

    def test_an_outline_that_crosses_itself_is_explained_then_drawn_and_saved(self):
        page = self.signed_in("/editor?what=building", size=DESKTOP)
        self.idle(page)
        x, y = page.evaluate("document.getElementById('map').cityMap.centre()")
        corner = lambda dx, dy: f"{x + dx * 1e-4:.7f},{y + dy * 1e-4:.7f}"
        def say(*corners):
            for each in corners:
                page.fill("#at", corner(*each))
                page.keyboard.press("Enter")
                page.wait_for_function("() => document.getElementById('at').value === ''")
        say((0, 0), (1, 1), (1, 0), (0, 1))
        self.assertIn("side 1 and side 3", page.locator("#crossing").inner_text())
        self.assertEqual(page.locator("#save").count(), 0)
        page.click("[data-key=anew]")
        say((0, 0), (1, 0), (1, 1), (0, 1))
        self.assertIn("4 corners", page.locator("#placed").inner_text())
        page.fill("#edit-number", "88栋")
        page.fill("#edit-levels", "18")
        page.click("[data-key=save-send]")
        page.wait_for_selector("#saved[data-applied=true]", timeout=30_000)
        edit = self.registry.ask(f"/v1/edits/{page.locator('#saved dd').first.inner_text()}")
        self.assertEqual((edit["kind"], edit["properties"], len(edit["geometry"]["coordinates"][0])), ("building", {"number": "88栋", "levels": 18}, 5))
        # What was drawn is found on the map, and taken away with a reason.
        page.click("[data-key=another]")
        page.locator("[name=mode][value=existing]").check(force=True)
        self.look(page, [x + 5e-5, y + 5e-5], 18.5)
        page.click(f"[data-key='take-{edit['object']}']")
        # Drawn anew it begins with the corners that it has.
        page.locator("[name=act][value=redraw]").check(force=True)
        page.wait_for_function("() => document.getElementById('placed')?.innerText.includes('4 corners')")
        page.click("[data-key=undo-point]")
        self.assertIn("3 corners", page.locator("#placed").inner_text())
        page.click("[data-key=save-send]")
        page.wait_for_selector("#saved[data-applied=true]", timeout=30_000)
        anew = self.registry.ask(f"/v1/edits/{page.locator('#saved dd').first.inner_text()}")
        self.assertEqual((anew["kind"], anew["target"], len(anew["geometry"]["coordinates"][0])), ("building", edit["object"], 4))
        page.click("[data-key=another]")
        self.look(page, [x + 5e-5, y + 5e-5], 18.5)
        page.click(f"[data-key='take-{edit['object']}']")
        page.locator("[name=act][value=gone]").check(force=True)
        page.fill("#why", "pulled down")
        page.click("[data-key=save-send]")
        page.wait_for_selector("#saved[data-applied=true]", timeout=30_000)

    def test_a_path_of_the_map_is_drawn_anew(self):
        at = self.registry.gates()[4][1]
        page = self.signed_in("/editor?what=path", size=DESKTOP)
        page.locator("[name=mode][value=existing]").check(force=True)
        self.look(page, at, 18)
        page.locator("[data-key^='take-way/']").first.click()
        way = page.locator("#placed").inner_text().split("way/")[1].split()[0]
        line = self.registry.ask(f"/v1/lines?kind=path&target=way/{way}")["lines"][0]["geometry"]["coordinates"]
        page.locator("[name=act][value=redraw]").check(force=True)
        counted = "n => document.getElementById('placed')?.innerText.includes(`${n} `)"
        page.wait_for_function(counted, arg=len(line))
        # A corner more a few metres beside the middle of the last piece, and on to the same end.
        page.click("[data-key=undo-point]")
        bend = [(line[-2][0] + line[-1][0]) / 2 + 2e-5, (line[-2][1] + line[-1][1]) / 2 + 2e-5]
        for row, corner in enumerate((bend, line[-1])):
            page.fill("#at", f"{corner[0]:.7f},{corner[1]:.7f}")
            page.keyboard.press("Enter")
            page.wait_for_function(counted, arg=len(line) + row)
        self.idle(page)
        self.shot(page, "editor-path-anew-desktop-en")
        page.click("[data-key=save-send]")
        page.wait_for_selector("#saved[data-applied=true]", timeout=30_000)
        made = self.registry.ask(f"/v1/lines?kind=path&target=way/{way}")["lines"][0]["geometry"]["coordinates"]
        self.assertEqual((made[0], made[-1]), (line[0], line[-1]))
        self.assertTrue(any(abs(x - bend[0]) + abs(y - bend[1]) < 1e-6 for x, y in made))

    def test_a_wall_of_the_map_is_taken_and_drawn_anew(self):
        at = self.registry.gates()[2][1]
        wall = self.registry.ask(f"/v1/lines?kind=wall&near={at[0]},{at[1]}&within=250&limit=60")["lines"][0]
        points = wall["geometry"]["coordinates"]
        self.assertEqual(points[0], points[-1], "walls of the demo go round")
        page = self.signed_in("/editor?what=wall", size=DESKTOP)
        page.locator("[name=mode][value=existing]").check(force=True)
        self.look(page, points[0], 18)
        page.click(f"[data-key='take-{wall['id']}']")
        self.assertIn(wall["id"], page.locator("#placed").inner_text())
        self.idle(page)
        self.shot(page, "editor-wall-taken-desktop-en")
        page.locator("[name=act][value=redraw]").check(force=True)
        counted = "n => document.getElementById('placed')?.innerText.includes(`${n} `)"
        page.wait_for_function(counted, arg=len(points))
        page.click("[data-key=undo-point]")
        # One corner more on the last side, a little outside of it, and round again.
        bulge = [(points[-2][0] + points[0][0]) / 2 + 2e-5, (points[-2][1] + points[0][1]) / 2 + 2e-5]
        for row, corner in enumerate((bulge, points[0])):
            page.fill("#at", f"{corner[0]:.7f},{corner[1]:.7f}")
            page.keyboard.press("Enter")
            page.wait_for_function(counted, arg=len(points) + row)
        self.idle(page)
        self.shot(page, "editor-wall-anew-desktop-en")
        page.click("[data-key=save-send]")
        page.wait_for_selector("#saved[data-applied=true]", timeout=30_000)
        made = self.registry.ask(f"/v1/lines?kind=wall&target={wall['id']}")["lines"][0]["geometry"]["coordinates"]
        self.assertEqual(made[0], made[-1])
        self.assertTrue(any(abs(x - bulge[0]) + abs(y - bulge[1]) < 1e-6 for x, y in made))
        self.registry.ask(f"/v1/edits/{page.locator('#saved dd').first.inner_text()}/undo", {}, authorised=True)

    def test_a_wall_that_waits_says_where_it_is_and_how_it_ran(self):
        at = self.registry.gates()[1][1]
        wall = self.registry.ask(f"/v1/lines?kind=wall&near={at[0]},{at[1]}&within=250&limit=60")["lines"][0]
        points = wall["geometry"]["coordinates"]
        middle = [(points[0][0] + points[1][0]) / 2 + 1e-5, (points[0][1] + points[1][1]) / 2 + 1e-5]
        drawn = {"type": "LineString", "coordinates": [points[0], middle, *points[1:]]}
        edit = self.registry.ask("/v1/edits", {"kind": "wall", "target": wall["id"], "geometry": drawn})
        self.assertEqual(edit["status"], "pending")
        page = self.signed_in("/moderation", size=DESKTOP)
        card = page.locator(f"#card-{edit['id']}")
        card.locator(".changes", has_text="drawn anew").wait_for()
        title = card.locator("h3").inner_text()
        self.assertIn(edit["about"]["label"], title)
        self.assertNotIn("way/", title)
        page.click(f"[data-key=show-{edit['id']}]")
        self.idle(page)
        self.shot(page, "moderation-wall-en")

    def test_a_building_is_numbered_with_its_units(self):
        door = next(each for each in self.doors() if each["properties"].get("unit"))
        page = self.signed_in("/editor?what=building", language="zh-CN", size=DESKTOP)
        page.locator("[name=mode][value=existing]").check(force=True)
        self.look(page, door["geometry"]["coordinates"], 19)
        page.locator("#things-in-view button").first.click()
        page.fill("#unit-0", "77栋5单元")
        self.assertEqual(page.locator("#edit-number").input_value(), "77栋")
        with page.expect_response(lambda answer: answer.url.endswith("/v1/edits") and '"door"' in (answer.request.post_data or "")) as sent:
            page.click("[data-key=save-send]")
        self.assertEqual(sent.value.request.post_data_json["properties"], {"unit": "5单元"})
        page.wait_for_selector("#saved[data-applied=true]", timeout=30_000)

    def doors(self):
        with urllib.request.urlopen(self.registry.address + "/v1/export?content=doors&format=geojson", timeout=30) as answer:
            return json.load(answer)["features"]

    def test_who_may_not_decide_is_told_so(self):
        page = self.open("/moderation", wait=False)
        page.wait_for_selector("#content .note")
        self.assertIn("Officers", page.locator("#content").inner_text())
        page.click("#menu-button")
        page.wait_for_selector("#menu a[href='/places']")
        self.assertEqual(page.locator("#menu a[href='/moderation']").count(), 0)
        page = self.signed_in("/places")
        page.click("#menu-button")
        page.wait_for_selector("#menu a[href='/moderation']")

    def test_names_targets_contrast_and_width_in_every_view(self):
        compound = self.registry.ask("/v1/places?kind=compound&limit=1")["places"][0]["id"]
        gate, position = self.registry.gates()[1]
        self.registry.ask("/v1/edits", {"kind": "place", "target": self.station(3)["id"], "properties": {"hours": "08:00-20:00", "services": ["water"]}, "why": "A look"})
        faults = []
        for size, dark, language in ((PHONE, True, "zh-CN"), (DESKTOP, False, "en-US")):
            page = self.signed_in("/places?kind=station", size=size, dark=dark, language=language)
            look = f"{'dark' if dark else 'light'}-{'phone' if size == PHONE else 'desktop'}"
            for name, path, ready in (("places", "/places?kind=station", "#place-list"), ("place", f"/place?id={self.station()['id']}", "[data-key=edit]"), ("compound", f"/place?id={compound}", "#gates"),
                                      ("moderation", "/moderation", "#waiting .changes"), ("editor", f"/editor?gate={gate}&at={position[0]},{position[1]}", "#rule-form"),
                                      ("people", "/people", "[data-key=new-badge]"), ("import", "/import", "#exports")):
                page.goto(path)
                page.wait_for_selector(ready)
                if name == "place":
                    page.click("[data-key=edit]")
                    page.click("[data-key=place-more]")
                if name == "editor":
                    page.click("[data-key=add-exception]")
                if name == "people":
                    page.click("[data-key=new-badge]")
                if name == "import":
                    page.click("[data-key=columns]")
                page.wait_for_timeout(100)
                self.shot(page, f"registry-{name}-{look}-{language[:2]}")
                faults += [f"{name}-{look}: no name: {each}" for each in page.evaluate(NAMES)]
                faults += [f"{name}-{look}: small target: {each}" for each in page.evaluate(TARGETS)]
                faults += [f"{name}-{look}: contrast {each}" for each in page.evaluate(CONTRAST)]
                for box in ("document.documentElement", "document.getElementById('content')"):
                    wide = page.evaluate(f"{box}.scrollWidth - {box}.clientWidth")
                    if wide > 0:
                        faults.append(f"{name}-{look}: {wide} px wider than it may be")
            page.context.close()
        self.assertEqual(faults, [], "\n".join(faults[:40]))


class LanguageTests(Browser):
    def test_the_language_follows_the_browser_and_the_switch_and_stays(self):
        page = self.open("/", language="zh-CN")
        self.assertEqual(page.evaluate("document.documentElement.lang"), "zh-CN")
        self.assertIn("送到哪个门口", page.locator("h1").inner_text())
        page.goto(server.link())
        page.wait_for_selector(".hero-time")
        page.evaluate("history.pushState(null, '', location.href)")
        page.click("[data-key=leave-journey]")
        page.click("#menu-button")
        page.locator("[name=language][value=en]").check(force=True)
        self.assertEqual(page.evaluate("document.documentElement.lang"), "en")
        page.keyboard.press("Escape")
        self.assertIn("Which door", page.locator("h1").inner_text())
        page.reload()
        page.wait_for_selector("h1")
        self.assertIn("Which door", page.locator("h1").inner_text())
        self.assertNotIn("送", page.locator("body").inner_text())

    def test_the_theme_switch_changes_page_and_map(self):
        page = self.open("/")
        ground = "getComputedStyle(document.getElementById('sheet')).backgroundColor"
        land = "document.getElementById('map').cityMap.map.getPaintProperty('land', 'background-color')"
        before = (page.evaluate(ground), page.evaluate(land))
        page.click("#menu-button")
        page.locator("[name=theme][value=dark]").check(force=True)
        self.idle(page)
        after = (page.evaluate(ground), page.evaluate(land))
        self.assertNotEqual(before[0], after[0])
        self.assertNotEqual(before[1], after[1])

    def test_every_text_stands_in_both_languages(self):
        page = self.open("/docs/api", wait=False)
        table = page.evaluate("async () => (await import('/assets/text.js')).table")
        for key, entry in table.items():
            self.assertEqual(sorted(entry), ["en", "zh"], key)
            self.assertTrue(entry["zh"].strip() and entry["en"].strip(), key)
            holes = [sorted(re.findall(r"\{\w+\}", text)) for text in entry.values()]
            self.assertEqual(holes[0], holes[1], key)
            # What joins parts of a sentence has no letters.
            letters = re.search(r"[A-Za-z]", re.sub(r"\{\w+\}", "", entry["en"]))
            if letters and key not in ("menu.zh", "menu.en"):
                self.assertRegex(entry["zh"], r"[\u4e00-\u9fff]", key)
                self.assertNotRegex(entry["en"], r"[\u4e00-\u9fff]", key)

    def test_every_key_that_is_used_stands_in_the_table(self):
        page = self.open("/docs/api", wait=False)
        keys = set(page.evaluate("async () => Object.keys((await import('/assets/text.js')).table)"))
        used = set()
        for path, text in sources(".js"):
            for key in re.findall(r"\bt\(\s*'([^']+)'", text):
                self.assertIn(key, keys, path)
                used.add(key)
            for prefix in re.findall(r"\bt\(\s*`([^`$]+)\$\{", text):
                self.assertTrue(any(key.startswith(prefix) for key in keys), f"{path}: {prefix}")
        for path, text in sources(".html"):
            for key in re.findall(r'data-(?:text|label|hint|title)="([^"]+)"', text):
                self.assertIn(key, keys, path)
        self.assertGreater(len(used), 100)

    def test_no_text_stands_outside_the_table(self):
        for path, text in sources(".js"):
            if os.path.basename(path) in ("text.js", "registrytext.js", "officetext.js", "labels.js"):
                continue
            code = re.sub(r"//.*", "", text)
            self.assertNotRegex(code, r"[\u3400-\u9fff]", path)
            # What a reader would see or hear begins with a capital and has a space, and stands in quotes.
            sentences = [each for each in re.findall(r"'([A-Z][a-z]+ [a-z][^']*)'", code)]
            self.assertEqual(sentences, [], path)
            self.assertNotRegex(code, r"innerHTML|insertAdjacentHTML|document\.write|outerHTML\s*=", path)
        for path, text in sources(".html"):
            body = re.sub(r"<noscript>.*?</noscript>|<title>.*?</title>|<!--.*?-->", "", text, flags=re.S)
            self.assertEqual(re.sub(r"<[^>]+>", "", body).strip(), "", path)
            self.assertNotRegex(body, r'\s(?:aria-label|placeholder|title|alt)="[^"]', path)
            self.assertNotRegex(body, r"\sstyle=|\son\w+=|<style|<script>", path)


class ShellTests(Browser):
    def test_the_shell_opens_without_a_network(self):
        page = self.open("/", workers=True)
        page.evaluate("navigator.serviceWorker.ready.then((it) => new Promise((done) => { const w = it.active; if (w.state === 'activated') done(); else w.addEventListener('statechange', () => { if (w.state === 'activated') done(); }); }))")
        page.goto(server.link())
        page.wait_for_selector(".hero-time")
        self.idle(page)
        page.wait_for_timeout(800)
        self.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch", "net::", "EventSource"]
        page.context.set_offline(True)
        page.goto("/")
        page.wait_for_selector(".home")
        page.wait_for_selector("#banner:not([hidden])")
        self.assertIn("Offline", page.locator("#banner").inner_text())
        page.click("[data-key=last]")
        page.wait_for_selector(".hero-time")
        self.assertGreater(page.locator(".steps li").count(), 2)
        self.idle(page)
        self.shot(page, "offline-phone-en")
        page.goto("/explore")
        page.wait_for_selector(".tabs")
        page.context.set_offline(False)

    def test_the_service_worker_names_the_shell_as_it_is(self):
        done = subprocess.run([os.path.join(ROOT, "scripts/web-version.sh"), "--check"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_manifest_can_be_installed(self):
        manifest = server.ask("/manifest.webmanifest")
        self.assertEqual({icon["purpose"] for icon in manifest["icons"]}, {"any", "maskable"})
        for icon in manifest["icons"]:
            with urllib.request.urlopen(server.address + icon["src"], timeout=10) as answer:
                self.assertEqual(answer.headers.get_content_type(), icon["type"])
        self.assertEqual((manifest["display"], manifest["start_url"]), ("standalone", "/"))

    def test_the_first_load_is_light(self):
        held = self.browser.new_context(base_url=server.address, viewport={"width": 390, "height": 844}, service_workers="block")
        self.addCleanup(held.close)
        page = held.new_page()
        sizes, paths = {}, {}
        wire = held.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", lambda event: paths.update({event["requestId"]: event["request"]["url"]}))
        wire.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
        page.goto("/")
        page.wait_for_selector(".home")
        self.idle(page)
        weight = sum(size for request, size in sizes.items() if "/vendor/" not in paths.get(request, ""))
        self.assertLess(weight, 600_000)

    def test_the_map_data_is_credited(self):
        for path in ("/", "/explore"):
            page = self.open(path)
            self.assertIn("OpenStreetMap", page.locator("#attribution").inner_text())
            if server.ask("/v1/city")["synthetic"]:
                self.assertIn("Synthetic", page.locator("#attribution").inner_text())

    def test_letters_that_the_map_would_lose_are_exchanged(self):
        page = self.open("/")
        lost = page.evaluate("""async () => {
          const { blank } = await import('/assets/labels.js');
          const known = new Set(blank.map(([from]) => from));
          const pen = new OffscreenCanvas(72, 72).getContext('2d');
          const lost = [];
          for (const family of ["'Noto Sans CJK SC'", 'sans-serif']) {
            pen.font = `48px ${family}`;
            for (const [first, last] of [[0x21, 0x24f], [0x2000, 0x206f], [0x3000, 0x30ff], [0x4e00, 0x9fff], [0xff00, 0xffef]]) {
              for (let code = first; code <= last; code++) {
                const letter = String.fromCodePoint(code);
                const box = pen.measureText(letter);
                // As in MapLibre's TinySDF: what leaves its square of 66 pixels is cut off.
                const wide = Math.ceil(box.actualBoundingBoxRight) - Math.floor(box.actualBoundingBoxLeft) > 66;
                if (wide && box.width > 0 && !known.has(letter)) lost.push(letter);
              }
            }
          }
          return [...new Set(lost)];
        }""")
        self.assertEqual(lost, ["刂"], "only this rare radical may be lost")

    def test_without_webgl_the_lists_still_work(self):
        browser = self.playwright.chromium.launch(executable_path=CHROMIUM, args=["--disable-gpu", "--disable-webgl", "--disable-3d-apis", "--no-sandbox"])
        self.addCleanup(browser.close)
        page = browser.new_page(base_url=server.address, locale="en-US")
        page.goto(server.link())
        page.wait_for_selector(".steps li")
        self.assertIn("cannot draw the map", page.locator("#map").inner_text())


class DocumentTests(Browser):
    def test_the_api_page_shows_every_endpoint_and_schema(self):
        page = self.open("/docs/api", size=DESKTOP, wait=False)
        page.wait_for_selector(".endpoint")
        described = server.ask("/openapi.json")
        count = sum(len(methods) for methods in described["paths"].values())
        self.assertEqual(page.locator(".endpoint").count(), count)
        self.assertEqual(page.locator(".schema").count(), len(described["components"]["schemas"]))
        self.assertEqual(page.locator(".endpoint pre").count(), count)
        page.fill("#contents input", "v1/closures")
        page.wait_for_function("count => document.querySelectorAll('.endpoint').length < count", arg=count)
        expected = sum(len(methods) for path, methods in described["paths"].items() if "v1/closures" in path)
        self.assertEqual(page.locator(".endpoint").count(), expected)

    def test_the_filter_s_input_stays_while_one_types(self):
        page = self.open("/docs/api", size=DESKTOP, wait=False)
        page.wait_for_selector(".endpoint")
        page.evaluate("() => { document.querySelector('#contents input').kept = true; }")
        page.locator("#contents input").press_sequentially("v1/reports", delay=60)
        page.wait_for_timeout(400)
        self.assertTrue(page.evaluate("document.querySelector('#contents input').kept && document.activeElement.kept"))
        self.assertEqual(page.input_value("#contents input"), "v1/reports")
        self.assertLess(page.locator("#matches a").count(), 5)

    def test_the_description_is_whole(self):
        with open(os.path.join(WEB, "openapi.json"), encoding="utf-8") as file:
            described = json.load(file)

        def visit(value, path):
            if isinstance(value, dict):
                reference = value.get("$ref")
                if isinstance(reference, str):
                    at = described
                    for key in reference[2:].split("/"):
                        at = at[key]
                if isinstance(value.get("description"), str) and "example" not in path:
                    self.assertIn("x-zh", value, f"{path} has no Chinese") if "/example" not in path and "Retry-After" not in path and "WWW-Authenticate" not in path else None
                for key, inner in value.items():
                    visit(inner, f"{path}/{key}")
            elif isinstance(value, list):
                for index, inner in enumerate(value):
                    visit(inner, f"{path}/{index}")

        visit(described, "")
        identifiers = [operation["operationId"] for methods in described["paths"].values() for operation in methods.values()]
        self.assertEqual(len(identifiers), len(set(identifiers)))
        for path, methods in described["paths"].items():
            for operation in methods.values():
                named = {described["components"]["parameters"][each["$ref"].split("/")[-1]]["name"] if "$ref" in each else each["name"]
                         for each in operation.get("parameters", [])}
                self.assertLessEqual(set(re.findall(r"\{(\w+)\}", path)), named, path)


def at(position):
    """A position as the browser is told it."""
    return {"longitude": position[0], "latitude": position[1]}


def refusal(status):
    """A handler that answers every request with `status`."""
    return lambda route: route.fulfill(status=status, content_type="application/problem+json", body='{"title":"x"}')


def sources(ending):
    """The pages' own files: path and text."""
    for folder, _, names in os.walk(WEB):
        if "vendor" in folder:
            continue
        for name in sorted(names):
            if name.endswith(ending):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    yield os.path.relpath(os.path.join(folder, name), ROOT), file.read()


def once_more(result):
    """Runs what failed again, alone: a real browser on a busy machine may miss a moment; what fails twice has failed."""
    names = [test.id().removeprefix("__main__.") for test, _ in result.failures + result.errors]
    if not names or any("(" in name for name in names):
        return result
    print("once more:", *names)
    again = unittest.defaultTestLoader.loadTestsFromNames(names, sys.modules["__main__"])
    return unittest.TextTestRunner(verbosity=2).run(again)


if __name__ == "__main__":
    server = Server()
    try:
        done = once_more(unittest.main(exit=False, verbosity=2).result)
    finally:
        server.stop()
    sys.exit(not done.wasSuccessful())
