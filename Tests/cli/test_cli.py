#!/usr/bin/env python3
"""Holds the program to its contract: what it prints, where, and with which exit code.

The program is $KAIMEN, else the release build of this checkout. Needs Python's standard library only.
One small city is generated and imported for all tests; cases that must be exact have drawn maps.
"""

import contextlib
import fcntl
import csv
import json
import math
import os
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import zlib

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KAIMEN = os.path.abspath(os.environ.get("KAIMEN") or os.path.join(ROOT, ".build/release/kaimen"))
COMMANDS = [
    "import", "info", "check", "route", "table", "reach", "nearest", "search", "batch", "board", "generate", "bench",
]
MODES = ["foot", "ebike", "bicycle", "motorcycle", "car"]
NOON = "2026-11-20T12:30"

JOURNEY_KEYS = {
    "status", "duration", "distance", "geometry", "legs", "gates", "door", "doubts", "reason",
    "nearestReachable",
}
LEG_KEYS = {"mode", "duration", "distance", "geometry", "steps"}
BENCH_NAMES = {
    "foot.distance", "foot.path", "door.distance", "door.path", "table.50x50", "reach.foot.15min",
    "customize.full", "close.one", "city.open", "allocations.per.query",
}


class Answer:
    """What a call of the program printed, and how it ended."""

    def __init__(self, code, out, err):
        self.code, self.bytes = code, out
        self.out, self.err = out.decode("utf-8"), err.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.out)


def environment(extra=None):
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("KAIMEN", "LC_", "LANG"))}
    return {**kept, "KAIMEN_LANG": "en", **(extra or {})}


def run(*arguments, stdin="", env=None, cwd=None, stdout=subprocess.PIPE):
    done = subprocess.run(
        [KAIMEN, *map(str, arguments)], input=stdin.encode("utf-8"), stdout=stdout, stderr=subprocess.PIPE,
        env=environment(env), cwd=cwd, timeout=60, check=False)
    return Answer(done.returncode, done.stdout or b"", done.stderr)


class Drawing:
    """A small map drawn in metres, written as OSM XML."""

    LON, LAT = 13.0, 52.0

    def __init__(self):
        self.nodes, self.ways = {}, []

    @classmethod
    def place(cls, x, y):
        lat = cls.LAT + y / 111_320
        lon = cls.LON + x / (111_320 * math.cos(math.radians(cls.LAT)))
        return f"{lon:.7f},{lat:.7f}"

    def node(self, number, x, y, **tags):
        self.nodes[number] = (x, y, tags)

    def way(self, number, nodes, **tags):
        self.ways.append((number, nodes, tags))

    def write(self, path):
        def tags(items):
            return "".join(f'<tag k="{key.replace("__", ":")}" v="{value}"/>' for key, value in items.items())

        lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="test">']
        for number, (x, y, items) in sorted(self.nodes.items()):
            lon, lat = self.place(x, y).split(",")
            lines.append(f'<node id="{number}" version="1" lat="{lat}" lon="{lon}">{tags(items)}</node>')
        for number, nodes, items in self.ways:
            refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
            lines.append(f'<way id="{number}" version="1">{refs}{tags(items)}</way>')
        lines.append("</osm>")
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines))


def estate(**gate):
    """A fenced estate north of Long Street; its only gate is node 4, its house way 40 with door node 20.

          +---------------+ y=100
          |    [house]    |
          +------4--------+ y=20
                 |
        1--------2--------3  y=0      5---6---9: an island in the far north
    """
    city = Drawing()
    city.node(1, -300, 0)
    city.node(2, 0, 0)
    city.node(3, 300, 0)
    city.node(4, 0, 20, **({"barrier": "gate", "name": "South Gate"} | gate))
    city.node(7, 0, 50)
    for number, x, y in [(10, 80, 20), (11, 80, 100), (12, -80, 100), (13, -80, 20)]:
        city.node(number, x, y)
    for number, x, y in [(21, 10, 60), (22, 10, 75), (23, -10, 75), (24, -10, 60)]:
        city.node(number, x, y)
    city.node(20, 0, 60, entrance="main", ref="1")
    city.node(5, -100, 400)
    city.node(6, 100, 400)
    city.node(8, 100, 500)
    city.node(9, 200, 410)
    city.way(50, [1, 2, 3], highway="residential", name="Long Street")
    city.way(51, [2, 4, 7, 20], highway="service")
    city.way(52, [4, 10, 11, 12, 13, 4], barrier="fence", landuse="residential", name="Rose Court")
    city.way(40, [20, 21, 22, 23, 24, 20], building="apartments", addr__street="Long Street",
             addr__housenumber="5")
    city.way(60, [5, 6, 8], highway="residential", name="Island Lane")
    city.way(61, [6, 9], highway="residential")
    return city


def yard(**gate):
    """The estate without a way through its gate: only a line from door to street leads through it."""
    city = estate(**gate)
    city.ways = [way for way in city.ways if way[0] != 51]
    return city


class Fixture:
    """What all tests share; made once."""

    folder = None
    cities = {}

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name)

    @classmethod
    def make(cls):
        cls.folder = tempfile.mkdtemp(prefix="kaimen-cli-")
        cls.map, cls.city = cls.path("town.osm.pbf"), cls.path("town.kaimen")
        for call in (["generate", "--scale", "0.02", "--seed", "1", "-o", cls.map],
                     ["import", cls.map, "-o", cls.city]):
            done = run(*call)
            if done.code != 0:
                raise RuntimeError(f"kaimen {' '.join(call)}: {done.err}")
        words = run("route", cls.city, "--example", "--depart", NOON).out.split("\n")[0].split()
        cls.start, cls.door = words[words.index("--from") + 1], words[words.index("--to") + 1]
        cls.ends = ["--from", cls.start, "--to", cls.door, "--depart", NOON]
        reach = run("reach", cls.city, "--from", cls.start, "--minutes", "60", "--depart", NOON, "--json").json
        cls.doors = [door["id"] for door in reach["doors"]]
        info = run("info", cls.city, "--json").json
        cls.kind = max(info["kinds"], key=info["kinds"].get)

    @classmethod
    def estate(cls, drawing=estate, **gate):
        key = (drawing.__name__, *sorted(gate.items()))
        if key not in cls.cities:
            name = f"estate{len(cls.cities)}"
            drawing(**gate).write(cls.path(name + ".osm"))
            done = run("import", cls.path(name + ".osm"), "-o", cls.path(name + ".kaimen"))
            if done.code != 0:
                raise RuntimeError(done.err)
            cls.cities[key] = cls.path(name + ".kaimen")
        return cls.cities[key]


def setUpModule():
    if not os.access(KAIMEN, os.X_OK):
        raise SystemExit(f"there is no program {KAIMEN}; run swift build -c release or set $KAIMEN")
    Fixture.make()


def tearDownModule():
    shutil.rmtree(Fixture.folder, ignore_errors=True)


