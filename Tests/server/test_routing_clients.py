#!/usr/bin/env python3
"""Existing clients of OSRM against `kaimen serve`, unchanged: routingpy and the VROOM solver, both from PyPI.

The program is $KAIMEN, else the release build of this checkout; ./test brings the clients.
"""

import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from serving import START, Drawing, Server, estate, run  # noqa: E402

try:
    import vroom
    from routingpy import OSRM
except ImportError as error:
    sys.exit(f"Tests/server/test_routing_clients.py needs {error.name}: run ./test, or pip install routingpy pyvroom")

WEST, EAST = ([float(x) for x in place.split(",")] for place in (START, Drawing.place(-120, 0)))


class RoutingClients(unittest.TestCase):
    """What programs written for OSRM do with us."""

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

    def test_vroom_plans_a_round(self):
        middle = [(west + east) / 2 for west, east in zip(WEST, EAST)]
        plan = vroom.Input(
            servers={"foot": f"127.0.0.1:{self.server.port}"}, router=vroom._vroom.ROUTER.OSRM, geometry=True)
        plan.add_vehicle(vroom.Vehicle(1, profile="foot", start=tuple(WEST)))
        plan.add_job([vroom.Job(1, location=tuple(EAST)), vroom.Job(2, location=tuple(middle))])
        solution = plan.solve(exploration_level=5, nb_threads=1)
        self.assertEqual(solution.summary.unassigned, 0)
        self.assertEqual([int(stop) for stop in solution.routes.id.dropna()], [2, 1])
        there = self.client.directions([WEST, EAST], profile="foot")
        self.assertAlmostEqual(solution.summary.distance, there.distance, delta=4)
        self.assertAlmostEqual(solution.summary.cost, there.duration, delta=4)


if __name__ == "__main__":
    unittest.main()
