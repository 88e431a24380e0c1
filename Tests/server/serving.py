"""Real servers for the tests beside this file: starting and stopping them, asking them, listening to them.

The program is $KAIMEN, else the release build of this checkout. Needs Python's standard library only.
"""

import http.client
import json
import os
import queue
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "Tests/cli"))

from test_cli import KAIMEN, Drawing, environment, estate, run  # noqa: E402

START, DOOR, GATE = Drawing.place(-200, 0), "node/20", "node/4"
"""In the estate: a point of Long Street, the door of its house, the only gate on the way."""
NOON = "2026-11-20T12:30"
PATIENCE = 60
"""Seconds after which a test gives up waiting; no test measures time."""


class Answer:
    """What the server answered."""

    def __init__(self, response):
        self.status, self.headers, self.bytes = response.status, response.headers, response.read()

    @property
    def json(self):
        return json.loads(self.bytes)


class Client:
    """One kept-alive connection."""

    def __init__(self, server):
        self.server = server
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)

    def ask(self, path, body=None, method=None, authorised=False, headers=None):
        fields = {"Accept-Language": "en", **(headers or {})}
        if authorised:
            fields["Authorization"] = f"Bearer {self.server.token}"
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode("utf-8")
        self.connection.request(method or ("GET" if body is None else "POST"), path, body, fields)
        return Answer(self.connection.getresponse())

    def close_gate(self, target=GATE, **more):
        """Closes `target`; the answer says how that went."""
        return self.ask("/v1/closures", {"target": target, **more}, authorised=True)

    def lift(self, identity):
        return self.ask(f"/v1/closures/{identity}", method="DELETE", authorised=True)

    def closures(self):
        return {closure["id"]: closure for closure in self.ask("/v1/closures").json["closures"]}

    def journey(self):
        """The status of the journey to the estate's door: ok, unless its gate is closed."""
        lon, lat = map(float, START.split(","))
        return self.ask("/v1/door", {"from": [lon, lat], "to": DOOR, "depart": NOON}).json["status"]

    def close(self):
        self.connection.close()


class Server:
    """`kaimen serve` on a free port of this machine."""

    def __init__(self, city, data, *more, prepare=None):
        self.clients, self.log_path = [], data.rstrip("/") + ".log"
        self.data = data
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [KAIMEN, "serve", city, "--port", "0", "--data", data, "--web", "none", "--set", "rate-limit=0", *more],
                stdout=subprocess.PIPE, stderr=log, env=environment(), preexec_fn=prepare)
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self._ready_line())
        if not found:
            self.kill()
            raise AssertionError(f"kaimen serve ended without an address: {self.log()}")
        self.port = int(found.group(1))
        with open(os.path.join(data, "token"), encoding="ascii") as file:
            self.token = file.read().strip()

    def _ready_line(self):
        line, end = b"", time.monotonic() + PATIENCE
        while not line.endswith(b"\n") and time.monotonic() < end:
            if not select.select([self.process.stdout], [], [], 1)[0]:
                continue
            more = os.read(self.process.stdout.fileno(), 4096)
            if not more:
                break
            line += more
        return line.decode("utf-8")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    @property
    def is_alive(self):
        return self.process.poll() is None

    @property
    def resident(self):
        """Bytes of memory in use."""
        with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")

    def client(self):
        """A new connection, closed with the server at the latest."""
        self.clients.append(Client(self))
        return self.clients[-1]

    def ask(self, *arguments, **options):
        """Asks over a connection of its own."""
        client = self.client()
        try:
            return client.ask(*arguments, **options)
        finally:
            client.close()

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def send(self, number):
        self.process.send_signal(number)

    def stop(self):
        """Asks the server to end, and returns its exit code."""
        self.send(signal.SIGTERM)
        return self.wait()

    def wait(self):
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.kill()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        for client in self.clients:
            client.close()