class TestCase(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.scratch = tempfile.mkdtemp(dir=Fixture.folder)

    def file(self, name, content=None):
        path = os.path.join(self.scratch, name)
        if content is not None:
            with open(path, "wb") as file:
                file.write(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    def succeed(self, *arguments, **options):
        answer = run(*arguments, **options)
        self.assertEqual((answer.code, answer.err), (0, ""), arguments)
        return answer

    def assert_refusal(self, answer, *parts):
        """Exit code 2, one sentence on stderr with `parts` in it, nothing on stdout."""
        self.assertEqual(answer.code, 2, answer.err + answer.out)
        self.assertEqual(answer.out, "")
        self.assertTrue(answer.err.startswith("kaimen: "), answer.err)
        self.assertTrue(answer.err.endswith("\n"), answer.err)
        self.assertEqual(answer.err.count("\n"), 1, answer.err)
        sentence = answer.err[len("kaimen: "):-1]
        self.assertFalse(sentence.endswith("."), sentence)
        for part in parts:
            self.assertIn(part, answer.err)

    def refuse(self, *arguments, says=(), **options):
        """The call is refused in both languages and leaves no file behind."""
        before = sorted(os.listdir(self.scratch))
        answer = run(*arguments, **options)
        self.assert_refusal(answer, *([says] if isinstance(says, str) else says))
        chinese = run(*arguments, **{**options, "env": {"KAIMEN_LANG": "zh"}})
        self.assert_refusal(chinese)
        self.assertTrue(has_chinese(chinese.err), chinese.err)
        self.assertEqual(sorted(os.listdir(self.scratch)), before, "a file was left behind")
        return answer

    def route(self, city, start, goal, *more):
        return self.succeed("route", city, "--from", start, "--to", goal, "--json", *more).json

    def check_journey(self, journey):
        self.assertLessEqual(JOURNEY_KEYS, set(journey))
        self.assertIn(journey["status"], ["ok", "unreachable", "unverified"])
        if journey["status"] == "unreachable":
            for key in ("duration", "distance", "door", "geometry"):
                self.assertIsNone(journey[key], key)
            self.assertEqual(journey["legs"], [])
            self.assertIsInstance(journey["reason"], str)
            return
        self.assertIsNone(journey["reason"])
        self.assertIsNone(journey["nearestReachable"])
        self.check_line(journey["geometry"])
        for leg in journey["legs"]:
            self.assertLessEqual(LEG_KEYS, set(leg))
            self.check_line(leg["geometry"])
            for step in leg["steps"]:
                self.assertTrue(step["sentence"])
        for key in ("duration", "distance"):
            total = sum(leg[key] for leg in journey["legs"])
            self.assertAlmostEqual(journey[key], total, delta=0.01 * len(journey["legs"]) + 0.001)
        for gate in journey["gates"]:
            self.assertLessEqual({"id", "rule"}, set(gate))
            self.assertRegex(gate["id"], r"^(node|way|relation)/\d+$")
        if journey["door"] is not None:
            self.assertLessEqual({"id", "inferred", "position"}, set(journey["door"]))

    def check_line(self, line):
        self.assertEqual(line["type"], "LineString")
        self.assertGreaterEqual(len(line["coordinates"]), 2)
        for lon, lat in line["coordinates"]:
            self.assertTrue(-180 <= lon <= 180 and -90 <= lat <= 90)

    def check_features(self, answer):
        collection = answer.json
        self.assertEqual(collection["type"], "FeatureCollection")
        for feature in collection["features"]:
            self.assertEqual(feature["type"], "Feature")
            self.assertLessEqual({"type", "coordinates"}, set(feature["geometry"]))
            self.assertIn("properties", feature)
        return collection["features"]


def has_chinese(text):
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


class Help(TestCase):
    def test_every_command_has_help_with_examples(self):
        for command in COMMANDS:
            with self.subTest(command):
                answer = self.succeed(command, "--help")
                self.assertIn("Examples:", answer.out)
                self.assertIn(f"kaimen {command} ", answer.out)
                self.assertTrue(has_chinese(self.succeed(command, "--help", "--lang", "zh").out))

    def test_the_program_lists_its_commands(self):
        answer = self.succeed("--help")
        for command in COMMANDS:
            self.assertRegex(answer.out, rf"(?m)^  {command} ")
        self.assertRegex(self.succeed("--version").out, r"^\d+\.\d+\.\d+\n$")

    def test_completion_scripts(self):
        for shell in ("bash", "zsh", "fish"):
            answer = self.succeed("--generate-completion-script", shell)
            for command in COMMANDS:
                self.assertIn(command, answer.out)

    def test_wrong_use_is_one_sentence(self):
        city = Fixture.city
        self.refuse("frobnicate", says="frobnicate")
        self.refuse("route", says="kaimen route --help")
        self.refuse("route", city, says="--from is missing")
        self.refuse("route", city, "--from", Fixture.start, says="--to is missing")
        self.refuse("route", city, *Fixture.ends, "--frm", "1,2", says="--frm")
        self.refuse("route", city, "more", *Fixture.ends, says="more")
        self.refuse("route", city, *Fixture.ends, "--alternatives", "many", says="many")
        self.refuse("route", city, *Fixture.ends, "--alternatives", "4", says="0 to 3")
        self.refuse("info", city, "--json", "--lang", says="lang")
        self.refuse("reach", city, "--from", Fixture.start, "--minutes", "0", says="minutes")
        self.refuse("reach", city, "--from", Fixture.start, "--minutes", "nan", says="minutes")
        self.refuse("reach", city, "--from", Fixture.start, "--minutes", "121", says="120")
        self.refuse("nearest", city, Fixture.kind, "--from", Fixture.start, "--count", "0", says="1 to 100")
        self.refuse("bench", city, "--pairs", "3", says="10 to 1000000")
        self.refuse("check", city, "--severity", "bad", says="warning")
        self.refuse("check", city, "--kind", "bad", says="island")

    def test_an_unknown_language_is_refused(self):
        self.assert_refusal(run("info", Fixture.city, "--lang", "fr"), '"fr"', "en or zh")
        self.assert_refusal(run("info", Fixture.city, env={"KAIMEN_LANG": "fr"}), '"fr"')

    def test_the_language_comes_from_the_option_then_kaimen_lang_then_the_locale(self):
        def is_chinese(*more, **env):
            return has_chinese(self.succeed("route", city, *ends, *more, env=env).out)

        city, ends = Fixture.estate(), ["--from", Drawing.place(-200, 0), "--to", "node/20"]
        self.assertFalse(is_chinese(KAIMEN_LANG="", LANG="C.UTF-8"))
        self.assertTrue(is_chinese(KAIMEN_LANG="", LANG="zh_CN.UTF-8"))
        self.assertFalse(is_chinese(KAIMEN_LANG="en", LANG="zh_CN.UTF-8"))
        self.assertTrue(is_chinese("--lang", "zh", KAIMEN_LANG="en"))
        self.assertTrue(is_chinese("--lang=zh", KAIMEN_LANG="en"))


class Cities(TestCase):
    def test_import_tells_what_it_made(self):
        city = self.file("made.kaimen")
        answer = self.succeed("import", Fixture.map, "-o", city)
        for word in (city, "nodes", "gates", "doors", "Asia/Shanghai", "kaimen check"):
            self.assertIn(word, answer.out)
        self.assertTrue(has_chinese(self.succeed("import", Fixture.map, "-o", city, "--lang", "zh").out))
        self.assertEqual(os.listdir(self.scratch), ["made.kaimen"])

    def test_import_in_json(self):
        city = self.file("made.kaimen")
        began = time.monotonic()
        made = self.succeed("import", Fixture.map, "-o", city, "--json", "--timezone", "Asia/Tokyo").json
        self.assertLessEqual(made["seconds"], time.monotonic() - began)
        self.assertEqual(made["city"], city)
        self.assertEqual(made["bytes"], os.path.getsize(city))
        self.assertEqual((made["timeZone"], made["timeZoneOrigin"]), ("Asia/Tokyo", "given"))
        self.assertGreater(made["counts"]["doors"], 0)
        self.assertIn("read", [stage["stage"] for stage in made["stages"]])
        for item in made["diagnostics"]:
            self.assertEqual(set(item), {"severity", "kind", "count"})

    def test_import_names_the_city_after_the_map(self):
        estate().write(self.file("rose.v2.osm"))
        self.succeed("import", "rose.v2.osm", cwd=self.scratch)
        self.assertEqual(sorted(os.listdir(self.scratch)), ["rose.v2.kaimen", "rose.v2.osm"])

    def test_import_reads_compressed_maps(self):
        import bz2
        import gzip

        estate().write(self.file("plain.osm"))
        with open(self.file("plain.osm"), "rb") as file:
            text = file.read()
        counts = []
        for name, content in (("plain.osm", None), ("a.osm.gz", gzip.compress(text)),
                              ("b.osm.bz2", bz2.compress(text))):
            made = self.succeed("import", self.file(name, content), "-o", self.file("c.kaimen"), "--json").json
            counts.append(made["counts"])
        self.assertEqual(counts[0], counts[1])
        self.assertEqual(counts[0], counts[2])

    def test_import_does_not_depend_on_threads(self):
        answers = set()
        for threads in (1, 2, 5):
            city = self.file(f"{threads}.kaimen")
            self.succeed("import", Fixture.map, "-o", city, "--threads", threads)
            answers.add(self.succeed("route", city, *Fixture.ends, "--by", "ebike", "--json").out)
        self.assertEqual(len(answers), 1)

    def test_info(self):
        answer = self.succeed("info", Fixture.city)
        self.assertIn("SYNTHETIC", answer.out)
        self.assertTrue(has_chinese(self.succeed("info", Fixture.city, "--lang", "zh").out))
        info = self.succeed("info", Fixture.city, "--json").json
        self.assertTrue(info["synthetic"])
        self.assertEqual(len(info["bounds"]), 4)
        self.assertIn("badge", info["passes"])
        self.assertLessEqual({"nodes", "gates", "doors", "places"}, set(info["counts"]))
        self.assertFalse(self.succeed("info", Fixture.estate(), "--json").json["synthetic"])

    def test_profiles(self):
        answer = self.succeed("info", Fixture.city, "--profiles")
        for mode in MODES:
            self.assertRegex(answer.out, rf"(?m)^{mode}: ")
        profiles = self.succeed("info", Fixture.city, "--profiles", "--json").json["profiles"]
        self.assertEqual([item["mode"] for item in profiles], MODES)
        self.assertTrue(all(entry["reason"] for item in profiles for entry in item["entries"]))

    def test_check(self):
        answer = self.succeed("check", Fixture.city)
        self.assertIn("is whole", answer.out)
        self.assertTrue(has_chinese(self.succeed("check", Fixture.city, "--lang", "zh").out))
        found = self.succeed("check", Fixture.city, "--json").json
        self.assertTrue(found["whole"])
        self.assertEqual(sum(found["counts"].values()), len(found["diagnostics"]))
        self.assertIn("compoundWithoutGate", [item["kind"] for item in found["diagnostics"]])
        for item in found["diagnostics"]:
            self.assertLessEqual({"severity", "kind", "element", "sentence"}, set(item))
        one = self.succeed("check", Fixture.city, "--json", "--kind", "island", "--severity", "note").json
        self.assertEqual({item["kind"] for item in one["diagnostics"]}, {"island"})

    def test_several_processes_share_a_city(self):
        calls = [
            subprocess.Popen([KAIMEN, "route", Fixture.city, *Fixture.ends, "--json"], stdout=subprocess.PIPE,
                             env=environment()) for _ in range(4)]
        self.assertEqual(len({call.communicate()[0] for call in calls}), 1)


class Generate(TestCase):
    def test_the_same_seed_gives_the_same_bytes(self):
        def make(name, *options):
            self.succeed("generate", "--scale", "0.02", "-o", self.file(name), *options)
            with open(self.file(name), "rb") as file:
                return file.read()

        first = make("a.osm.pbf", "--seed", "7")
        self.assertEqual(first, make("b.osm.pbf", "--seed", "7", "--like", "shapingba"))
        self.assertNotEqual(first, make("c.osm.pbf", "--seed", "8"))
        self.assertEqual(make("a.osm", "--seed", "7"), make("b.osm", "--seed", "7"))

    def test_the_map_is_marked_synthetic(self):
        made = self.succeed("generate", "--scale", "0.02", "-o", self.file("a.osm"), "--json").json
        self.assertTrue(made["synthetic"])
        self.assertEqual((made["scale"], made["seed"]), (0.02, 1))
        with open(self.file("a.osm"), encoding="utf-8") as file:
            self.assertIn("<note>synthetic", file.read(1000))
        answer = self.succeed("generate", "--scale", "0.02", "-o", self.file("a.osm.pbf"))
        self.assertIn("synthetic", answer.out)
        answer = self.succeed("generate", "--scale", "0.02", "-o", self.file("a.osm.pbf"), "--lang", "zh")
        self.assertTrue(has_chinese(answer.out))

    def test_heights_serve_the_import(self):
        self.succeed("generate", "--scale", "0.02", "-o", self.file("a.osm.pbf"), "--elevation",
                     self.file("heights"))
        self.assertTrue(all(name.endswith(".hgt") for name in os.listdir(self.file("heights"))))
        self.succeed("import", self.file("a.osm.pbf"), "-o", self.file("a.kaimen"), "--elevation",
                     self.file("heights"))
        self.assertTrue(self.succeed("info", self.file("a.kaimen"), "--json").json["elevation"])

    def test_bad_input(self):
        self.refuse("generate", "--scale", "100", "-o", self.file("a.osm.pbf"), says="0.02 to 40")
        self.refuse("generate", "--scale", "0", "-o", self.file("a.osm.pbf"), says="scale")
        self.refuse("generate", "--like", "berlin", "-o", self.file("a.osm.pbf"), says="shapingba")
        self.refuse("generate", "--scale", "0.02", "-o", self.file("a.txt"), says=".osm.pbf")
        self.refuse("generate", "--scale", "0.02", "-o", self.file("no/a.osm.pbf"), says="cannot write")
        self.refuse("generate", "--scale", "0.02", "--seed", "x", "-o", self.file("a.osm.pbf"), says="x")
        self.refuse("generate", "--scale", "0.02", says="output")


class Route(TestCase):
    def test_text_json_and_geojson(self):
        for mode in MODES:
            with self.subTest(mode):
                call = ["route", Fixture.city, *Fixture.ends, "--by", mode, "--pass", "badge"]
                journey = self.succeed(*call, "--json").json
                self.check_journey(journey)
                self.assertEqual(journey["mode"], mode)
                kinds = {item["properties"]["kind"] for item in self.check_features(
                    self.succeed(*call, "--geojson"))}
                self.assertLessEqual(kinds, {"leg", "gate", "parking", "door", "nearestReachable"})
                text = self.succeed(*call).out
                self.assertRegex(text, r"^(\d+ (h|min|s)|Cannot be reached)")
                self.assertTrue(has_chinese(self.succeed(*call, "--lang", "zh").out.split("\n")[0]))

    def test_a_rider_parks_and_walks_to_the_door(self):
        journey = self.route(Fixture.city, Fixture.start, Fixture.door, "--by", "ebike", "--pass", "badge",
                             "--depart", NOON)
        self.assertEqual(journey["status"], "ok")
        self.assertEqual(journey["door"]["id"], Fixture.door)
        modes = [leg["mode"] for leg in journey["legs"]]
        self.assertLess(modes.index("ride"), modes.index("park"))
        self.assertLess(modes.index("park"), modes.index("walk"))
        self.assertIn(journey["parking"]["kind"], ["bay", "roadside"])
        self.assertEqual(journey["returnDuration"], 0)

    def test_return_counts_the_way_back(self):
        options = ["--by", "ebike", "--pass", "badge", "--depart", NOON]
        one = self.route(Fixture.city, Fixture.start, Fixture.door, *options)
        both = self.route(Fixture.city, Fixture.start, Fixture.door, *options, "--return")
        self.check_journey(both)
        self.assertGreater(both["returnDuration"], 0)
        self.assertGreater(both["duration"], one["duration"])
        self.assertEqual(both["legs"][-1]["mode"], "return")

    def test_example_shows_a_call_that_gives_the_same(self):

        answer = self.succeed("route", Fixture.city, "--example")
        command, _, rest = answer.out.partition("\n")
        words = shlex.split(command)
        self.assertEqual(words[:3], ["$", "kaimen", "route"])
        self.assertEqual(self.succeed(*words[2:]).out, rest)
        journey = self.succeed("route", Fixture.city, "--example", "--json").json
        self.assertEqual(journey.pop("call"), command.removeprefix("$ "))
        self.check_journey(journey)
        self.refuse("route", Fixture.city, "--example", "--from", Fixture.start, says="--example")

    def test_an_example_in_another_datum(self):
        call = ["route", Fixture.city, "--example", "--datum", "gcj02", "--pass", "resident", "--pass", "badge"]
        journey = self.succeed(*call, "--json").json
        again = self.succeed(*shlex.split(journey.pop("call"))[1:], "--json").json
        self.assertEqual(again, journey)

    def test_an_example_of_a_map_without_doors(self):
        city = Drawing()
        for number, x in [(1, 0), (2, 900), (3, 1800)]:
            city.node(number, x, 0)
        for number, x, y in [(11, 1700, 10), (12, 1720, 10), (13, 1720, 30), (14, 1700, 30)]:
            city.node(number, x, y)
        city.way(1, [1, 2, 3], highway="residential")
        city.way(2, [11, 12, 13, 14, 11], building="yes")
        city.write(self.file("bare.osm"))
        self.succeed("import", self.file("bare.osm"), "-o", self.file("bare.kaimen"))
        journey = self.succeed("route", self.file("bare.kaimen"), "--example", "--pass", "key", "--json").json
        self.assertEqual((journey["door"]["id"], journey["door"]["inferred"]), ("way/2", True))

    def test_alternatives_differ(self):
        found = 0
        for row, goal in enumerate(Fixture.doors[::3]):
            call = ["route", Fixture.city, "--from", Fixture.start, "--to", goal, "--depart", NOON, "--by",
                    ("foot", "car")[row % 2]]
            journey = self.succeed(*call, "--alternatives", "3", "--json").json
            others = journey.get("alternatives", [])
            self.assertLessEqual(len(others), 3)
            lines = [json.dumps(item["geometry"]) for item in [journey, *others]]
            self.assertEqual(len(set(lines)), len(lines), goal)
            for other in others:
                self.check_journey(other)
                self.assertGreaterEqual(other["duration"], journey["duration"])
            if others and not found:
                text = self.succeed(*call, "--alternatives", "3").out
                self.assertEqual(text.count("\nAlternative "), len(others))
                self.assertNotIn("alternatives", self.succeed(*call, "--json").json)
                features = self.succeed(*call, "--alternatives", "3", "--geojson").json["features"]
                numbers = {item["properties"]["alternative"] for item in features}
                self.assertEqual(numbers, set(range(len(others) + 1)))
            found += len(others)
        self.assertGreater(found, 0)

    def test_datums(self):
        """What is answered in a datum, asked again in it, is the same place."""
        near = ["nearest", Fixture.city, Fixture.kind, "--from", Fixture.door, "--count", "1", "--depart", NOON]
        shown, journeys = {}, {}
        for datum in ("wgs84", "gcj02", "bd09"):
            position = self.succeed(*near[:3], "--from", Fixture.door, *near[5:], "--datum", datum, "--json")
            shown[datum] = position.json["places"][0]["position"]
            start = "{},{}".format(*shown[datum])
            journeys[datum] = self.route(Fixture.city, start, Fixture.door, "--datum", datum, "--depart", NOON)
        for datum in ("gcj02", "bd09"):
            self.assertTrue(100 < metres(shown[datum], shown["wgs84"]) < 2000)
            self.assertAlmostEqual(journeys[datum]["distance"], journeys["wgs84"]["distance"], delta=1)
            self.assertTrue(100 < metres(journeys[datum]["door"]["position"],
                                         journeys["wgs84"]["door"]["position"]) < 2000)

    def test_a_coordinate_in_a_building_means_the_building(self):
        city = Fixture.estate(access="yes")
        for goal in (Drawing.place(0, 70), "way/40", "node/20", "Long Street 5"):
            with self.subTest(goal):
                journey = self.route(city, Drawing.place(-200, 0), goal)
                self.assertEqual(journey["status"], "ok")
                self.assertEqual(journey["door"]["id"], "node/20")
                self.assertFalse(journey["door"]["inferred"])
                self.assertEqual([gate["id"] for gate in journey["gates"]], ["node/4"])

    def test_a_spot_outside_the_fence_is_reached_from_outside(self):
        journey = self.route(Fixture.estate(access="yes"), Drawing.place(-200, 0), Drawing.place(40, 15))
        self.assertEqual((journey["gates"], journey["door"]), ([], None))

    def test_both_formats_at_once_are_refused(self):
        for command, more in (("route", Fixture.ends), ("reach", Fixture.ends[:2]),
                              ("nearest", [Fixture.kind, *Fixture.ends[:2]])):
            self.refuse(command, Fixture.city, *more, "--json", "--geojson", says="--geojson")


class Gates(TestCase):
    start = Drawing.place(-200, 0)

    def journey(self, city, *more):
        journey = self.route(city, self.start, "node/20", *more)
        self.check_journey(journey)
        return journey

    def reason(self, city, *more):
        journey = self.journey(city, *more)
        self.assertEqual(journey["status"], "unreachable")
        nearest = Drawing.place(0, 20).split(",")
        self.assertLess(metres(journey["nearestReachable"], list(map(float, nearest))), 1)
        return journey["reason"]

    def test_hours_decide_by_departure(self):
        city = Fixture.estate(access="yes", opening_hours="Mo-Fr 08:00-18:00")
        journey = self.journey(city, "--depart", "2026-11-20T12:00")
        self.assertEqual(journey["status"], "ok")
        rule = journey["gates"][0]["rule"]
        self.assertEqual((rule["hours"], rule["until"]), ("Mo-Fr 08:00-18:00", "2026-11-20T18:00"))
        self.assertEqual(journey["arrival"][:13], "2026-11-20T12")
        self.assertIn("opens at 08:00", self.reason(city, "--depart", "2026-11-20T07:00"))
        self.assertIn("opens at 08:00 tomorrow", self.reason(city, "--depart", "2026-11-19T20:00"))
        self.assertIn("opens at 2026-11-23 08:00", self.reason(city, "--depart", "2026-11-21T12:00"))
        chinese = self.reason(city, "--depart", "2026-11-20T07:00", "--lang", "zh")
        self.assertIn("08:00 开门", chinese)

    def test_hours_decide_by_arrival(self):
        city = Fixture.estate(access="yes", opening_hours="Mo-Fr 08:00-18:00")
        # Three minutes on foot to the gate.
        self.assertEqual(self.journey(city, "--depart", "2026-11-20T07:59")["status"], "ok")
        self.assertEqual(self.journey(city, "--depart", "2026-11-20T17:59")["status"], "unreachable")
        self.assertEqual(self.journey(city, "--depart", "2026-11-20T17:59", "--by", "ebike")["status"], "ok")

    def test_a_gate_that_closes_on_the_way_opens_again(self):
        for gate in ({"access": "yes", "opening_hours": "08:00-18:00"},
                     {"access": "yes", "access__conditional": "no @ (18:00-08:00)"}):
            reason = self.reason(Fixture.estate(**gate), "--depart", "2026-11-20T17:59")
            self.assertIn("opens at 08:00 tomorrow", reason)

    def test_a_pass_opens_the_gate_that_asks_for_it(self):
        city = Fixture.estate(access="permit", kaimen__pass="badge", kaimen__entry="badge")
        reason = self.reason(city)
        self.assertIn("South Gate of Rose Court", reason)
        self.assertIn("a badge opens it", reason)
        self.assertIn("通行证", self.reason(city, "--lang", "zh"))
        self.assertEqual(self.reason(city, "--pass", "resident"), reason)
        journey = self.journey(city, "--pass", "resident", "--pass", "badge")
        self.assertEqual((journey["status"], journey["gates"][0]["asks"]), ("ok", "show your badge"))
        self.assertIn("badge", journey["gates"][0]["rule"]["passes"])

    def test_a_pass_that_only_this_city_knows(self):
        city = Fixture.estate(access="private", kaimen__pass="gardener")
        self.assertIn("gardener", self.reason(city))
        self.assertEqual(self.journey(city, "--pass", "gardener")["status"], "ok")
        self.assertIn("gardener", self.succeed("info", city, "--json").json["passesAsked"])

    def test_a_locked_gate_says_so(self):
        reason = self.reason(Fixture.estate(access="yes", locked="yes"))
        self.assertIn("is locked", reason)
        self.assertIn("key", reason)

    def test_a_forbidden_gate_says_so(self):
        self.assertIn("does not admit people on foot", self.reason(Fixture.estate(access="no")))

    def test_a_gate_that_no_way_leads_through(self):
        city = Fixture.estate(yard, access="yes", opening_hours="08:00-18:00")
        for by, just_closed in (("foot", "17:59"), ("ebike", "17:59:30")):
            journey = self.journey(city, "--depart", "2026-11-20T12:00", "--by", by)
            self.assertEqual([gate["id"] for gate in journey["gates"]], ["node/4"])
            opens_on_the_way = self.journey(city, "--depart", "2026-11-20T07:59:30", "--by", by)
            self.assertEqual(opens_on_the_way["gates"][0]["rule"]["hours"], "08:00-18:00")
            reason = self.reason(city, "--depart", f"2026-11-20T{just_closed}", "--by", by)
            self.assertIn("opens at 08:00 tomorrow", reason)
        for time, doors in (("17:50", 1), ("17:58", 0), ("07:58", 1), ("07:50", 0)):
            answer = self.succeed("reach", city, "--from", self.start, "--minutes", 5, "--json",
                                  "--depart", f"2026-11-20T{time}").json
            self.assertEqual(len(answer["doors"]), doors, time)

    def test_conditions_of_a_vehicle(self):
        city = Fixture.estate(access="yes", bicycle__conditional="no @ (07:00-09:00)")
        early = self.journey(city, "--by", "bicycle", "--depart", "2026-11-20T08:00")
        late = self.journey(city, "--by", "bicycle", "--depart", "2026-11-20T10:00")
        self.assertEqual((early["status"], late["status"]), ("ok", "ok"))
        self.assertEqual([gate["passage"] for gate in late["gates"]], ["enters"])
        self.assertGreater(early["duration"], late["duration"])

    def test_text_tells_why_until_when_and_which_pass(self):
        city = Fixture.estate(access="permit", kaimen__pass="badge", opening_hours="08:00-18:00")
        answer = self.succeed("route", city, "--from", self.start, "--to", "node/20", "--depart",
                              "2026-11-20T03:00")
        self.assertRegex(answer.out, r"^Cannot be reached\. The South Gate .*opens at 08:00.*get within")
        answer = self.succeed("route", city, "--from", self.start, "--to", "node/20", "--depart",
                              "2026-11-20T12:00")
        self.assertRegex(answer.out, r"^Cannot be reached\. .*badge.*get within")
        answer = self.succeed("route", city, "--from", self.start, "--to", "node/20", "--depart",
                              "2026-11-20T12:00", "--lang", "zh")
        self.assertTrue(answer.out.startswith("无法到达。"), answer.out)
        features = self.check_features(self.succeed(
            "route", city, "--from", self.start, "--to", "node/20", "--depart", "2026-11-20T12:00",
            "--geojson"))
        self.assertEqual([item["properties"]["kind"] for item in features], ["nearestReachable"])

    def test_an_island_cannot_be_reached(self):
        journey = self.route(Fixture.estate(access="yes"), self.start, "way/60")
        self.check_journey(journey)
        self.assertEqual(journey["status"], "unreachable")
        self.assertRegex(journey["reason"], "^No way leads there on foot; you can get within")
        self.assertLess(metres(journey["nearestReachable"], [Drawing.LON, Drawing.LAT]), 350)
        found = self.succeed("check", Fixture.estate(access="yes"), "--kind", "island")
        self.assertIn("way/60", found.out)

    def test_close_and_open(self):
        city = Fixture.estate(access="yes")
        self.assertEqual(self.journey(city)["status"], "ok")
        for target in ("node/4", "way/51", area(-5, 5, 5, 35)):
            self.assertEqual(self.journey(city, "--close", target)["status"], "unreachable", target)
        locked = Fixture.estate(access="no")
        self.assertEqual(self.journey(locked, "--open", "node/4")["status"], "ok")
        self.assertEqual(self.journey(locked, "--open", "way/50")["status"], "unreachable")
        self.refuse("route", city, "--from", self.start, "--to", "node/20", "--close", "node/999", says="node/999")
        self.refuse("route", city, "--from", self.start, "--to", "node/20", "--close", "foo", says='"foo"')
        self.refuse("route", city, "--from", self.start, "--to", "node/20", "--open", "relation/1", says="relation/1")

    def test_private_land_is_no_short_cut(self):
        city = Drawing()
        for number, x, y in [(1, 0, 0), (2, 0, 300), (3, 300, 300), (4, 300, 0), (5, -50, 0), (6, 350, 0)]:
            city.node(number, x, y)
        city.way(1, [5, 1, 2, 3, 4, 6], highway="residential", name="Round Street")
        city.way(2, [1, 4], highway="service", access="private")
        city.write(self.file("short.osm"))
        self.succeed("import", self.file("short.osm"), "-o", self.file("short.kaimen"))
        around = self.route(self.file("short.kaimen"), Drawing.place(-50, 0), Drawing.place(350, 0))
        self.assertGreater(around["distance"], 950)
        inside = self.route(self.file("short.kaimen"), Drawing.place(-50, 0), "way/2")
        self.assertLess(inside["distance"], 250)


class Holidays(TestCase):
    """A gate that is shut on public holidays, in China with the calendar that comes with Kaimen."""

    def gate(self, *options):
        path = self.file("estate.osm")
        estate(access="yes", opening_hours="Mo-Fr 08:00-18:00; PH off").write(path)
        city = self.file(f"estate{len(options)}.kaimen")
        self.succeed("import", path, "-o", city, *options)
        return city

    def told(self, city, time):
        answer = self.succeed("rule", city, "node/4", "--at", time, "--json").json
        return answer["passes"], answer["rule"]["doubtful"] if "rule" in answer else answer["doubtful"]

    def test_holidays_make_up_days_and_years_that_nobody_knows_yet(self):
        city = self.gate("--timezone", "Asia/Shanghai")
        self.assertEqual(self.succeed("info", city, "--json").json["calendarYears"], [2020, 2026])
        self.assertIn("public holidays from 2020 to 2026", self.succeed("info", city).out)
        self.assertEqual(self.told(city, "2026-09-30T12:00"), (True, False))
        self.assertEqual(self.told(city, "2026-10-01T12:00"), (False, False), "National Day, a Thursday")
        self.assertEqual(self.told(city, "2026-09-20T12:00"), (True, False), "a Sunday on which people work")
        self.assertEqual(self.told(city, "2026-09-13T12:00"), (False, False), "any other Sunday")
        self.assertEqual(self.told(city, "2027-10-01T12:00"), (True, True))
        estate(access="yes", opening_hours="Mo-Fr 07:00-17:00; SH off").write(self.file("school.osm"))
        self.succeed("import", self.file("school.osm"), "-o", self.file("school.kaimen"), "--timezone", "Asia/Shanghai")
        self.assertEqual(self.told(self.file("school.kaimen"), "2026-07-15T12:00"), (True, True), "no school holidays are known")
        journey = self.succeed("route", city, "--from", Drawing.place(-250, 0), "--to", "node/20", "--json",
                               "--depart", "2027-10-01T12:00").json
        self.assertIn("unknownHolidays", [doubt["kind"] for doubt in journey["doubts"]])

    def test_places_say_where_their_hours_depend_on_holidays_that_nobody_knows(self):
        map = estate()
        map.node(700, 30, -10, amenity="cafe", name="Corner", opening_hours="Mo-Su 08:00-20:00; PH off")
        map.write(self.file("cafe.osm"))
        city = self.file("cafe.kaimen")
        self.succeed("import", self.file("cafe.osm"), "-o", city, "--timezone", "Asia/Shanghai")
        ask = ["nearest", city, "cafe", "--from", Drawing.place(-200, 0), "--depart"]
        for time, is_open, doubt in (("2026-10-01T12:00", False, None), ("2026-10-20T12:00", True, None), ("2027-10-01T12:00", True, "2027")):
            found = self.succeed(*ask, time, "--json").json["places"][0]
            self.assertEqual(found["open"], is_open, time)
            self.assertIn(doubt, [found["hoursDoubt"]] if doubt is None else found["hoursDoubt"], time)
        self.assertIn("those of 2027 are not known here", self.succeed(*ask, "2027-10-01T12:00").out)

    def test_no_calendar_where_none_is_wanted_or_the_city_lies_elsewhere(self):
        for options in (["--timezone", "Asia/Shanghai", "--calendar", "none"], ["--timezone", "Europe/Berlin"]):
            city = self.gate(*options)
            self.assertIsNone(self.succeed("info", city, "--json").json["calendarYears"])
            self.assertEqual(self.told(city, "2026-10-01T12:00"), (True, True))


class Places(TestCase):
    def test_where_the_calendar_of_china_holds(self):
        """One node each: only the position of the city counts."""
        inside = {"Chongqing": (106.55, 29.56), "Shenzhen": (114.06, 22.55), "Beijing": (116.4, 39.9), "Harbin": (126.6, 45.75),
                  "Urumqi": (87.6, 43.8), "Lhasa": (91.1, 29.65), "Sanya": (109.5, 18.27), "Xiamen": (118.1, 24.5), "Kashgar": (75.99, 39.47)}
        outside = {"Hong Kong": (114.17, 22.32), "Macau": (113.55, 22.19), "Taipei": (121.5, 25.05), "Hanoi": (105.85, 21.03),
                   "Delhi": (77.2, 28.6), "Seoul": (127.0, 37.55), "Ulaanbaatar": (106.9, 47.9), "Fukuoka": (130.4, 33.6), "Vladivostok": (131.9, 43.1)}
        for places, years in ((inside, [2020, 2026]), (outside, None)):
            for name, (lon, lat) in places.items():
                path, city = self.file(f"{name}.osm"), self.file(f"{name}.kaimen")
                with open(path, "w", encoding="utf-8") as file:
                    nodes = "".join(f'<node id="{number}" lat="{lat + number / 1000}" lon="{lon}"/>' for number in (1, 2))
                    file.write(f'<osm version="0.6">{nodes}<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way></osm>')
                self.succeed("import", path, "-o", city)
                self.assertEqual(self.succeed("info", city, "--json").json["calendarYears"], years, name)


class DemoRegistry(TestCase):
    def test_the_generated_registry_fits_its_map_and_says_what_the_map_does_not(self):
        map, city, folder, data = (self.file(name) for name in ("d.osm.pbf", "d.kaimen", "registry", "data"))
        self.succeed("generate", "--scale", "0.1", "--seed", "5", "-o", map, "--registry", folder)
        self.succeed("import", map, "-o", city)
        with open(os.path.join(folder, "gates.csv"), encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertGreater(len(rows), 5)
        # All that a row adds to the map's rule is the weather.
        gate = rows[0]["target"]
        before = self.succeed("rule", city, gate, "--by", "ebike", "--at", "2026-11-20T12:00", "--json").json
        done = run("registry", "import", city, os.path.join(folder, "gates.csv"), "--data", data, "--json")
        self.assertEqual(done.code, 0, done.err)
        self.assertEqual((done.json["changed"], done.json["wrong"]), (len(rows), 0))
        after = self.succeed("rule", city, gate, "--by", "ebike", "--at", "2026-11-20T12:00", "--json", "--data", data).json
        self.assertEqual(after, before)
        exported = self.file("gates.csv")
        run("registry", "export", city, "-o", exported, "--data", data)
        with open(exported, encoding="utf-8-sig") as file:
            known = {row["target"]: row for row in csv.DictReader(file)}
        self.assertEqual({known[row["target"]]["rule.weather"] for row in rows}, {"rain;typhoon"})


class Metro(TestCase):
    def test_stations_are_found_as_people_call_them(self):
        map = estate()
        map.node(700, 30, -10, railway="station", station="subway", name="樾翀站", name__en="Yuechong Station")
        map.node(701, 40, -12, railway="subway_entrance", name="樾翀站", name__en="Yuechong Station")
        map.node(702, 200, -12, railway="station", name="东站", name__en="East Station")
        map.node(703, 60, -12, railway="subway_entrance", ref="2", name="樾翀站", name__en="Yuechong Station")
        map.node(704, -60, -12, railway="subway_entrance", ref="1", name="两路口", name__en="Lianglukou")
        map.node(705, -80, -12, railway="subway_entrance", ref="2", name="两路口2号口", name__en="Lianglukou Exit 2")
        map.write(self.file("metro.osm"))
        self.succeed("import", self.file("metro.osm"), "-o", self.file("metro.kaimen"), "--timezone", "Asia/Shanghai")
        for words in ("樾翀站", "樾翀地铁站", "樾翀轨道站", "樾翀地鐵站", "ycdtz", "yuechong metro", "Yuechong Subway Station"):
            found = self.succeed("search", self.file("metro.kaimen"), words, "--json").json["results"]
            self.assertIn("node/700", [each["id"] for each in found], words)
        exported = self.file("metro.csv")
        self.assertEqual(run("registry", "export", self.file("metro.kaimen"), "--content", "places", "-o", exported, "--data", self.file("data")).code, 0)
        again = self.succeed("registry", "import", self.file("metro.kaimen"), exported, "--content", "places", "--data", self.file("data"), "--json").json
        self.assertEqual((again["changed"], again["unchanged"]), (0, again["rows"]), "names with a number made of ref are the map's")
        for words, found in (("两路口1口", "node/704"), ("两路口2号口", "node/705"), ("Lianglukou Exit 2", "node/705")):
            self.assertEqual(self.succeed("search", self.file("metro.kaimen"), words, "--json").json["results"][0]["id"], found, words)
        for words in ("樾翀站2口", "樾翀地铁站2口", "樾翀轨道站2号口", "樾翀地铁站 2号口", "Yuechong Station Exit 2"):
            found = self.succeed("search", self.file("metro.kaimen"), words, "--json").json["results"]
            self.assertEqual(found[0]["id"], "node/703", words)
        self.assertEqual(found[0]["label"], "Yuechong Station Exit 2")
        found = self.succeed("search", self.file("metro.kaimen"), "东地铁站", "--json").json["results"]
        self.assertNotIn("node/702", [each["id"] for each in found])


class Board(TestCase):
    DAY = ["--date", "2026-11-21", "--url", "https://r.example.org"]

    def test_a_board_of_one_compound(self):
        city = Fixture.estate()
        pdf = self.file("board.pdf")
        answer = self.succeed("board", city, "rose court", "-o", pdf, "--json", *self.DAY).json
        self.assertEqual((answer["compounds"], answer["boards"]), (1, 1))
        self.assertEqual(answer["files"], [
            {"path": pdf, "boards": 1, "gate": "A", "bytes": os.path.getsize(pdf)}])
        with open(pdf, "rb") as file:
            self.assertEqual(file.read(5), b"%PDF-")
        if shutil.which("pdftotext"):
            text = subprocess.run(["pdftotext", pdf, "-"], stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
            for words in ("Rose Court", "South Gate", "OpenStreetMap", "2026-11-21"):
                self.assertIn(words, text)

    def test_the_ending_chooses_the_format_and_the_bytes_are_the_same(self):
        city = Fixture.estate()
        for ending, start in (("svg", b"<?xml"), ("png", b"\x89PNG")):
            made = []
            for name in ("a", "b"):
                path = self.file(f"{name}.{ending}")
                self.succeed("board", city, "way/52", "--gate", "node/4", "--dpi", "40", "-o", path, *self.DAY)
                with open(path, "rb") as file:
                    made.append(file.read())
            self.assertTrue(made[0].startswith(start))
            self.assertEqual(made[0], made[1])

    def test_the_code_can_be_read(self):
        if not shutil.which("zbarimg"):
            self.skipTest("no zbarimg")
        path = self.file("board.png")
        self.succeed("board", Fixture.estate(), "way/52", "--paper", "A3", "--url", "https://r.example.org", "-o", path)
        read = subprocess.run(["zbarimg", "-q", "--raw", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
        self.assertEqual(read.stdout.decode("utf-8").strip(), "https://r.example.org/?to=way/52")

    def test_all_compounds_into_a_folder(self):
        folder = self.file("boards")
        answer = self.succeed("board", Fixture.city, "--all", "--paper", "A3", "-o", folder, "--json", *self.DAY).json
        self.assertEqual(answer["compounds"], len(answer["files"]))
        self.assertEqual(sorted(os.listdir(folder)), sorted(os.path.basename(file["path"]) for file in answer["files"]))

    def test_the_rules_of_a_registry(self):
        city, data = Fixture.estate(access="yes"), self.file("data")
        gates = self.file("gates.csv", "target,rule.foot,rule.ebike\nnode/4,anyone,nobody\n")
        ends = ["--from", Drawing.place(-250, 0), "--to", "node/20", "--by", "ebike", "--json"]
        before = self.succeed("route", city, *ends).json
        imported = run("registry", "import", city, gates, "--data", data)
        self.assertEqual(imported.code, 0, imported.err)

        def written():
            """SQLite's own memory for readers is none of the registry."""
            return {name: os.stat(os.path.join(data, name)).st_mtime_ns
                    for name in os.listdir(data) if not name.endswith("-shm")}

        files = written()
        self.assertEqual(self.succeed("route", city, *ends).json["duration"], before["duration"])
        after = self.succeed("route", city, *ends, "--data", data).json
        self.assertGreater(after["duration"], before["duration"])
        drawn = []
        for more in ([], ["--data", data]):
            path = self.file("board.svg")
            self.succeed("board", city, "way/52", "-o", path, *self.DAY, *more)
            with open(path, encoding="utf-8") as file:
                drawn.append(file.read())
        self.assertNotEqual(*drawn)
        self.assertEqual(written(), files, "the registry was written to")
        self.refuse("board", city, "way/52", "--data", self.file("none"), says="none")

    def test_it_says_what_it_was_not_told(self):
        city, folder = Fixture.estate(access="yes"), self.file("here")
        gates = self.file("gates.csv", "target,rule.ebike\nnode/4,nobody\n")
        run("registry", "import", city, gates, "--data", os.path.join(folder, "kaimen-data/town"))
        answer = run("board", city, "way/52", "-o", self.file("board.pdf"), cwd=folder)
        self.assertEqual(answer.code, 0, answer.err)
        self.assertIn("--data kaimen-data/town", answer.err)
        self.assertIn("--url", answer.err)

    def test_bad_input(self):
        city = Fixture.estate()
        self.refuse("board", city, "way/52", "-o", self.file("board.jpg"), says=".pdf")
        self.refuse("board", city, "Rose Cort", says="Rose Court")
        self.refuse("board", city, "way/999", says="way/999")
        self.refuse("board", city, "way/52", "--gate", "Z", says="South Gate")
        self.refuse("board", city, says="--all")
        self.refuse("board", city, "way/52", "--all", says="--all")
        self.refuse("board", city, "--all", "--gate", "A", says="--gate")
        self.refuse("board", city, "way/52", "--svg", "--png", says="--svg")
        self.refuse("board", city, "way/52", "--png", "-o", self.file("board.pdf"), says="contradict")
        self.refuse("board", city, "way/52", "--paper", "A9", says="A3, A2, A1")
        self.refuse("board", city, "way/52", "--date", "2026-02-30", says="2026-11-21")
        self.refuse("board", city, "way/52", "--url", "localhost", says="http://HOST:PORT")
        self.refuse("board", city, "way/52", "--dpi", "5000", says="20 to 600")
        self.refuse("board", city, "way/52", "-o", self.file("no/such/board.pdf"), says="board.pdf")


class Documented(TestCase):
    def test_every_call_in_the_documents_works(self):
        """The calls behind `$` in docs/commands.md, in their order, on the demo city that they are about."""
        made = run("generate", "--like", "shapingba", "-o", self.file("demo.osm.pbf"), "--elevation", self.file("heights"))
        self.assertEqual(made.code, 0, made.err)
        with open(os.path.join(ROOT, "docs/commands.md"), encoding="utf-8") as file:
            calls = [shlex.split(line[len("    $ kaimen "):]) for line in file if line.startswith("    $ kaimen ")]
        self.assertLessEqual(set(COMMANDS) - {"batch"}, {call[0] for call in calls})
        for call in calls:
            quick = ["--pairs", "10"] if call[0] == "bench" else []
            answer = run(*call, *quick, cwd=self.scratch)
            self.assertEqual((answer.code, answer.err), (0, ""), call)


class Many(TestCase):
    def test_table(self):
        places = ["--from", Fixture.start, "--from", Fixture.door, "--to", Fixture.door]
        answer = self.succeed("table", Fixture.city, *places, "--depart", NOON)
        lines = answer.out.splitlines()
        self.assertEqual(len(lines), 3)
        self.assertEqual(lines[0], f",{Fixture.door}")
        self.assertTrue(lines[1].startswith(f'"{Fixture.start}",'))
        table = self.succeed("table", Fixture.city, *places, "--depart", NOON, "--json").json
        self.assertEqual(set(table), {"mode", "departure", "from", "to", "durations"})
        self.assertEqual(table["durations"][1][0], 0)
        journey = self.route(Fixture.city, Fixture.start, Fixture.door, "--depart", NOON)
        self.assertAlmostEqual(table["durations"][0][0], journey["duration"], places=2)

    def test_table_of_a_file(self):
        points = self.file("points.csv", f"lon,lat,name\n{Fixture.start},a shop\n# a comment\n\n{Fixture.door}\n")
        table = self.succeed("table", Fixture.city, "--points", points, "--json", "--depart", NOON).json
        self.assertEqual(table["from"], [Fixture.start, Fixture.door])
        self.assertEqual([len(row) for row in table["durations"]], [2, 2])
        with open(points, encoding="utf-8") as file:
            same = self.succeed("table", Fixture.city, "--points", "-", "--json", "--depart", NOON, stdin=file.read())
        self.assertEqual(same.json, table)

    def test_a_file_of_places_may_have_comments_and_a_byte_order_mark(self):
        points = self.file("points.csv", f"\ufefflon,lat\r\n{Fixture.start} # a shop\r\n# more\n{Fixture.door} #1\n")
        table = self.succeed("table", Fixture.city, "--points", points, "--json", "--depart", NOON).json
        self.assertEqual(table["from"], [Fixture.start, Fixture.door])

    def test_table_has_null_where_one_cannot_get(self):
        city = Fixture.estate(access="yes")
        table = self.succeed("table", city, "--from", "way/50", "--to", "way/60", "--to", "way/51", "--json").json
        self.assertIsNone(table["durations"][0][0])
        self.assertIsInstance(table["durations"][0][1], (int, float))
        self.assertRegex(self.succeed("table", city, "--from", "way/50", "--to", "way/60").out, r"(?m)^way/50,$")

    def test_table_refuses(self):
        self.refuse("table", Fixture.city, says="--from is missing")
        self.refuse("table", Fixture.city, "--from", Fixture.start, says="--to is missing")
        self.refuse("table", Fixture.city, "--points", self.file("none.csv"), says="none.csv")
        self.refuse("table", Fixture.city, "--points", self.file("empty.csv", "\n"), says="names no place")
        self.refuse("table", Fixture.city, "--points", "-", says="names no place", stdin="")
        bad = self.file("bad.csv", f"{Fixture.start}\n\nnode/abc # a slip\n")
        self.refuse("table", Fixture.city, "--points", bad, says=["line 3 of", "node/abc"])
        self.refuse("table", Fixture.city, "--from", Fixture.start, "--to", "0,0", says="outside")

    def test_search(self):
        found = self.succeed("search", Fixture.city, Fixture.door, "--json").json["results"]
        self.assertEqual([row["to"] for row in found], [Fixture.door])
        for language in ("en", "zh"):
            name = found[0]["name"][language]
            call = ["search", Fixture.city, *name.split(" "), "--near", ",".join(map(str, found[0]["position"])), "--lang", language]
            rows = self.succeed(*call, "--json").json["results"]
            self.assertIn(Fixture.door, [row["to"] for row in rows[:3]], name)
            lines = self.succeed(*call).out.splitlines()
            self.assertEqual([line.split(" ")[0] for line in lines], [row["to"] for row in rows])
            self.assertEqual(has_chinese(lines[0]), language == "zh")
        self.assertEqual(len(self.succeed("search", Fixture.city, Fixture.kind, "--limit", "2").out.splitlines()), 2)
        self.assertIn("nothing", self.succeed("search", Fixture.city, "zzzzqqqqzzzz").out)
        self.refuse("search", Fixture.city, "a", "--limit", "0", says="1 to 50")
        self.refuse("search", Fixture.city, "a", "--near", "here", says="here")
        self.refuse("search", Fixture.city, "a", "--kind", "nonsense", says="nonsense")

    def test_reach(self):
        call = ["reach", Fixture.city, "--from", Fixture.start, "--minutes", "5", "--depart", NOON]
        self.assertIn("doors within 5", self.succeed(*call).out)
        self.assertTrue(has_chinese(self.succeed(*call, "--lang", "zh").out))
        found = self.succeed(*call, "--json").json
        self.assertEqual((found["limit"], found["mode"], found["departure"]), (300, "foot", NOON))
        self.assertEqual(found["area"]["type"], "MultiPolygon")
        for polygon in found["area"]["coordinates"]:
            for ring in polygon:
                self.assertEqual(ring[0], ring[-1])
        times = [door["duration"] for door in found["doors"]]
        self.assertEqual(times, sorted(times))
        self.assertTrue(all(time <= 300 for time in times))
        more = self.succeed(*call[:-4], "--minutes", "10", "--depart", NOON, "--json").json
        self.assertGreaterEqual(len(more["doors"]), len(found["doors"]))
        features = self.check_features(self.succeed(*call, "--geojson"))
        self.assertEqual(features[0]["properties"]["kind"], "reach")
        self.assertEqual(len(features) - 1, len(found["doors"]))

    def test_table_reach_and_route_agree(self):
        """Also where the last walk passes a gate that is closed to the walker."""
        for by in ("foot", "ebike"):
            goals = [word for door in Fixture.doors for word in ("--to", door)]
            table = self.succeed("table", Fixture.city, "--from", Fixture.start, *goals, "--by", by, "--depart",
                                 NOON, "--json").json["durations"][0]
            queries = [{"from": Fixture.start, "to": door, "by": by, "depart": NOON, "geometry": False}
                       for door in Fixture.doors]
            answers = [json.loads(line)["duration"] for line in self.succeed(
                "batch", Fixture.city, stdin="\n".join(map(json.dumps, queries))).out.splitlines()]
            self.assertEqual(dict(zip(Fixture.doors, table)), dict(zip(Fixture.doors, answers)))
            if by == "foot":
                reached = self.succeed("reach", Fixture.city, "--from", Fixture.start, "--minutes", "60",
                                       "--depart", NOON, "--json").json["doors"]
                times = {door["id"]: door["duration"] for door in reached}
                self.assertEqual(set(times), {door for door, time in zip(Fixture.doors, answers) if time})
                for door, time in zip(Fixture.doors, answers):
                    if time:
                        self.assertAlmostEqual(times[door], time, delta=0.01)

    def test_nearest(self):
        call = ["nearest", Fixture.city, Fixture.kind, "--from", Fixture.start, "--count", "3", "--depart", NOON]
        self.assertLessEqual(len(self.succeed(*call).out.splitlines()), 3)
        found = self.succeed(*call, "--json").json
        self.assertEqual(set(found), {"kind", "mode", "departure", "places"})
        times = [place["duration"] for place in found["places"]]
        self.assertEqual(times, sorted(times))
        for place in found["places"]:
            self.assertLessEqual({"id", "name", "duration", "distance", "open", "hours", "position"}, set(place))
            self.check_journey(place["journey"])
        self.assertEqual(len(self.check_features(self.succeed(*call, "--geojson"))), len(times))
        self.assertTrue(has_chinese(self.succeed(*call, "--lang", "zh").out))
        self.succeed(*call, "--open-now")
        self.refuse("nearest", Fixture.city, "unicorn", "--from", Fixture.start, says=['"unicorn"', "kaimen info"])

    def test_nearest_understands_common_spellings(self):
        call = [Fixture.city, "--from", Fixture.start, "--depart", NOON, "--json"]
        plain = self.succeed("nearest", *call[:1], Fixture.kind, *call[1:]).json
        self.assertEqual(self.succeed("nearest", *call[:1], Fixture.kind.upper(), *call[1:]).json, plain)
        self.refuse("nearest", *call[:1], Fixture.kind + "x", *call[1:], says=f"did you mean {Fixture.kind}")

    def test_nearest_takes_closures(self):
        call = ["nearest", Fixture.city, Fixture.kind, "--from", Fixture.start, "--depart", NOON, "--json"]
        place = self.succeed(*call, "--count", "1").json["places"][0]
        lon, lat = place["position"]
        shape = " ".join(f"{lon + x * 0.002},{lat + y * 0.002}" for x, y in [(-1, -1), (1, -1), (1, 1), (-1, 1)])
        closed = self.succeed(*call, "--close", shape).json["places"]
        self.assertNotIn(place["duration"], [other["duration"] for other in closed if other["id"] == place["id"]])

    def test_nearest_knows_what_is_open(self):
        city = estate(access="yes")
        city.node(70, -250, 10, amenity="cafe", name="Day", opening_hours="08:00-20:00")
        city.node(71, 250, 10, amenity="cafe", name="Night", opening_hours="20:00-06:00")
        city.write(self.file("cafes.osm"))
        self.succeed("import", self.file("cafes.osm"), "-o", self.file("cafes.kaimen"))
        call = ["nearest", self.file("cafes.kaimen"), "cafe", "--from", Drawing.place(-200, 0), "--depart", NOON]
        places = self.succeed(*call, "--json").json["places"]
        self.assertEqual([(place["name"], place["open"]) for place in places], [("Day", True), ("Night", False)])
        only = self.succeed(*call, "--open-now", "--json").json["places"]
        self.assertEqual([place["name"] for place in only], ["Day"])

    def test_bench(self):
        rows = self.succeed("bench", Fixture.city, "--pairs", "10", "--json").json
        self.assertLessEqual(BENCH_NAMES, {row["name"] for row in rows})
        for row in rows:
            self.assertEqual(set(row), {"name", "unit", "n", "p50", "p95", "p99"})
            self.assertLessEqual(row["p50"], row["p95"])
            self.assertLessEqual(row["p95"], row["p99"])
        counted = next(row for row in rows if row["name"] == "allocations.per.query")
        if "/debug/" not in os.path.realpath(KAIMEN):
            self.assertEqual(counted["p99"], 0)
        text = self.succeed("bench", Fixture.city, "--pairs", "10", "--only", "foot").out
        self.assertEqual(len(text.splitlines()), 3)


class Batch(TestCase):
    def ask(self, queries, *more, city=None):
        lines = [query if isinstance(query, str) else json.dumps(query) for query in queries]
        answer = self.succeed("batch", city or Fixture.city, *more, stdin="\n".join(lines) + "\n")
        return [json.loads(line) for line in answer.out.splitlines()]

    def query(self, **more):
        return {"from": Fixture.start, "to": Fixture.door, "depart": NOON, **more}

    def test_answers_are_those_of_route_in_order(self):
        answers = self.ask([self.query(by=mode, **{"pass": ["badge"]}) for mode in MODES])
        for mode, answer in zip(MODES, answers):
            self.check_journey(answer)
            self.assertEqual(
                answer, self.route(Fixture.city, Fixture.start, Fixture.door, "--by", mode, "--pass", "badge",
                                   "--depart", NOON))

    def test_a_bad_line_stops_nothing(self):
        answers = self.ask([
            self.query(), "not json", self.query(by="jet"), "[1,2]", {"from": Fixture.start}, self.query(to="0,0"),
            self.query(depart="2026-02-30T12:00"), self.query(**{"pass": "bagde"}), self.query(colour="red"),
            self.query(geometry="yes"), '{"from":', '"\\ud800"', "\x00", self.query()])
        self.assertEqual(len(answers), 14)
        for answer in answers[1:-1]:
            self.assertEqual(set(answer), {"status", "message"})
            self.assertEqual(answer["status"], "error")
            self.assertTrue(answer["message"])
        self.assertEqual(answers[0], answers[-1])
        self.assertEqual(answers[0]["status"], "ok")
        self.assertIn("jet", answers[2]["message"])
        self.assertIn("to is missing", answers[4]["message"])
        self.assertIn("colour", answers[8]["message"])

    def test_keys(self):
        lon, lat = map(float, Fixture.start.split(","))
        city = Fixture.estate(access="permit", kaimen__pass="badge", opening_hours="08:00-18:00")
        inside = {"from": Drawing.place(-200, 0), "to": "node/20"}
        listed, closed, late, one, several, plain = self.ask([
            {**inside, "depart": NOON, "pass": ["badge"]}, {**inside, "depart": NOON},
            {**inside, "depart": "2026-11-20T20:00", "pass": "badge"},
            {**inside, "depart": NOON, "pass": "badge", "close": "node/4"},
            {**inside, "depart": NOON, "pass": None, "open": ["node/4"]},
            {**inside, "depart": NOON, "pass": "badge", "geometry": False}], city=city)
        self.assertEqual([item["status"] for item in (listed, closed, late, one)],
                         ["ok", "unreachable", "unreachable", "unreachable"])
        self.assertEqual(several["status"], "ok")
        self.assertNotIn("geometry", plain)
        self.assertNotIn("geometry", plain["legs"][0])
        self.assertEqual(plain["duration"], listed["duration"])
        array, back, chinese, others = self.ask([
            self.query(**{"from": [lon, lat]}), self.query(by="ebike", **{"return": True, "pass": "badge"}),
            self.query(language="zh"), self.query(alternatives=2)])
        self.assertEqual(array["status"], "ok")
        self.assertGreater(back["returnDuration"], 0)
        self.assertTrue(has_chinese(chinese["legs"][0]["steps"][0]["sentence"]))
        self.assertLessEqual(len(others.get("alternatives", [])), 2)

    def test_an_id_comes_back(self):
        answers = self.ask([self.query(id=7), self.query(id="a"), {"id": 9, "from": "0,0", "to": "0,0"}])
        self.assertEqual([answer.get("id") for answer in answers], [7, "a", 9])

    def test_the_language_of_errors(self):
        answer = self.ask([self.query(by="jet", language="zh"), self.query(by="jet")], "--lang", "en")
        self.assertTrue(has_chinese(answer[0]["message"]))
        self.assertFalse(has_chinese(answer[1]["message"]))

    def test_empty_lines_and_a_last_line_without_an_end(self):
        query = json.dumps(self.query())
        answer = self.succeed("batch", Fixture.city, stdin=f"\n{query}\r\n\n  \n{query}")
        self.assertEqual(len(answer.out.splitlines()), 2)
        self.assertEqual(self.succeed("batch", Fixture.city, stdin="").out, "")

    def test_an_answer_comes_before_the_next_question(self):
        with subprocess.Popen([KAIMEN, "batch", Fixture.city], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              env=environment()) as process:
            for _ in range(2):
                process.stdin.write((json.dumps(self.query()) + "\n").encode())
                process.stdin.flush()
                self.assertEqual(json.loads(process.stdout.readline())["status"], "ok")
            process.stdin.close()
            self.assertEqual(process.wait(), 0)

    def test_many_lines(self):
        answers = self.ask([self.query(by=MODES[row % 5], geometry=False) for row in range(2000)])
        self.assertEqual([answer["mode"] for answer in answers], [MODES[row % 5] for row in range(2000)])


class BadQuestions(TestCase):
    def ask(self, start, goal, *more, says=()):
        self.refuse("route", Fixture.city, "--from", start, "--to", goal, *more, says=says)

    def test_coordinates(self):
        lon, lat = Fixture.start.split(",")
        self.ask("0,0", Fixture.door, says="outside the city")
        self.ask("13.4,52.5", Fixture.door, says="outside the city")
        self.ask(f"{lat},{lon}", Fixture.door, says=["swap", "longitude,latitude"])
        self.ask(Fixture.start, f"{lat},{lon}", says="swap")
        self.ask("500,500", Fixture.door, says="not a coordinate")
        self.ask("nan,nan", Fixture.door)
        self.ask("inf,1", Fixture.door)
        for text in ("106.4,", ",", "106.4;29.5", "106.4 29.5", "106.4,29.5,3"):
            self.ask(text, Fixture.door, says="not a coordinate")
        for text in ("106.x,29", "106.4", "", " "):
            self.ask(text, Fixture.door)
        self.ask("-3.5,40.1", Fixture.door, says="outside the city")

    def test_swapped_where_both_numbers_are_latitudes(self):
        x, y = Drawing.place(-200, 0).split(",")
        self.refuse("route", Fixture.estate(access="yes"), "--from", f"{y},{x}", "--to", "node/20", says="swap")

    def test_passes_dates_modes_datums(self):
        self.ask(Fixture.start, Fixture.door, "--pass", "bagde", says=['"bagde"', "badge"])
        for text in ("2026-02-30T12:30", "2026-13-01T00:00", "2026-11-21T25:00", "tomorrow", "",
                     "2026-11-21T12:30:99", "99999999999-01-01T00:00"):
            self.ask(Fixture.start, Fixture.door, "--depart", text, says="2026-11-21T12:30")
        self.ask(Fixture.start, Fixture.door, "--by", "jet", says=['"jet"', "ebike"])
        self.ask(Fixture.start, Fixture.door, "--datum", "mars", says=['"mars"', "gcj02"])

    def test_unknown_places(self):
        self.ask(Fixture.start, "node/99999999", says="node/99999999")
        self.ask(Fixture.start, "way/99999999", says="way/99999999")
        self.ask(Fixture.start, "relation/99999999", says="relation/99999999")
        self.ask(Fixture.start, "node/99999999999999999999999")
        self.ask(Fixture.start, "Nowhere Road 99", says="Nowhere Road 99")

    def test_an_unknown_address_brings_suggestions(self):
        call = ["route", Fixture.estate(access="yes"), "--from", "way/50", "--to"]
        self.refuse(*call, "Long Street 55", says=["Long Street has no number 55", "nearest known are 5"])
        self.refuse(*call, "Long Street", says=["Long Street is a street", "house number"])
        self.refuse(*call, "Short Street 5", says="did you mean Long Street?")

    def test_malformed_ids_and_numbers_are_no_names(self):
        self.ask(Fixture.start, "node/abc", says=['"node/abc" is no OSM id', "node/1"])
        self.ask(Fixture.start, "106.5", says="not a coordinate")
        lon, lat = Fixture.start.split(",")
        same = self.route(Fixture.city, f"{lon}，{lat}", Fixture.door.capitalize(), "--depart", NOON)
        self.assertEqual(same["door"]["id"], Fixture.door)

    def test_impossible_times(self):
        city = Fixture.estate(access="yes")
        call = ["route", city, "--from", "way/50", "--to", "node/20", "--depart"]
        self.refuse(*call, "2026-03-29T02:30", says=["2026-03-29T02:30 does not exist", "an hour later"])
        self.succeed(*call, "2026-03-29T03:30")
        self.succeed(*call, "2026-10-25T02:30")
        self.refuse(*call, "2101-01-01T12:00", says="1970 to 2100")

    def test_swapped_coordinates_of_an_area(self):
        shape = " ".join(",".join(reversed(point.split(","))) for point in area(-50, -50, 50, 50).split())
        self.refuse("route", Fixture.estate(access="yes"), "--from", "way/50", "--to", "node/20", "--close", shape,
                    says="swap")

    def test_other_commands_check_the_same(self):
        lon, lat = Fixture.start.split(",")
        for command in (["reach"], ["nearest", Fixture.kind]):
            call = [command[0], Fixture.city, *command[1:]]
            self.refuse(*call, "--from", "0,0", says="outside the city")
            self.refuse(*call, "--from", f"{lat},{lon}", says="swap")
            self.refuse(*call, "--from", Fixture.start, "--by", "jet", says="jet")
            self.refuse(*call, "--from", Fixture.start, "--pass", "bagde", says="bagde")
            self.refuse(*call, "--from", Fixture.start, "--depart", "2026-02-30T12:30", says="2026-02-30")


class BadCities(TestCase):
    def read(self):
        with open(Fixture.city, "rb") as file:
            return bytearray(file.read())

    def refuse_city(self, path, says):
        for call in (["info", path], ["check", path], ["route", path, *Fixture.ends],
                     ["reach", path, *Fixture.ends[:2]], ["nearest", path, "cafe", *Fixture.ends[:2]],
                     ["table", path, *Fixture.ends[:4]], ["batch", path], ["bench", path]):
            with self.subTest(call[0]):
                self.refuse(*call, says=says)

    def test_another_layout_version(self):
        data = self.read()
        found = struct.unpack_from("<I", data, 8)[0]
        struct.pack_into("<I", data, 8, found + 1)
        struct.pack_into("<I", data, 60, zlib.crc32(bytes(data[:60])))
        self.refuse_city(self.file("other.kaimen", bytes(data)), ["layout", str(found + 1), "kaimen import"])

    def test_cut_off(self):
        data = bytes(self.read())
        for size in (8, 63, 64, 1000, len(data) // 2, len(data) - 1):
            path = self.file("cut.kaimen", data[:size])
            self.refuse("info", path)
        self.refuse_city(self.file("cut.kaimen", data[:-100]), "damaged")
        self.refuse("info", self.file("longer.kaimen", data + b"\0"), says="damaged")

    def test_changed_bytes(self):
        data = bytes(self.read())
        for place in [20, 70, 5000, len(data) // 3, len(data) // 2, len(data) - 10]:
            changed = bytearray(data)
            changed[place] ^= 0x55
            path = self.file("changed.kaimen", bytes(changed))
            self.refuse("info", path, says="damaged")
            self.refuse("check", path, says="damaged")

    def test_no_city_at_all(self):
        self.refuse_city(self.file("none.kaimen"), "none.kaimen")
        self.refuse_city(Fixture.map, "not a Kaimen city file")
        self.refuse("info", self.file("empty.kaimen", b""))
        self.refuse("info", self.file("text.kaimen", "hello " * 50), says="not a Kaimen city file")
        self.refuse("info", self.scratch)
        self.refuse("info", "/dev/null")
        self.refuse("info", "/dev/zero")


class BadMaps(TestCase):
    def refuse_map(self, path, *more, says=()):
        """No city appears, and an older one stays as it was."""
        self.refuse("import", path, "-o", self.file("new.kaimen"), *more, says=says)
        old = self.file("old.kaimen", b"as it was")
        self.refuse("import", path, "-o", old, *more, says=says)
        with open(old, "rb") as file:
            self.assertEqual(file.read(), b"as it was")
        os.remove(old)

    def test_missing(self):
        self.refuse_map(self.file("none.osm.pbf"), says="does not exist")
        self.refuse_map(self.scratch, says="folder")
        self.refuse_map(self.file("empty.osm.pbf", b""), says="empty")

    def test_cut_off_or_changed_pbf(self):
        with open(Fixture.map, "rb") as file:
            data = file.read()
        for size in (3, 20, len(data) // 2, len(data) - 1):
            self.refuse_map(self.file("cut.osm.pbf", data[:size]))
        for place in (len(data) // 3, len(data) // 2, len(data) - 20):
            changed = bytearray(data)
            changed[place] ^= 0xFF
            self.refuse_map(self.file("changed.osm.pbf", bytes(changed)))

    def test_cut_off_or_broken_xml(self):
        import bz2
        import gzip

        estate().write(self.file("good.osm"))
        with open(self.file("good.osm"), "rb") as file:
            text = file.read()
        self.refuse_map(self.file("cut.osm", text[: len(text) // 2]), says="cut.osm")
        self.refuse_map(self.file("bad.osm", text.replace(b'id="', b'id="x', 1)))
        self.refuse_map(self.file("cut.osm.gz", gzip.compress(text)[:-20]), says="cut.osm.gz")
        self.refuse_map(self.file("cut.osm.bz2", bz2.compress(text)[:-20]), says="cut.osm.bz2")
        self.refuse_map(self.file("other.osm", "<gpx></gpx>"))
        self.refuse_map(self.file("bomb.osm", '<!DOCTYPE osm [<!ENTITY a "b">]><osm>&a;</osm>'))

    def test_not_a_map(self):
        self.refuse_map(self.file("page.osm", "<!DOCTYPE html><html><body>404</body></html>"), says="web page")
        self.refuse_map(self.file("data.osm.pbf", '{"type":"FeatureCollection"}'), says="JSON")
        self.refuse_map(self.file("text.osm.pbf", "hello\n" * 100))
        self.refuse_map(self.file("noise.osm.pbf", bytes((row * 7919) % 251 for row in range(5000))))
        self.refuse_map(Fixture.city, says="city file")
        self.refuse_map("/dev/null")

    def test_wrong_extension(self):
        estate().write(self.file("xml.osm.pbf"))
        self.refuse_map(self.file("xml.osm.pbf"), says="rename")
        shutil.copy(Fixture.map, self.file("pbf.osm"))
        self.refuse_map(self.file("pbf.osm"), says="rename")

    def test_a_map_without_streets(self):
        bare = Drawing()
        bare.node(1, 0, 0, amenity="bench")
        bare.write(self.file("bare.osm"))
        self.refuse_map(self.file("bare.osm"), says="no street")
        self.refuse_map(self.file("nothing.osm", '<osm version="0.6"></osm>'))

    def test_options(self):
        self.refuse_map(Fixture.map, "--timezone", "Mars/Olympus", says="Mars/Olympus")
        self.refuse_map(Fixture.map, "--calendar", self.file("none.json"), says="none.json")
        self.refuse_map(Fixture.map, "--calendar", self.file("bad.json", "{"))
        self.refuse_map(Fixture.map, "--calendar", self.file("other.json", '{"2026-10-01":"x"}'), says="holidays")
        self.refuse_map(Fixture.map, "--elevation", self.file("none"), says="none")
        self.refuse_map(Fixture.map, "--threads", "0", says="1 to 256")

    def test_the_map_is_never_written_over(self):
        estate().write(self.file("map.osm"))
        os.symlink(self.file("map.osm"), self.file("link.osm"))
        with open(self.file("map.osm"), "rb") as file:
            before = file.read()
        for name in ("map.osm", "./map.osm", "link.osm"):
            self.refuse("import", self.file("map.osm"), "-o", os.path.join(self.scratch, name), says="-o")
        with open(self.file("map.osm"), "rb") as file:
            self.assertEqual(file.read(), before)


class BadOutputs(TestCase):
    def test_a_folder_that_is_not_there(self):
        self.refuse("import", Fixture.map, "-o", self.file("no/a.kaimen"), says="cannot write")

    def test_a_folder_or_device(self):
        self.refuse("import", Fixture.map, "-o", self.scratch, says="-o")
        self.refuse("import", Fixture.map, "-o", "/dev/full", says="-o")
        self.refuse("import", Fixture.map, "-o", "", says="-o")
        self.refuse("generate", "--scale", "0.02", "-o", os.makedirs(self.file("d.osm")) or self.file("d.osm"))

    @unittest.skipIf(os.geteuid() == 0, "root may write anywhere")
    def test_a_folder_without_permission(self):
        folder = self.file("closed")
        os.mkdir(folder, 0o555)
        self.refuse("import", Fixture.map, "-o", os.path.join(folder, "a.kaimen"), says="cannot write")

    @contextlib.contextmanager
    def held(self, path):
        """Holds the lock of a writer of `path`."""
        with open(path + ".part", "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
            os.unlink(path + ".part")

    def test_two_writers(self):
        city, drawn = self.file("a.kaimen"), self.file("a.osm.pbf")
        with self.held(city):
            self.refuse("import", Fixture.map, "-o", city, says=["another import", "a.kaimen"])
        with self.held(drawn):
            self.refuse("generate", "--scale", "0.02", "-o", drawn, says="a.osm.pbf")
        self.succeed("import", Fixture.map, "-o", city)

    def test_what_a_crashed_writer_left_is_no_obstacle(self):
        self.file("a.kaimen.part", b"x" * 1_000_000)
        self.succeed("import", Fixture.map, "-o", self.file("a.kaimen"))
        self.assertEqual(os.listdir(self.scratch), ["a.kaimen"])
        self.succeed("check", self.file("a.kaimen"))

    def test_two_imports_at_once_leave_a_whole_city(self):
        city = self.file("race.kaimen")
        calls = [
            subprocess.Popen([KAIMEN, "import", Fixture.map, "-o", city], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, env=environment()) for _ in range(6)]
        answers = [Answer(call.wait(), *call.communicate()) for call in calls]
        self.assertIn(0, [answer.code for answer in answers])
        for answer in answers:
            if answer.code != 0:
                self.assert_refusal(answer, "another import")
        self.assertEqual(os.listdir(self.scratch), ["race.kaimen"])
        self.succeed("check", city)

    def test_no_space_for_the_answer(self):
        for call in (["route", Fixture.city, *Fixture.ends], ["info", Fixture.city], ["check", Fixture.city],
                     ["reach", Fixture.city, *Fixture.ends[:2]]):
            with self.subTest(call[0]), open("/dev/full", "wb") as full:
                self.assert_refusal(run(*call, stdout=full), "standard output")
        with open("/dev/full", "wb") as full:
            query = json.dumps({"from": Fixture.start, "to": Fixture.door})
            self.assert_refusal(run("batch", Fixture.city, stdin=query, stdout=full), "standard output")

    def test_a_reader_that_leaves(self):
        with subprocess.Popen([KAIMEN, "info", Fixture.city, "--profiles", "--json"], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=environment()) as process:
            process.stdout.close()
            process.stdout = None
            error = process.stderr.read().decode()
            self.assertNotIn("Fatal", error)
            self.assertLessEqual(error.count("\n"), 1)

    def test_a_limit_on_the_size_of_files(self):
        def limited(*arguments):
            words = " ".join(map(str, arguments))
            script = f"ulimit -f 8; trap '' XFSZ; exec {KAIMEN} {words}"
            done = subprocess.run(["bash", "-c", script], capture_output=True, env=environment(), check=False)
            return Answer(done.returncode, done.stdout, done.stderr)

        self.assert_refusal(limited("import", Fixture.map, "-o", self.file("a.kaimen")), "no space left")
        self.assert_refusal(limited("generate", "--scale", "0.02", "-o", self.file("a.osm")), "no space left")
        self.assertEqual(os.listdir(self.scratch), [])

    def test_a_full_disk(self):
        disk = self.file("disk")
        os.mkdir(disk)
        mounted = os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True, check=False
        ).returncode == 0
        if not mounted:
            self.skipTest("no tmpfs can be mounted here")
        try:
            answer = run("import", Fixture.map, "-o", os.path.join(disk, "a.kaimen"))
            self.assert_refusal(answer, "no space left")
            self.assertEqual(os.listdir(disk), [])
        finally:
            subprocess.run(["umount", disk], check=True)


def metres(a, b):
    x = (a[0] - b[0]) * 111_320 * math.cos(math.radians(a[1]))
    return math.hypot(x, (a[1] - b[1]) * 111_320)


def area(west, south, east, north):
    corners = [(west, south), (east, south), (east, north), (west, north)]
    return " ".join(Drawing.place(x, y) for x, y in corners)


if __name__ == "__main__":
    unittest.main(verbosity=1, argv=[sys.argv[0], *sys.argv[1:]])
