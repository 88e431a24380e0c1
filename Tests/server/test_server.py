#!/usr/bin/env python3
"""Holds a running server to its word: starting, stopping, taking a new city, and losing nothing it acknowledged.

$KAIMEN_KILL_ROUNDS sets how often the server is killed (30). Needs Python's standard library only.
"""

import calendar
import contextlib
import http.client
import json
import os
import random
import resource
import shutil
import signal
import socket
import struct
import subprocess
import threading
import time
import unittest
import zlib

from serving import DOOR, GATE, NOON, START, Drawing, Load, Server, TestCase, estate, run

KILL_ROUNDS = int(os.environ.get("KAIMEN_KILL_ROUNDS") or 30)
SEED = int(os.environ.get("KAIMEN_SEED") or 3)
HERE = dict(zip(("longitude", "latitude"), map(float, START.split(","))))


class Starting(TestCase):
    def refuse(self, *parts, city=None, data=None, port=0, more=()):
        """The server does not start: exit code 2, one sentence with `parts` in it, nothing on stdout."""
        answer = run("serve", city or self.estate, "--data", data or self.data, "--port", port, "--web", "none", *more)
        self.assertEqual((answer.code, answer.out), (2, ""), answer.err)
        said = [line for line in answer.err.splitlines() if line.startswith("kaimen: ")]
        self.assertEqual(len(said), 1, answer.err)
        self.assertEqual(answer.err.splitlines()[-1], said[0])
        self.assertNotIn("Fatal", answer.err)
        for part in parts:
            self.assertIn(str(part), said[0])

    def test_a_port_in_use_is_said_in_one_sentence(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            self.refuse(f"port {port} is in use", "--port", port=port)
        with self.serve() as server:
            self.refuse(f"port {server.port} is in use", data=self.path("other"), port=server.port)
            self.assertEqual(server.ask("/healthz").status, 200)

    def test_an_address_that_is_not_of_this_machine(self):
        self.refuse("192.0.2.1", "--host", more=["--host", "192.0.2.1"])

    def test_a_city_that_is_missing_of_another_version_or_damaged(self):
        with open(self.estate, "rb") as file:
            good = file.read()
        newer = bytearray(good)
        # The header's version and its checksum: docs/formats.md.
        struct.pack_into("<I", newer, 8, 99)
        struct.pack_into("<I", newer, 60, zlib.crc32(bytes(newer[:60])))
        damages = {
            "missing": None, "empty": b"", "short": good[:100], "half": good[:len(good) // 2],
            "text": b"no city at all\n" * 1000, "layout 99": bytes(newer),
        }
        flip = random.Random(SEED)
        for row in range(8):
            where = flip.randrange(len(good))
            damages[f"flipped at {where}"] = good[:where] + bytes([good[where] ^ 0x40]) + good[where + 1:]
        for name, content in damages.items():
            with self.subTest(name):
                city = self.path(name.replace(" ", "-") + ".kaimen")
                if content is not None:
                    with open(city, "wb") as file:
                        file.write(content)
                # The sentence names the file, and the layout where that is the reason.
                self.refuse(os.path.basename(city), "99" if "99" in name else "", city=city)
                self.assertFalse(os.path.exists(self.data), "a directory was left behind")

    def test_a_failed_start_does_not_swallow_the_token(self):
        self.refuse(city=self.path("none.kaimen"))
        with self.serve() as server:
            self.assertIn(server.token, server.log(), "the token was made, yet never shown")
        with self.serve() as again:
            self.assertEqual(again.log().count(again.token), 1, "the token is shown once only")

    def test_the_token_is_for_its_owner_only(self):
        with self.serve() as server:
            self.assertEqual(os.stat(os.path.join(self.data, "token")).st_mode & 0o777, 0o600)
            for path in ("/metrics", "/v1/city", "/v1/closures", "/healthz"):
                self.assertNotIn(server.token.encode(), server.ask(path).bytes)

    def test_what_people_report_is_for_the_owner_only_in_a_directory_that_was_there_before(self):
        os.mkdir(self.data, 0o755)
        with self.serve():
            for name in os.listdir(self.data):
                self.assertEqual(os.stat(os.path.join(self.data, name)).st_mode & 0o077, 0, name)

    def test_as_many_files_may_be_open_as_the_system_allows(self):
        def prepare():
            resource.setrlimit(resource.RLIMIT_NOFILE, (256, 1024))

        with self.serve(prepare=prepare) as server, open(f"/proc/{server.process.pid}/limits", encoding="ascii") as file:
            self.assertEqual([line.split()[3:5] for line in file if line.startswith("Max open files")], [["1024", "1024"]])

    def test_a_data_directory_that_cannot_be_written(self):
        plain = self.path("plain")
        with open(plain, "w", encoding="ascii") as file:
            file.write("a file\n")
        self.refuse("plain", "--data", data=plain)
        self.refuse("--data", data=os.path.join(plain, "below"))
        self.refuse("--data", data="/proc/kaimen")
        if os.geteuid() != 0:
            os.mkdir(self.data, 0o500)
            self.refuse("--data")

    def test_a_data_directory_in_use_by_another_server(self):
        with self.serve() as server:
            self.refuse(self.data, "another server")
            self.assertEqual(server.client().close_gate().status, 201)
        self.serve().kill()

    def test_a_store_that_is_not_ours_or_damaged(self):
        self.serve().stop()
        store = os.path.join(self.data, "kaimen.sqlite")
        with open(store, "rb") as file:
            good = file.read()
        for name, content in {"foreign": b"x" * 5000, "damaged": good[:100] + b"\xff" * (len(good) - 100)}.items():
            with self.subTest(name):
                for end in ("-wal", "-shm"):
                    with contextlib.suppress(FileNotFoundError):
                        os.unlink(store + end)
                with open(store, "wb") as file:
                    file.write(content)
                self.refuse("kaimen.sqlite")
                with open(store, "rb") as file:
                    self.assertEqual(file.read(), content, "what was not understood was changed")

    def test_settings_that_make_no_sense(self):
        self.refuse("speed", more=["--set", "speed=1"])
        self.refuse("rate-limit", "fast", more=["--set", "rate-limit=fast"])
        self.refuse("port", more=["--port", "70000"])
        self.refuse("nowhere.yaml", more=["--config", self.path("nowhere.yaml")])


class Stopping(TestCase):
    def test_requests_under_way_are_answered_and_listeners_let_go(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number), self.serve() as server:
                listener, idle = self.listen(server), server.client()
                self.assertEqual(idle.journey(), "ok")
                body = json.dumps({"from": [HERE["longitude"], HERE["latitude"]], "to": DOOR, "depart": NOON}).encode()
                with server.connect() as under_way:
                    under_way.sendall(b"POST /v1/door HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body[:9])
                    # So that the head is with the handler when the signal comes.
                    time.sleep(0.3)
                    server.send(number)
                    self.assertTrue(listener.is_over.wait(30), "the listener was not let go")
                    under_way.sendall(body[9:])
                    answer = http.client.HTTPResponse(under_way)
                    answer.begin()
                    self.assertEqual(json.loads(answer.read())["status"], "ok")
                self.assertEqual(server.wait(), 0, server.log())

    def test_a_stop_under_load_breaks_no_answer(self):
        with self.serve() as server:
            broken = []

            def ask(client):
                try:
                    answer = client.ask("/v1/city")
                except (OSError, http.client.RemoteDisconnected):
                    return "stopped"
                except http.client.HTTPException as error:
                    broken.append(repr(error))
                    return "broken"
                if answer.status != 200:
                    broken.append(answer.status)
                return None

            load = Load(server, 4, ask)
            load.await_more()
            code = server.stop()
            load.stop()
            self.assertEqual((code, broken), (0, []))


class Reloading(TestCase):
    def setUp(self):
        super().setUp()
        self.city = self.path("live.kaimen")
        shutil.copy(self.estate, self.city)
        drawing = estate()
        drawing.node(31, 50, 0, amenity="cafe", name="New Café")
        self.newer = self.import_city("newer", drawing)

    def replace(self, city):
        """As `kaimen import` does: a new file under a name of its own, then renamed."""
        shutil.copy(city, self.city + ".new")
        os.rename(self.city + ".new", self.city)

    @staticmethod
    def ask(client):
        status = client.journey()
        return None if status == "ok" else f"the journey is {status}"

    def test_a_new_city_is_taken_under_load_without_a_failed_request(self):
        with self.serve(city=self.city) as server:
            listener, load = self.listen(server), Load(server, 4, self.ask)
            for city in (self.newer, self.estate, self.newer):
                load.await_more()
                before = server.ask("/v1/city").json["id"]
                self.replace(city)
                server.send(signal.SIGHUP)
                self.assertEqual(listener.next()["event"], "city.replaced")
                self.assertNotEqual(server.ask("/v1/city").json["id"], before)
                load.await_more()
            self.assertEqual(load.stop(), [])
            self.assertTrue(server.is_alive)

    def test_closures_outlive_a_new_city(self):
        with self.serve(city=self.city) as server:
            client = server.client()
            self.assertEqual(client.close_gate().status, 201)
            self.replace(self.newer)
            answer = client.ask("/v1/reload", b"", authorised=True)
            self.assertEqual(answer.status, 200, answer.bytes)
            self.assertEqual(client.journey(), "unreachable")
            self.assertEqual([closure["target"] for closure in client.closures().values()], [GATE])

    def test_closures_made_while_the_city_changes_hold(self):
        def change(client):
            answer = client.close_gate()
            if answer.status != 201:
                return answer.bytes
            status = client.journey()
            lifted = client.lift(answer.json["id"]).status
            return None if (status, lifted) == ("unreachable", 204) else f"the journey is {status}, lifting {lifted}"

        with self.serve(city=self.city) as server:
            load = Load(server, 4, change)
            for city in (self.newer, self.estate, self.newer, self.estate):
                load.await_more(5)
                self.replace(city)
                self.assertEqual(server.ask("/v1/reload", b"", authorised=True).status, 200)
            self.assertEqual(load.stop(), [])
            self.assertEqual((server.client().closures(), server.client().journey()), ({}, "ok"))

    def test_a_damaged_new_file_leaves_the_old_one_in_service(self):
        with open(self.newer, "rb") as file:
            good = file.read()
        with self.serve(city=self.city) as server:
            before, load = server.ask("/v1/city").json["id"], Load(server, 4, self.ask)
            for content in (b"", b"no city", good[:len(good) // 2], good[:-9] + bytes(9)):
                with open(self.city + ".new", "wb") as file:
                    file.write(content)
                os.rename(self.city + ".new", self.city)
                self.assert_problem(server.ask("/v1/reload", b"", authorised=True), 409)
                said = server.log().count("the city stays as it was")
                server.send(signal.SIGHUP)
                self.await_truth(lambda: server.log().count("the city stays as it was") > said, "the log to tell it")
                load.await_more()
            os.unlink(self.city)
            self.assert_problem(server.ask("/v1/reload", b"", authorised=True), 409)
            self.assertEqual((load.stop(), server.ask("/v1/city").json["id"]), ([], before))

    def test_nobody_reloads_without_the_token(self):
        with self.serve() as server:
            self.assert_problem(server.ask("/v1/reload", b""), 401)
            self.assert_problem(server.ask("/v1/reload", b"", headers={"Authorization": "Bearer no"}), 401)


class Keeping(TestCase):
    def test_a_restart_keeps_closures_and_reports(self):
        with self.serve() as server:
            client = server.client()
            kept = client.close_gate(reason="wedding 婚礼", modes=["foot", "car"]).json
            lifted = client.close_gate(reason="lifted").json
            self.assertEqual(client.lift(lifted["id"]).status, 204)
            report = client.ask("/v1/reports", {
                "position": [HERE["longitude"], HERE["latitude"]], "kind": "wall-missing", "text": "墙没了", "object": GATE})
            self.assertEqual(report.status, 201, report.bytes)
            before = client.ask("/v1/reports", authorised=True).json
            self.assertEqual(server.stop(), 0)
        with self.serve() as server:
            client = server.client()
            self.assertEqual(client.closures(), {kept["id"]: kept})
            self.assertEqual(client.journey(), "unreachable")
            self.assertEqual(client.ask("/v1/reports", authorised=True).json, before)
            self.assertEqual(before["reports"][0]["text"], "墙没了")
            self.assertEqual(client.lift(kept["id"]).status, 204)
            self.assertEqual(client.journey(), "ok")

    def test_what_was_acknowledged_outlives_a_kill(self):
        chance = random.Random(SEED)
        standing, unsure = set(), set()
        for row in range(KILL_ROUNDS):
            with self.subTest(round=row, seed=SEED), self.serve("--set", "max-closures=1000000") as server:
                found = set(server.client().closures())
                self.assertEqual(standing - found - unsure, set(), "acknowledged, and lost")
                self.assertLessEqual(len(found - standing - unsure), 1, "more than the one whose answer was lost")
                standing, unsure = found, set()
                killer = threading.Timer(chance.uniform(0.005, 0.25), server.process.kill)
                killer.start()
                try:
                    self.change(server.client(), chance, standing, unsure)
                finally:
                    killer.join()

    @staticmethod
    def change(client, chance, standing, unsure):
        """Adds and lifts closures until the server is gone; `unsure` are those whose lifting was not answered."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            while True:
                if standing and chance.random() < 0.4:
                    identity = chance.choice(sorted(standing))
                    unsure.add(identity)
                    answer = client.lift(identity)
                    if answer.status == 204:
                        standing.discard(identity)
                        unsure.discard(identity)
                else:
                    answer = client.close_gate()
                    if answer.status == 201:
                        standing.add(answer.json["id"])

    def test_closures_end_by_themselves(self):
        with self.serve() as server:
            client, listener = server.client(), self.listen(server)
            now = client.ask("/v1/city").json["time"]
            soon = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(self.civil(now) + 8))
            # A step before the gate: what counts is whether it is closed when one gets there.
            before_gate = [float(number) for number in Drawing.place(0, 18).split(",")]

            def live():
                # Without a departure: now.
                return client.ask("/v1/door", {"from": before_gate, "to": DOOR}).json["status"]

            closure = client.close_gate(until=soon)
            self.assertEqual(closure.status, 201, closure.bytes)
            self.assertEqual((listener.next()["event"], live()), ("closure.added", "unreachable"))
            event = listener.next()
            self.assertEqual((event["event"], event["data"]["id"]), ("closure.expired", closure.json["id"]))
            self.assertEqual((client.closures(), live()), ({}, "ok"))

    @staticmethod
    def civil(text):
        return calendar.timegm(time.strptime(text[:19], "%Y-%m-%dT%H:%M:%S"))

    def test_listeners_catch_up_after_a_restart(self):
        with self.serve() as server:
            client, listener = server.client(), self.listen(server)
            first = client.close_gate().json["id"]
            heard = listener.next()
            self.assertEqual((heard["event"], heard["data"]["id"]), ("closure.added", first))
            second = client.close_gate().json["id"]
            client.lift(first)
            server.kill()
        with self.serve() as server:
            listener = self.listen(server, last=heard["id"])
            self.assertEqual(
                [(event["event"], event["data"]["id"]) for event in (listener.next(), listener.next())],
                [("closure.added", second), ("closure.lifted", first)])
            third = server.client().close_gate().json["id"]
            event = listener.next()
            self.assertEqual((event["event"], event["data"]["id"]), ("closure.added", third))
            self.assertGreater(int(event["id"]), int(heard["id"]) + 2)
            self.assertTrue(listener.events.empty())

    def test_who_was_away_for_long_misses_nothing(self):
        with self.serve() as server:
            officer = server.client()
            for _ in range(520):
                officer.lift(officer.close_gate().json["id"])
            listener = self.listen(server, last=0)
            last = officer.close_gate().json["id"]
            heard = [listener.next()]
            while heard[-1]["data"]["id"] != last:
                if heard[-1]["event"] == "reset":
                    return  # Told to ask for everything anew: as good.
                heard.append(listener.next())
            self.assertEqual([int(event["id"]) for event in heard], list(range(1, 1042)))

    def test_a_full_disk_is_said_and_loses_nothing(self):
        disk = self.path("disk")
        os.mkdir(disk)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "kaimen", disk], capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("a small disk cannot be mounted here: " + mounted.stderr.decode("utf-8", "replace").strip())
        self.addCleanup(subprocess.run, ["umount", "-l", disk], check=False)
        data = os.path.join(disk, "data")
        server = self.serve(data=data)
        client = server.client()
        kept = {client.close_gate(reason=f"before {row}").json["id"] for row in range(5)}
        filler = os.path.join(disk, "filler")
        with open(filler, "wb", buffering=0) as file, contextlib.suppress(OSError):
            while file.write(bytes(4096)) == 4096:
                pass
        refused = None
        # What room the write-ahead log has already may still be filled.
        for row in range(2000):
            answer = client.close_gate(reason=f"full {row} " + "x" * 200)
            if answer.status != 201:
                refused = answer
                break
            kept.add(answer.json["id"])
        self.assertIsNotNone(refused, "the disk never got full")
        self.assertIn("nothing was stored", self.assert_problem(refused, 507))
        self.assertEqual(set(client.closures()), kept)
        self.assertEqual(client.journey(), "unreachable")
        self.assertEqual(client.ask("/healthz").status, 200)
        self.assert_problem(client.ask("/readyz"), 507)
        self.assert_problem(client.ask("/v1/reports", {"position": [HERE["longitude"], HERE["latitude"]], "text": "x" * 2000}), 507)
        self.assertTrue(server.is_alive, server.log())
        os.unlink(filler)
        again = client.close_gate(reason="room again")
        self.assertEqual(again.status, 201, again.bytes)
        self.assertEqual(client.ask("/readyz").status, 200)
        kept.add(again.json["id"])
        server.kill()
        with self.serve(data=data) as server:
            self.assertEqual(set(server.client().closures()), kept)

    def test_a_file_size_limit_is_an_error_of_the_store_not_the_end(self):
        def prepare():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

        server = self.serve(prepare=prepare)
        client, kept, refused = server.client(), set(), None
        for row in range(3000):
            answer = client.close_gate(reason="x" * 250)
            if answer.status != 201:
                refused = answer
                break
            kept.add(answer.json["id"])
        self.assertIsNotNone(refused, "the limit was never reached")
        self.assert_problem(refused, 507)
        self.assertEqual(set(client.closures()), kept)
        self.assertEqual(client.journey(), "unreachable")
        server.kill()
        with self.serve() as server:
            self.assertEqual(set(server.client().closures()), kept)


class Changing(TestCase):
    def test_a_change_is_seen_by_whoever_asks_after_its_answer(self):
        with self.serve() as server:
            stop, failures, answers = threading.Event(), [], [0]

            def ask():
                client = server.client()
                while not stop.is_set():
                    began = time.monotonic()
                    answer = client.ask(f"/route/v1/foot/{START};13.0000000,52.0005391?overview=false")
                    if answer.status not in (200, 400):
                        failures.append((answer.status, answer.bytes))
                    answers[0] += 1
                    # Two hundred a second from four clients.
                    time.sleep(max(0.0, 0.02 - (time.monotonic() - began)))

            threads = [threading.Thread(target=ask) for _ in range(4)]
            for thread in threads:
                thread.start()
            officer, other = server.client(), server.client()
            try:
                for _ in range(100):
                    closure = officer.close_gate()
                    self.assertEqual(closure.status, 201, closure.bytes)
                    self.assertEqual(other.journey(), "unreachable")
                    self.assertEqual(officer.lift(closure.json["id"]).status, 204)
                    self.assertEqual(other.journey(), "ok")
            finally:
                stop.set()
                for thread in threads:
                    thread.join()
            self.assertEqual(failures, [])
            self.assertGreater(answers[0], 0)

    def test_many_change_at_once_and_all_agree_in_the_end(self):
        with self.serve() as server:
            def change(client):
                answer = client.close_gate()
                if answer.status != 201:
                    return answer.bytes
                answer = client.lift(answer.json["id"])
                return None if answer.status == 204 else answer.bytes

            load = Load(server, 8, change)
            load.await_more(10)
            self.assertEqual(load.stop(), [])
            self.assertEqual((server.client().closures(), server.client().journey()), ({}, "ok"))

    def test_only_the_token_closes(self):
        with self.serve() as server:
            for fields in ({}, {"Authorization": "Bearer"}, {"Authorization": "Bearer x" * 100},
                           {"Authorization": "Basic " + server.token}, {"Authorization": "Bearer " + server.token[:-1]}):
                answer = server.ask("/v1/closures", {"target": GATE}, headers=fields)
                self.assert_problem(answer, 401)
                self.assertTrue(answer.headers["WWW-Authenticate"].startswith("Bearer"))
            self.assertEqual(server.client().closures(), {})


if __name__ == "__main__":
    unittest.main(verbosity=1)