class Listener:
    """Hears the server's changes on a thread of its own."""

    def __init__(self, server, last=None):
        self.events = queue.Queue()
        self.is_over = threading.Event()
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        self.connection.request("GET", "/v1/changes", headers={} if last is None else {"Last-Event-ID": str(last)})
        self.response = self.connection.getresponse()
        if self.response.status != 200:
            raise AssertionError(f"/v1/changes answered {self.response.status}: {self.response.read()}")
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        event = {}
        try:
            while line := self.response.readline():
                text = line.decode("utf-8").rstrip("\n")
                if not text and "data" in event:
                    self.events.put({**event, "data": json.loads(event["data"])})
                if not text:
                    event = {}
                elif not text.startswith(":"):
                    key, _, value = text.partition(": ")
                    event[key] = value
        except (OSError, http.client.HTTPException, ValueError):
            pass  # The server was killed, or the test is over.
        self.is_over.set()

    def next(self):
        return self.events.get(timeout=PATIENCE)

    def close(self):
        self.connection.close()


class Load:
    """Threads that go on asking until they are told to stop; what went wrong is kept."""

    def __init__(self, server, threads, ask):
        self.answers, self.failures = [0] * threads, []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(server, row, ask)) for row in range(threads)]
        for thread in self._threads:
            thread.start()

    def _run(self, server, row, ask):
        client = server.client()
        while not self._over.is_set():
            try:
                problem = ask(client)
            except (OSError, http.client.HTTPException, ValueError) as error:
                problem = repr(error)
            if problem:
                self.failures.append(problem)
                return
            self.answers[row] += 1
        client.close()

    def await_more(self, count=20):
        """Waits until every thread has had `count` more answers, or one has failed."""
        aims = [answers + count for answers in self.answers]
        end = time.monotonic() + PATIENCE
        while any(answers < aim for answers, aim in zip(self.answers, aims)) and not self.failures:
            if time.monotonic() > end:
                self.failures.append(f"no answers for {PATIENCE} s")
            time.sleep(0.01)

    def stop(self):
        """Ends all threads; returns what went wrong."""
        self._over.set()
        for thread in self._threads:
            thread.join()
        return self.failures


class TestCase(unittest.TestCase):
    """Has the estate as a city file, a scratch folder, and servers that end with the test."""

    folder = None

    @classmethod
    def setUpClass(cls):
        if not os.access(KAIMEN, os.X_OK):
            raise SystemExit(f"there is no program {KAIMEN}; run swift build -c release or set $KAIMEN")
        cls.folder = tempfile.mkdtemp(prefix="kaimen-server-")
        cls.estate = cls.import_city("estate", estate())

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def import_city(cls, name, drawing):
        source, city = (os.path.join(cls.folder, name + end) for end in (".osm", ".kaimen"))
        drawing.write(source)
        done = run("import", source, "-o", city)
        if done.code != 0:
            raise RuntimeError(done.err)
        return city

    def setUp(self):
        self.scratch = tempfile.mkdtemp(dir=self.folder)
        self.data = os.path.join(self.scratch, "data")

    def path(self, name):
        return os.path.join(self.scratch, name)

    def serve(self, *more, city=None, data=None, prepare=None):
        server = Server(city or self.estate, data or self.data, *more, prepare=prepare)
        self.addCleanup(server.kill)
        return server

    def listen(self, server, last=None):
        listener = Listener(server, last)
        self.addCleanup(listener.close)
        return listener

    def await_truth(self, question, what):
        """Waits until `question` is answered with something true."""
        end = time.monotonic() + PATIENCE
        while not (answer := question()):
            self.assertLess(time.monotonic(), end, f"waited {PATIENCE} s for: {what}")
            time.sleep(0.02)
        return answer

    def assert_problem(self, answer, status):
        """RFC 9457: the status, and one sentence."""
        self.assertEqual(answer.status, status, answer.bytes)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        problem = answer.json
        self.assertEqual(problem["status"], status)
        self.assertLessEqual({"type", "title", "status", "detail", "instance"}, set(problem))
        self.assertTrue(problem["detail"])
        return problem["detail"]
