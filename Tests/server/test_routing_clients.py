#!/usr/bin/env python3
"""Existing clients of routing servers against `kaimen serve`, unchanged: PyPI's routingpy, its OSRM class.

The program is $KAIMEN, else the release build of this checkout; ./test brings routingpy.
"""

import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from serving import START, Drawing, Server, estate, run  # noqa: E402

try:
    from routingpy import OSRM
except ImportError:
    sys.exit("Tests/server/test_routing_clients.py needs routingpy: run ./test, or pip install routingpy")

WEST, EAST = ([float(x) for x in place.split(",")] for place in (START, Drawing.place(-120, 0)))


class RoutingpyTests(unittest.TestCase):
    """What a program written for OSRM does with us."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="kaimen-clients-")
        drawn, city = (os.path.join(cls.folder, name) for name in ("estate.osm", "estate.kaimen"))
        estate().write(drawn)
        done = run("import", drawn, "-o", city)
        if done.code != 0:
            raise RuntimeError(done.err)
        cls.server = Server(city, os.path.join(cls.folder, "data"))
        cls.server.__enter__()
        cls.client = OSRM(base_url=f"http://127.0.0.1:{cls.server.port}")

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__(None, None, None)

    def test_directions(self):
        route = self.client.directions([WEST, EAST], profile="foot", steps=True)
        self.assertAlmostEqual(route.distance, 80, delta=8)
        self.assertGreater(route.duration, 40)
        self.assertEqual(len(route.geometry[0]), 2)
        self.assertGreaterEqual(len(route.raw["routes"][0]["legs"][0]["steps"]), 2)

    def test_matrix(self):
        matrix = self.client.matrix([WEST, EAST], profile="foot")
        self.assertEqual([row[i] for i, row in enumerate(matrix.durations)], [0, 0])
        self.assertGreater(matrix.durations[0][1], 40)


if __name__ == "__main__":
    unittest.main()
