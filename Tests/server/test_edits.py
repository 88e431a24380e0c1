#!/usr/bin/env python3
"""Edits of the map in a running `kaimen serve`: what was acknowledged is never lost, and routes go by it.

The program is $KAIMEN, else the release build of this checkout; $KAIMEN_EDIT_KILLS is how often the server is killed (10).
Needs Python's standard library only.
"""

import contextlib
import http.client
import os
import random
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from serving import DOOR, GATE, PATIENCE, START, Drawing, Server, estate, run  # noqa: E402

KILLS = int(os.environ.get("KAIMEN_EDIT_KILLS", "10"))
SEED = random.SystemRandom().randrange(1_000_000)


def point(x, y):
    return {"type": "Point", "coordinates": [float(number) for number in Drawing.place(x, y).split(",")]}


class EditTests(unittest.TestCase):
    """From the request to the changed route, through restarts and kills."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="kaimen-edits-")
        drawn, self.city = (os.path.join(self.folder, name) for name in ("estate.osm", "estate.kaimen"))
        estate().write(drawn)
        done = run("import", drawn, "-o", self.city)
        self.assertEqual(done.code, 0, done.err)

    def serve(self):
        return Server(self.city, os.path.join(self.folder, "data"))

    def send(self, client, **edit):
        return client.ask("/v1/edits", edit, authorised=True)

    def wait(self, client, identity, applied=True):
        """The edit once routes go by it, or do no longer."""
        for _ in range(PATIENCE * 50):
            edit = client.ask(f"/v1/edits/{identity}").json
            if edit["applied"] == applied:
                return edit
            time.sleep(0.02)
        self.fail(f"edit {identity} was not made: {edit}")

    def status(self, client):
        return client.ask("/v1/door", {"from": [float(x) for x in START.split(",")], "to": DOOR}).json["status"]

    def test_a_rule_changes_the_way_and_undone_gives_it_back(self):
        with self.serve() as server:
            client = server.client()
            self.assertEqual(self.status(client), "ok")
            answer = self.send(client, kind="rule", target=GATE, properties={"rule": {"who": {"foot": "nobody"}}})
            self.assertEqual(answer.status, 201)
            identity = answer.json["id"]
            self.wait(client, identity)
            self.assertEqual(self.status(client), "unreachable")
        with self.serve() as server:
            client = server.client()
            self.assertEqual(self.status(client), "unreachable", "the first answer after a restart goes by it")
            self.assertTrue(client.ask(f"/v1/edits/{identity}").json["applied"])
            undone = client.ask(f"/v1/edits/{identity}/undo", method="POST", authorised=True)
            self.assertEqual(undone.json["status"], "undone")
            self.wait(client, identity, applied=False)
            self.assertEqual(self.status(client), "ok")

    def test_a_gate_tells_its_rule_and_tasks_are_listed_after_a_new_map(self):
        with self.serve() as server:
            client = server.client()
            rule = self.send(client, kind="rule", target=GATE, properties={"rule": {"who": {"foot": "resident"}}}).json["id"]
            gate = client.ask(f"/v1/gates/{GATE}").json
            self.assertEqual((gate["name"], gate["now"]["foot"]["passes"]), ("South Gate", False))
            self.assertEqual(gate["now"]["foot"]["passThatHelps"], ["resident"])
            gates = client.ask(f"/v1/places/{gate['compound']['id']}/gates").json["gates"]
            self.assertEqual([each["id"] for each in gates], [GATE])
            self.assertEqual(client.ask(f"{gate['edits']}&order=newest").json["edits"][0]["id"], rule)
            self.assertEqual(client.ask("/v1/edits?problem=true").json["edits"], [])
        drawn = os.path.join(self.folder, "estate.osm")
        with open(drawn, encoding="utf-8") as file:
            text = file.read()
        number = GATE.split("/")[1]
        with open(drawn, "w", encoding="utf-8") as file:
            file.write(text.replace(f'"{number}"', f'"{number}00"'))
        self.assertEqual(run("import", drawn, "-o", self.city).code, 0)
        with self.serve() as server:
            tasks = server.client().ask("/v1/edits?problem=true&order=newest").json["edits"]
            self.assertEqual([(each["id"], each["status"], each["applied"]) for each in tasks], [(rule, "accepted", False)])
            self.assertIn(GATE, tasks[0]["problem"])

    def test_a_rule_is_tried_before_it_is_saved(self):
        with self.serve() as server:
            client = server.client()
            rule = {"who": {"foot": "badge"}, "hours": "06:00-23:00", "entry": "register", "delay": 20}
            asked = {"gate": GATE, "rule": rule, "at": "2026-11-20T18:20", "language": "zh"}
            without = client.ask("/v1/rule-test", asked).json
            self.assertEqual((without["passes"], without["passThatHelps"]), (False, ["badge"]))
            shown = client.ask("/v1/rule-test", {**asked, "pass": "badge"}).json
            self.assertTrue(shown["passes"])
            self.assertEqual((shown["delay"], shown["closes"]), (20, "2026-11-20T23:00"))
            self.assertIn("请出示通行证", shown["sentence"])
            self.assertTrue(client.ask("/v1/rule-test", {"gate": GATE}).json["passes"], "nothing was saved")
            saved = self.send(client, kind="rule", target=GATE, properties={"rule": rule})
            self.wait(client, saved.json["id"])
            for passes in ([], ["badge"]):
                told = client.ask("/v1/rule-test", {"gate": GATE, "pass": passes, "at": asked["at"]}).json["passes"]
                led = client.ask("/v1/door", {"from": [float(x) for x in START.split(",")], "to": DOOR, "pass": passes,
                                              "depart": asked["at"]}).json["status"]
                self.assertEqual(told, led == "ok", passes)
            for body, says in (({}, "gate"), ({"gate": "node/999"}, "node/999"), ({"gate": GATE, "by": "camel"}, "camel"),
                               ({"gate": GATE, "weather": "hail"}, "hail"), ({"gate": GATE, "rule": {"hours": "off"}}, "off")):
                refused = client.ask("/v1/rule-test", body)
                self.assertIn(refused.status, (400, 422))
                self.assertIn(says, refused.json["detail"])

    def test_what_was_acknowledged_outlives_a_kill(self):
        chance, kept = random.Random(SEED), set()
        for row in range(KILLS):
            with self.subTest(round=row, seed=SEED), self.serve() as server:
                found = self.identities(server.client())
                self.assertEqual(kept - found, set(), "acknowledged, and lost")
                self.assertLessEqual(len(found - kept), 1, "more than the one whose answer was lost")
                kept = found
                killer = threading.Timer(chance.uniform(0.01, 0.3), server.process.kill)
                killer.start()
                try:
                    self.send_until_gone(server.client(), chance, kept)
                finally:
                    killer.join()
        self.assertGreater(len(kept), KILLS)

    @staticmethod
    def identities(client):
        found, since = set(), 0
        while True:
            page = client.ask(f"/v1/edits?limit=1000&since={since}").json
            if not page["edits"]:
                return found
            found |= {edit["id"] for edit in page["edits"]}
            since = page["last"]

    def send_until_gone(self, client, chance, kept):
        with contextlib.suppress(OSError, http.client.HTTPException):
            while True:
                answer = self.send(
                    client, kind="place", geometry=point(chance.uniform(-100, 100), chance.uniform(1, 15)),
                    properties={"placeKind": "station", "name": "暖新驿站"})
                if answer.status == 201:
                    kept.add(answer.json["id"])


if __name__ == "__main__":
    unittest.main()
