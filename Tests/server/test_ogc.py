#!/usr/bin/env python3
"""What GDAL reads of a running `kaimen serve` by OGC API Features, and what OpenStreetMap may be given.

The program is $KAIMEN, else the release build of this checkout. Needs Debian's gdal-bin beside Python's standard library.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from serving import GATE, PATIENCE, Drawing, Server, estate, run  # noqa: E402

COLLECTIONS = ["compounds", "gates", "doors", "places"]


class OGCTests(unittest.TestCase):
    """A small synthetic district, read by ogrinfo and ogr2ogr."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="kaimen-ogc-")
        drawn, city = (os.path.join(cls.folder, name) for name in ("town.osm.pbf", "town.kaimen"))
        for call in (["generate", "--scale", "0.02", "--seed", "1", "-o", drawn], ["import", drawn, "-o", city]):
            done = run(*call)
            if done.code != 0:
                raise RuntimeError(done.err)
        cls.server = Server(city, os.path.join(cls.folder, "data"))
        cls.address = f"http://127.0.0.1:{cls.server.port}/ogc"
        cls.client = cls.server.client()

    @classmethod
    def tearDownClass(cls):
        cls.server.kill()
        shutil.rmtree(cls.folder, ignore_errors=True)

    def get(self, target):
        """Like a GIS that is not built on GDAL."""
        answer = self.client.ask("/ogc" + target)
        self.assertEqual(answer.status, 200, answer.bytes)
        return answer.json

    def gdal(self, *words):
        done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False,
                              env={**os.environ, "CPL_DEBUG": "OAPIF,HTTP"})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("ERROR", done.stderr)
        return done

    def read(self, name, *more, page=1000):
        """The features of a collection as GDAL understands them, and the addresses that it asked."""
        path = os.path.join(self.folder, f"{name}-{time.monotonic_ns()}.geojson")
        done = self.gdal("ogr2ogr", "-f", "GeoJSON", path, "OAPIF:" + self.address, name, "-oo", f"PAGE_SIZE={page}",
                         *more)
        with open(path, encoding="utf-8") as file:
            return json.load(file)["features"], done.stderr

    def test_ogrinfo_sees_all_collections(self):
        text = self.gdal("ogrinfo", "-so", "-al", "OAPIF:" + self.address).stdout
        for name in COLLECTIONS:
            total = self.get(f"/collections/{name}/items?limit=1")["numberMatched"]
            self.assertGreater(total, 10)
            part = text.split(f"Layer name: {name}\n")[1].split("Layer name:")[0]
            self.assertIn(f"Feature Count: {total}\n", part)
            self.assertIn("Geometry: " + ("Polygon" if name == "compounds" else "Point"), part)

    def test_paging_brings_every_feature_once(self):
        for name in COLLECTIONS:
            with self.subTest(collection=name):
                wanted = self.get(f"/collections/{name}/items?limit=10000")["features"]
                found, _ = self.read(name, page=max(len(wanted) // 5, 3))
                self.assertEqual([feature["properties"]["id"] if "id" in feature["properties"] else feature["id"]
                                  for feature in found], [feature["id"] for feature in wanted])
                for mine, theirs in zip(found, wanted):
                    self.assertEqual(mine["properties"]["osm"], theirs["properties"]["osm"])
                    self.assertEqual(mine["geometry"]["type"], theirs["geometry"]["type"])

    def test_a_box_is_asked_of_the_server(self):
        for name in COLLECTIONS:
            with self.subTest(collection=name):
                west, south, east, north = self.get(f"/collections/{name}")["extent"]["spatial"]["bbox"][0]
                box = [west, south, (west + east) / 2, (south + north) / 2]
                text = ",".join(map(str, box))
                wanted = self.get(f"/collections/{name}/items?limit=10000&bbox={text}")["features"]
                total = self.get(f"/collections/{name}/items")["numberMatched"]
                self.assertTrue(0 < len(wanted) < total)
                found, asked = self.read(name, "-spat", *map(str, box))
                self.assertIn("bbox=", asked)
                self.assertEqual(sorted(feature["properties"]["osm"] for feature in found),
                                 sorted(feature["properties"]["osm"] for feature in wanted))

    def test_an_attribute_is_asked_of_the_server(self):
        for name, key in [("compounds", "use"), ("gates", "ebike"), ("doors", "unit"), ("places", "placeKind")]:
            with self.subTest(collection=name):
                every = self.get(f"/collections/{name}/items?limit=10000")["features"]
                value = next(feature["properties"][key] for feature in every if feature["properties"][key])
                wanted = [feature for feature in every if feature["properties"][key] == value]
                found, asked = self.read(name, "-where", f"{key} = '{value}'")
                self.assertIn(f"{key}={urllib.parse.quote(value)}", asked)
                self.assertEqual(len(found), len(wanted))
                self.assertEqual({feature["properties"][key] for feature in found}, {value})

    def test_yes_no_and_days_are_asked_as_gdal_writes_them(self):
        every = self.get("/collections/gates/items?limit=10000")["features"]
        for value in (0, 1):
            found, asked = self.read("gates", "-where", f"inferred = {value}")
            self.assertIn(f"inferred={value}", asked)
            self.assertEqual(len(found), sum(1 for each in every if each["properties"]["inferred"] == bool(value)))
        self.read("places", "-where", "inspected > '2026/11/01'")

    def test_all_pages_are_read_in_the_size_that_gdal_takes(self):
        found, _ = self.read("doors", page=10)
        self.assertGreater(len(found), 100)
        self.assertEqual(len(found), self.get("/collections/doors/items?limit=1")["numberMatched"])

    def test_a_made_up_city_is_not_for_openstreetmap(self):
        answer = self.client.ask("/v1/edits.osc")
        self.assertEqual(answer.status, 422)
        self.assertIn("made up", answer.json["detail"])


class OsmChangeTests(unittest.TestCase):
    """Edits of a map that is not made up come back as an OsmChange file."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="kaimen-osc-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        drawn, self.city = (os.path.join(self.folder, name) for name in ("estate.osm", "estate.kaimen"))
        estate().write(drawn)
        done = run("import", drawn, "-o", self.city)
        self.assertEqual(done.code, 0, done.err)

    def test_over_http_and_from_the_command_line_it_is_the_same_file(self):
        data, path = os.path.join(self.folder, "data"), os.path.join(self.folder, "edits.osc")
        point = [float(number) for number in Drawing.place(60, 20).split(",")]
        edits = [
            {"kind": "gate", "geometry": {"type": "Point", "coordinates": point}, "properties": {"name": "东门 & <1>"}},
            {"kind": "rule", "target": GATE, "properties": {"rule": {"who": {"foot": "nobody"}}}},
        ]
        with Server(self.city, data) as server:
            client = server.client()
            for edit in edits:
                self.assertEqual(client.ask("/v1/edits", edit, authorised=True).status, 201)
            answer = client.ask("/v1/edits.osc")
            self.assertEqual(answer.status, 200, answer.bytes)
        done = run("registry", "osc", self.city, "--data", data, "-o", path)
        self.assertEqual(done.code, 0, done.err)
        with open(path, "rb") as file:
            self.assertEqual(file.read(), answer.bytes)
        root = ElementTree.fromstring(answer.bytes)
        self.assertEqual((root.tag, root.get("version")), ("osmChange", "0.6"))
        self.check_references(root)
        created = {node.get("id"): self.tags(node) for node in root.findall("create/node")}
        self.assertIn({"barrier": "gate", "name": "东门 & <1>"}, created.values())
        rule = self.tags(root.find("modify/node[@id='4']"))
        self.assertEqual((rule["foot"], rule["name"], rule["barrier"]), ("no", "South Gate", "gate"))
        # The wall got the gate; its other tags and corners stay.
        wall = root.find("modify/way[@id='52']")
        self.assertEqual(self.tags(wall)["landuse"], "residential")
        corners = [int(node.get("ref")) for node in wall.findall("nd")]
        self.assertEqual([node for node in corners if node > 0], [4, 10, 11, 12, 13, 4])
        self.assertEqual(len([node for node in corners if node < 0]), 1)

    def check_references(self, root):
        """New elements have negative ids and are there before they are used; others have no version."""
        known = set()
        for block in root:
            for element in block:
                number = int(element.get("id"))
                self.assertEqual(block.tag == "create", number < 0)
                self.assertIsNone(element.get("version"))
                for node in element.findall("nd"):
                    self.assertTrue(int(node.get("ref")) > 0 or int(node.get("ref")) in known)
                if element.tag == "node":
                    known.add(number)
                    self.assertTrue(float(element.get("lat")) and float(element.get("lon")))
                self.assertFalse([key for key in self.tags(element) if key == "kaimen:edit"])

    @staticmethod
    def tags(element):
        return {tag.get("k"): tag.get("v") for tag in element.findall("tag")}


if __name__ == "__main__":
    unittest.main(verbosity=1)
