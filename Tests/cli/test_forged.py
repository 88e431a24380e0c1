#!/usr/bin/env python3
"""Forges a city file, column by column, with right checksums: it must be refused or safe, never stop the program.

Every column of a small city gets hostile values in some rows. Then either opening refuses the file with one sentence
(exit 2), or every command runs to its end. The program is $KAIMEN, else the release build of this checkout.
"""

import importlib.util
import json
import os
import random
import struct
import sys
import tempfile
import unittest
import zlib

spec = importlib.util.spec_from_file_location("test_cli", os.path.join(os.path.dirname(__file__), "test_cli.py"))
cli = importlib.util.module_from_spec(spec)
sys.modules["test_cli"] = cli
spec.loader.exec_module(cli)


class CityBytes:
    """The bytes of a column file and where its columns stand."""

    def __init__(self, data):
        self.data = bytearray(data)
        count, table = struct.unpack_from("<IQ", data, 12)
        self.table, self.columns = table, {}
        for _ in range(count):
            offset, size, stride, _, length = struct.unpack_from("<QQIII", data, table)
            name = bytes(data[table + 28:table + 28 + length]).decode()
            self.columns[name] = (table, offset, size, stride)
            table += 28 + length

    def sealed(self):
        """The bytes with all checksums put right."""
        for entry, offset, size, _ in self.columns.values():
            padded = self.data[offset:offset + (size + 63) // 64 * 64]
            struct.pack_into("<I", self.data, entry + 20, zlib.crc32(padded))
        start = struct.unpack_from("<Q", self.data, 16)[0]
        struct.pack_into("<I", self.data, 48, zlib.crc32(self.data[start:]))
        struct.pack_into("<I", self.data, 60, zlib.crc32(self.data[:60]))
        return bytes(self.data)


def town():
    """The estate with everything that makes a column: bays, places, stairs, a lift, hours, a turn ban, bends."""
    city = cli.estate(**{"opening_hours": "Mo-Su 06:00-23:00", "access": "private"})
    city.node(30, -150, 10, amenity="bicycle_parking", capacity="4")
    city.node(31, 150, 12, shop="convenience", name="Corner", opening_hours="24/7")
    city.node(32, 200, 15, addr__street="Long Street", addr__housenumber="7")
    city.node(33, -300, 60)
    city.node(34, -290, 120, highway="elevator")
    city.node(35, -200, 120)
    city.node(36, -290, 140, barrier="gate", foot__conditional="no @ (22:00-06:00)")
    city.node(37, -290, 200)
    for number, x, y in [(71, 120, 40), (72, 160, 40), (73, 160, 80), (74, 120, 80)]:
        city.node(number, x, y)
    city.way(53, [1, 33], highway="steps", step_count="20")
    city.way(54, [33, 34, 35], highway="footway", level="1")
    city.way(55, [34, 36, 37], highway="path")
    city.way(70, [71, 72, 73, 74, 71], building="house", name="Hut")
    return city


# Values of 1, 2, 4 and 8 bytes that no import writes there.
HOSTILE = {
    1: [0xFF, 0, 0x7F], 2: [0xFFFF, 0x8000, 0], 4: [0xFFFFFFFF, 0xFFFFFF00, 0x80000000, 0x7FFFFFFF, 0, 1, 3],
    8: [2**64 - 1, 2**63, 2**32 - 1, 0],
}


def forgeries(city, chance):
    """(what, bytes) for every column: each field of some rows, each hostile value, and all rows at once."""
    for name, (_, offset, size, stride) in city.columns.items():
        if size == 0 or name in ("facts", "diagnostics"):
            continue
        width = 8 if stride % 8 == 0 and name == "index.keys" else 4 if stride % 4 == 0 else stride % 4 or 4
        fields = range(0, stride, width)
        rows = size // stride
        places = {0, rows - 1, rows // 2}
        for field in fields:
            for value in HOSTILE[width]:
                for where in [*sorted(places), None]:
                    if len(fields) > 2 and where is None and chance.random() < 0.5:
                        continue
                    forged = CityBytes(bytes(city.data))
                    for row in range(rows) if where is None else [where]:
                        at = offset + row * stride + field
                        forged.data[at:at + width] = value.to_bytes(width, "little")
                    if forged.data != city.data:
                        yield f"{name}[{'all' if where is None else where}]+{field} = {value:#x}", forged.sealed()


class ForgedTests(unittest.TestCase):
    ENDS = ["way/40", "node/20", "way/70", "node/32", "way/50", "node/31", "node/4", "node/34", "Long Street 5",
            cli.Drawing.place(-200, 5), cli.Drawing.place(5, 90), cli.Drawing.place(130, 60)]

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.map, cls.city = (os.path.join(cls.folder.name, name) for name in ("town.osm", "town.kaimen"))
        cls.forged = os.path.join(cls.folder.name, "forged.kaimen")
        town().write(cls.map)
        done = cli.run("import", cls.map, "-o", cls.city, "--timezone", "Europe/Berlin")
        assert done.code == 0, done.err
        with open(cls.city, "rb") as file:
            cls.bytes = file.read()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def forge(self, data):
        # Written anew each time: its date is not the one in its header, so that it is proven when opened.
        with open(self.forged, "wb") as file:
            file.write(data)

    def queries(self):
        lines = []
        for mode in cli.MODES:
            for row, start in enumerate(self.ENDS):
                for goal in (self.ENDS[row - 1], self.ENDS[row - 5]):
                    lines.append({"from": start, "to": goal, "by": mode, "pass": ["resident"], "depart": cli.NOON,
                                  "return": mode == "ebike", "geometry": True})
        return "\n".join(json.dumps(line) for line in lines)

    def commands(self):
        places = self.ENDS[-3:]
        spot = [word for place in places for word in ("--from", place)]
        yield ["batch", self.forged]
        yield ["table", self.forged, *spot, *[word for place in places for word in ("--to", place)],
               "--depart", cli.NOON]
        for mode in ("foot", "car"):
            yield ["reach", self.forged, "--from", places[0], "--by", mode, "--minutes", "15", "--geojson",
                   "--depart", cli.NOON]
        yield ["nearest", self.forged, "--from", places[0], "convenience", "--depart", cli.NOON]
        yield ["route", self.forged, "--from", places[0], "--to", "way/40", "--alternatives", "3", "--depart", cli.NOON,
               "--close", "node/4"]
        yield ["info", self.forged]

    def expect_safe(self, what, data):
        self.forge(data)
        done = cli.run("check", self.forged)
        self.assertIn(done.code, (0, 2), f"check, {what}: {done.code} {done.err[-500:]}")
        if done.code == 2:
            self.assertEqual(len(done.err.strip().splitlines()), 1, f"{what}: {done.err}")
            done = cli.run("info", self.forged)
            self.assertEqual(done.code, 2, f"check refuses, info opens: {what}")
            return "refused"
        for command in self.commands():
            done = cli.run(*command, stdin=self.queries() if command[0] == "batch" else "")
            self.assertIn(done.code, (0, 1, 2, 64), f"{' '.join(command)}, {what}: {done.code} {done.err[-500:]}")
        return "safe"

    def test_the_unchanged_city_answers_everything(self):
        self.forge(CityBytes(self.bytes).sealed())
        for command in self.commands():
            done = cli.run(*command, stdin=self.queries() if command[0] == "batch" else "")
            self.assertEqual(done.code, 0, f"{command}: {done.err}")
        answers = [json.loads(line)["status"] for line in
                   cli.run("batch", self.forged, stdin=self.queries()).out.splitlines()]
        self.assertLess(answers.count("error"), len(answers) // 4)

    def test_forged_columns_are_refused_or_safe(self):
        chance = random.Random(5)
        share = float(os.environ.get("KAIMEN_FORGERIES", "0.03"))
        counts = {"refused": 0, "safe": 0}
        failures = []
        for what, data in forgeries(CityBytes(self.bytes), chance):
            if chance.random() >= share:
                continue
            try:
                counts[self.expect_safe(what, data)] += 1
            except AssertionError as error:
                failures.append(str(error))
        print(f"forged columns: {counts['refused']} refused, {counts['safe']} safe, {len(failures)} failed")
        self.assertEqual(failures, [])

    def test_forged_facts_are_refused(self):
        for key, value in [("bounds", []), ("bounds", [1, 2, 3]), ("bounds", [1e9, 0, 1e9, 0]), ("timeZone", 5)]:
            city = CityBytes(self.bytes)
            _, offset, size, _ = city.columns["facts"]
            facts = json.loads(city.data[offset:offset + size])
            facts |= {key: value, "source": "", "importedAt": ""}
            text = json.dumps(facts).encode()
            city.data[offset:offset + size] = text.ljust(size)[:size]
            self.forge(city.sealed())
            done = cli.run("info", self.forged)
            self.assertEqual(done.code, 2, f"{key} = {value}: {done.err}")
            self.assertIn("facts", done.err)

    def test_the_import_s_own_file_is_still_trusted(self):
        # A file that is as its writer left it is not read through: that is what keeps opening quick.
        self.assertEqual(cli.run("info", self.city).code, 0)
        self.assertEqual(cli.run("check", self.city).code, 0)


if __name__ == "__main__":
    unittest.main(verbosity=1)
