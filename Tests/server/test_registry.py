#!/usr/bin/env python3
"""The registry of a real program: a generated district's files in and out, kills, backups, the demo's numbers.

The program is $KAIMEN, else the release build of this checkout. Needs Python's standard library only.
"""

import csv
import io
import json
import os
import sqlite3
import stat
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from serving import TestCase, run  # noqa: E402


class RegistryTests(TestCase):
    """A generated district with the registry that comes with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.map, cls.files = os.path.join(cls.folder, "small.osm.pbf"), os.path.join(cls.folder, "registry")
        cls.city = os.path.join(cls.folder, "small.kaimen")
        for call in (["generate", "--scale", "0.1", "--seed", "3", "-o", cls.map, "--registry", cls.files],
                     ["import", cls.map, "-o", cls.city]):
            done = run(*call)
            if done.code != 0:
                raise RuntimeError(done.err)
        cls.places = os.path.join(cls.files, "places.csv")
        with open(cls.places, encoding="utf-8") as file:
            cls.rows = list(csv.DictReader(file))

    def registry(self, *arguments):
        return run("registry", *arguments, "--data", self.data)

    def read_in(self, *more):
        return self.registry("import", self.city, self.places, "--json", *more)

    def report(self, done):
        self.assertEqual(done.code, 0, done.err)
        return json.loads(done.out)

    def test_the_files_of_a_generated_district_are_read_once_and_served(self):
        dry = self.report(self.read_in("--dry-run"))
        self.assertEqual((dry["changed"], dry["written"]), (len(self.rows), False))
        self.assertEqual(len(dry["changes"]), min(len(self.rows), 100))
        first = dry["changes"][0]
        self.assertEqual((first["row"], first["target"]), (2, self.rows[0]["target"]))
        self.assertEqual(first["properties"]["code"], self.rows[0]["code"])
        self.assertIsNone(first["before"]["code"])
        self.assertEqual(self.report(self.read_in())["changed"], len(self.rows))
        again = self.report(self.read_in())
        self.assertEqual((again["changed"], again["unchanged"]), (0, len(self.rows)))
        server = self.serve(city=self.city)
        all_of_them = server.ask("/v1/places?kind=compound").json["total"]
        friendly = server.ask("/v1/places?kind=compound&friendly=true").json["total"]
        listed = sum(1 for row in self.rows if row["code"].startswith("CP-"))
        self.assertEqual(friendly, round(listed * 0.9))
        self.assertGreaterEqual(all_of_them, friendly)
        self.assertTrue(all(row["why"] == "synthetic" for row in self.rows))
        found = server.ask("/v1/nearest?kind=station&service=water&count=2&from=" + self.near(server)).json["places"]
        self.assertTrue(found and all("water" in place["services"] for place in found))

    def near(self, server):
        station = server.ask("/v1/places?kind=station&limit=1").json["places"][0]
        return ",".join(map(str, station["position"]))

    def test_what_is_written_out_changes_nothing_when_read_in(self):
        self.report(self.read_in())
        for content in ("places", "compounds", "gates", "doors"):
            for ending in ("csv", "geojson"):
                path = self.path(f"{content}.{ending}")
                done = self.registry("export", self.city, "-o", path)
                self.assertEqual(done.code, 0, done.err)
                report = self.report(self.registry("import", self.city, path, "--dry-run", "--json"))
                self.assertGreater(report["rows"], 10)
                self.assertEqual(report["unchanged"], report["rows"], (content, ending, report["problems"][:3]))

    def test_while_a_service_runs_files_are_written_out_and_tried(self):
        self.report(self.read_in())
        server = self.serve(city=self.city)
        place = server.ask("/v1/places?kind=station&limit=1").json["places"][0]["id"]
        edit = {"kind": "place", "target": place, "properties": {"price": 7}}
        self.assertEqual(server.ask("/v1/edits", edit, authorised=True).status, 201)
        done = self.registry("export", self.city, "-o", self.path("places.csv"))
        self.assertEqual(done.code, 0, done.err)
        with open(self.path("places.csv"), encoding="utf-8-sig") as file:
            self.assertEqual({row["target"]: row["price"] for row in csv.DictReader(file)}[place], "7")
        self.assertFalse(self.report(self.read_in("--dry-run"))["written"])
        refused = self.read_in()
        self.assertNotEqual(refused.code, 0)

    def test_a_thousand_new_places_are_found_by_name_and_code(self):
        out = self.registry("export", self.city, "-o", self.path("doors.csv"))
        self.assertEqual(out.code, 0, out.err)
        with open(self.path("doors.csv"), encoding="utf-8-sig") as file:
            doors = list(csv.DictReader(file))[:1000]
        with open(self.path("more.places.csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["编号", "名称", "经度", "纬度", "类型", "状态"])
            for row, door in enumerate(doors):
                writer.writerow([f"N-{row}", f"新驿站{row}", door["longitude"], door["latitude"], "station", "开放"])
        report = self.report(self.registry("import", self.city, self.path("more.places.csv"), "--json"))
        self.assertEqual(report["added"], len(doors))
        server = self.serve(city=self.city)
        self.assertEqual(server.ask("/v1/places?q=N-999&kind=station").json["places"][0]["name"], "新驿站999")
        self.assertEqual(self.report_of(server, "more.places.csv")["unchanged"], len(doors))

    def report_of(self, server, name):
        with open(self.path(name), "rb") as file:
            answer = server.ask("/v1/import?content=places", file.read(), authorised=True)
        self.assertEqual(answer.status, 200, answer.bytes[:500])
        return answer.json

    def test_hours_that_never_open_and_marks_of_direction_are_refused(self):
        server = self.serve(city=self.city)
        place = server.ask("/v1/places?kind=station&limit=1").json["places"][0]["id"]
        for properties, status in (({"hours": "off"}, 422), ({"hours": "Mo-Su 10:00-12:00; Mo-Su off"}, 422),
                                   ({"hours": "2020 Jan 01 10:00-12:00"}, 422), ({"name": "a\u202eb"}, 400),
                                   ({"hours": "Mo-Fr 10:00-12:00"}, 201)):
            answer = server.ask("/v1/edits", {"kind": "place", "target": place, "properties": properties}, authorised=True)
            self.assertEqual(answer.status, status, (properties, answer.bytes))

    def test_wrong_rows_are_named_and_nothing_is_written(self):
        text = "target,status,water\nnode/1,shut,yes\n" + f"{self.rows[0]['target']},open,maybe\n"
        with open(self.path("places.csv"), "w", encoding="utf-8") as file:
            file.write(text)
        done = self.registry("import", self.city, self.path("places.csv"))
        self.assertEqual(done.code, 2)
        self.assertIn("row 2: ", done.err)
        self.assertIn("row 3: ", done.err)
        with open(self.path("gb.places.csv"), "wb") as file:
            file.write("名称\n金沙\n".encode("gb18030"))
        done = self.registry("import", self.city, self.path("gb.places.csv"))
        self.assertEqual((done.code, done.out), (2, ""))
        self.assertIn("UTF-8", done.err)
        server = self.serve(city=self.city)
        self.assertEqual(server.ask("/v1/edits").json["edits"], [])
        # The command line keeps away from a registry that a server has.
        self.assertEqual(self.registry("import", self.city, self.places).code, 2)

    def test_what_was_answered_is_there_after_a_kill(self):
        server = self.serve(city=self.city)
        with open(self.places, "rb") as file:
            answer = server.ask("/v1/import?content=places", file.read(), authorised=True)
        self.assertEqual(answer.json["changed"], len(self.rows))
        place = self.rows[0]["target"]
        sent = server.ask(f"/v1/places/{place}/occupancy", {"free": 2, "of": 5}, authorised=True)
        self.assertEqual(sent.status, 200, sent.bytes)
        server.ask("/v1/weather", {"weather": "rain"}, "PUT", authorised=True)
        server.kill()
        again = self.serve(city=self.city)
        self.assertEqual(len(again.ask("/v1/edits?limit=1000").json["edits"]), min(len(self.rows), 1000))
        self.assertEqual(again.ask(f"/v1/places/{place}").json["occupancy"]["free"], 2)
        self.assertEqual(again.ask("/v1/weather").json["weather"], "rain")

    def test_a_backup_of_a_running_server_is_a_data_directory_of_its_own(self):
        self.report(self.read_in())
        server = self.serve(city=self.city)
        png = bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f"
            "03000605020108a0e7a60000000049454e44ae426082")
        place = self.rows[0]["target"]
        photo = server.ask(f"/v1/places/{place}/photos", png, authorised=True)
        self.assertEqual(photo.status, 201, photo.bytes)
        copy = self.path("copy")
        done = run("backup", "--data", self.data, "-o", copy)
        self.assertEqual(done.code, 0, done.err)
        self.assertEqual(run("backup", "--data", self.data, "-o", copy).code, 2)
        for name in ("kaimen.sqlite", "token"):
            self.assertEqual(stat.S_IMODE(os.stat(os.path.join(copy, name)).st_mode) & 0o077, 0, name)
        with sqlite3.connect(os.path.join(copy, "kaimen.sqlite")) as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchone(), ("ok",))
        server.stop()
        again = self.serve(city=self.city, data=copy)
        self.assertEqual(again.ask(f"/v1/places/{place}").json["photos"], [photo.json["photo"].rsplit("/", 1)[1]])
        self.assertEqual(again.ask(photo.json["photo"]).status, 200)

    def test_an_export_is_a_table_that_spreadsheets_read(self):
        self.report(self.read_in())
        server = self.serve(city=self.city)
        text = server.ask("/v1/export?content=places").bytes
        self.assertTrue(text.startswith(b"\xef\xbb\xbf"))
        rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
        by_target = {row["target"]: row for row in rows}
        for row in self.rows[:50]:
            if row["target"] in by_target:
                self.assertEqual(by_target[row["target"]]["code"], row["code"])


if __name__ == "__main__":
    unittest.main(verbosity=1)
