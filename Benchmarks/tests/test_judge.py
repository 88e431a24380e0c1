"""The judge on drawn lines: `python -m unittest discover -s Benchmarks/tests`."""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchlib import environment

environment.enter()

from benchlib.citymap import read_city
from benchlib.judge import Judge, planar
from benchlib.sampling import Task
from benchlib.verdicts import judge_journey

SCALE = 1e-5
"""One unit of the drawings: about 1.1 m north, and as much east (they lie at the equator)."""

#      10 +-----------fence----------+
#         |                          |
#       5 |      house (10..20)      G gate at (30, 5)
#         |                          |
#       0 +---------- . -------------+        a path crosses the fence at (5, 0), sharing no node;
#         0          15             30        a road shares its node (15, 0)
NODES = {
    1: (0, 0, ""), 2: (0, 10, ""), 3: (30, 10, ""), 4: (30, 5, "barrier=gate"), 5: (30, 0, ""),
    6: (15, 0, ""),
    11: (10, 4, ""), 12: (10, 8, ""), 13: (20, 8, ""), 14: (20, 4, ""), 15: (15, 4, "entrance=main"),
    16: (10, 6, "entrance=exit"),
    21: (15, -20, ""), 22: (15, 2, ""), 23: (5, -20, ""), 24: (5, 2, ""),
    31: (-20, 5, ""), 32: (-10, 5, ""), 33: (-10, 6, ""), 34: (12, 6, ""), 35: (40, 5, ""),
    41: (25, -20, ""), 42: (25, 3, ""),
    61: (80, 0, ""), 62: (110, 0, ""), 63: (110, 30, ""), 64: (80, 30, ""), 65: (85, 5, ""),
    66: (95, 5, ""), 67: (105, 5, ""), 68: (105, 25, ""), 69: (85, 25, ""), 70: (95, -10, ""),
    51: (60, 0, ""), 52: (60, 10, ""), 53: (60, 20, ""),
}  # fmt: skip
WAYS = {
    1: ([1, 2, 3, 4, 5, 6, 1], "barrier=fence"),
    2: ([11, 16, 12, 13, 14, 15, 11], "building=yes"),
    3: ([21, 6, 22], "highway=residential"),
    4: ([23, 24], "highway=path"),
    5: ([41, 42], "highway=footway,bridge=yes,layer=1"),
    6: ([51, 52], "barrier=wall"),
    7: ([52, 53], "barrier=fence"),
    8: ([61, 62, 63, 64, 61], "building=yes"),
    9: ([65, 66, 67, 68, 69, 65], ""),
    10: ([70, 66], "highway=footway,tunnel=building_passage"),
}  # fmt: skip


def tag_xml(tags: str) -> str:
    pairs = [tag.split("=") for tag in tags.split(",") if tag]
    return "".join(f'<tag k="{key}" v="{value}"/>' for key, value in pairs)


def drawing() -> str:
    nodes = (
        f'<node id="{id}" version="1" lon="{x * SCALE}" lat="{y * SCALE}">{tag_xml(tags)}</node>'
        for id, (x, y, tags) in NODES.items()
    )
    ways = (
        f'<way id="{id}" version="1">'
        + "".join(f'<nd ref="{ref}"/>' for ref in refs)
        + f"{tag_xml(tags)}</way>"
        for id, (refs, tags) in WAYS.items()
    )
    yard = (
        '<relation id="1" version="1"><member type="way" ref="8" role="outer"/>'
        '<member type="way" ref="9" role="inner"/><tag k="type" v="multipolygon"/>'
        '<tag k="building" v="yes"/></relation>'
    )
    return f'<osm version="0.6">{"".join(nodes)}{"".join(ways)}{yard}</osm>'


class JudgeTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "drawing.osm"
            path.write_text(drawing())
            cls.city = read_city(path)
        cls.judge = Judge(cls.city)

    def crossed(self, *line: tuple[float, float]) -> list[tuple[str, bool]]:
        scaled = [(x * SCALE, y * SCALE) for x, y in line]
        found = self.judge.crossings(planar(self.city.plane, scaled))
        return [(crossing.object, crossing.on_way) for crossing in found]

    def outcome(self, *line: tuple[float, float], status: str = "ok", doubts: list | None = None) -> str:
        coordinates = [[x * SCALE, y * SCALE] for x, y in line]
        answer = {"status": status, "geometry": {"coordinates": coordinates}, "doubts": doubts or []}
        task = Task(self.city.plane.to_xy(*coordinates[0]), self.city.doors[0])
        return judge_journey(self.judge, self.city.plane, task, answer).outcome

    def test_a_journey_through_the_shared_node_to_the_door_is_correct(self) -> None:
        self.assertEqual(self.outcome((15, -20), (15, 0), (15, 4)), "correct")

    def test_a_journey_that_stops_short_of_the_door_is_wrong(self) -> None:
        self.assertEqual(self.outcome((15, -20), (15, 0)), "wrong: ends elsewhere")

    def test_a_journey_through_the_fence_is_wrong_whatever_it_doubts(self) -> None:
        line = ((20, -20), (20, 2), (15, 4))
        self.assertEqual(self.outcome(*line, doubts=["crosses way/1"]), "wrong: crosses")
        self.assertEqual(self.outcome(*line, status="unverified"), "unverified, crossing")

    def test_a_journey_on_a_way_through_the_fence_must_say_so(self) -> None:
        line = ((5, -20), (5, 2), (15, 4))
        self.assertEqual(self.outcome(*line), "wrong: contradiction unflagged")
        self.assertEqual(self.outcome(*line, doubts=["door inferred"]), "wrong: contradiction unflagged")
        self.assertEqual(self.outcome(*line, doubts=["crosses way/12"]), "wrong: contradiction unflagged")
        for doubt in ("the path crosses a fence (way/1)", {"object": "way/1"}):
            self.assertEqual(self.outcome(*line, doubts=[doubt]), "contradiction, flagged")

    def test_an_unreachable_door_is_counted_as_such(self) -> None:
        task = Task((0, 0), self.city.doors[0])
        answer = {"status": "unreachable", "reason": "node/4 is locked"}
        verdict = judge_journey(self.judge, self.city.plane, task, answer)
        self.assertEqual(verdict.outcome, "unreachable")

    def test_the_yard_of_a_building_drawn_twice_may_be_crossed(self) -> None:
        self.assertEqual(self.crossed((95, -10), (95, 5), (92, 20)), [])

    def test_beyond_the_yard_the_building_is_solid(self) -> None:
        self.assertEqual(set(self.crossed((95, -10), (95, 5), (92, 28))), {("relation/1", False)})

    def test_the_drawing_holds_one_door(self) -> None:
        self.assertEqual([door.node for door in self.city.doors], [15])

    def test_a_line_through_a_fence_crosses_it(self) -> None:
        self.assertEqual(self.crossed((-10, 5), (5, 5)), [("way/1", False)])

    def test_a_line_through_the_gate_crosses_nothing(self) -> None:
        self.assertEqual(self.crossed((40, 5), (25, 5), (25, 2), (15, 2), (15, 4)), [])

    def test_a_line_through_a_shared_node_crosses_nothing(self) -> None:
        self.assertEqual(self.crossed((15, -20), (15, 0), (15, 4)), [])

    def test_a_line_beside_the_gate_crosses_the_fence(self) -> None:
        self.assertEqual(self.crossed((40, 7), (25, 7)), [("way/1", False)])

    def test_a_mapped_way_through_the_fence_is_the_maps_own_contradiction(self) -> None:
        self.assertEqual(self.crossed((5, -20), (5, 2)), [("way/1", True)])

    def test_a_bridge_over_the_fence_crosses_nothing(self) -> None:
        self.assertEqual(self.crossed((25, -20), (25, 3)), [])

    def test_crossing_under_a_bridge_at_a_right_angle_is_judged(self) -> None:
        self.assertEqual(self.crossed((26, -5), (26, 3)), [("way/1", False)])

    def test_a_line_that_ends_at_the_door_from_inside_walks_through_the_building(self) -> None:
        self.assertEqual(self.crossed((5, 6), (12, 6), (15, 4)), [("way/2", False)])

    def test_a_line_through_the_buildings_wall_crosses_it(self) -> None:
        self.assertIn(("way/2", False), self.crossed((15, 9), (15, 4)))

    def test_touching_a_corner_crosses_nothing(self) -> None:
        self.assertEqual(self.crossed((-5, 5), (0, 10), (5, 15)), [])

    def test_walking_along_a_fence_crosses_nothing(self) -> None:
        self.assertEqual(self.crossed((-5, 12), (2, 10), (20, 10), (25, 12)), [])

    def test_walking_along_a_fence_and_leaving_on_the_other_side_crosses_it(self) -> None:
        self.assertEqual(len(self.crossed((-5, 12), (2, 10), (20, 10), (25, 8))), 1)

    def test_no_line_slips_through_the_joint_of_two_fences(self) -> None:
        self.assertEqual(len(self.crossed((50, 10), (70, 10))), 1)

    def test_a_line_past_the_free_end_of_a_fence_crosses_nothing(self) -> None:
        self.assertEqual(self.crossed((50, 20.1), (70, 20.1)), [])

    def test_rounding_to_six_decimals_at_a_corner_crosses_nothing(self) -> None:
        self.assertEqual(self.crossed((-5, 5), (0.04, 9.97), (5, 15)), [])

    def test_a_point_crosses_nothing(self) -> None:
        self.assertEqual(self.crossed((5, 5), (5, 5)), [])


if __name__ == "__main__":
    unittest.main()
