#!/usr/bin/env python3
"""Sends malformed requests to a running server: it must neither crash, nor answer 5xx, nor grow.

usage: Fuzz/fuzz_http.py [--city CITY] [--examples N] [--requests N] [--seed N] [--only schema|raw] [--keep DIR]

Two ways: schemathesis against Web/openapi.json, all checks, N examples an operation; then N mutated requests of our own
(addresses, heads, bodies, whole requests), most of them over kept-alive connections. Same seed, same requests.
The program is $KAIMEN, else the release build; without --city a small town is generated. Schemathesis is set up in
$KAIMEN_FUZZ_CACHE, or ~/.cache/kaimen-fuzz. Requests that were answered by 5xx are kept in --keep (Fuzz/.build/http).
"""

import argparse
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.parse

FUZZ = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(FUZZ)
sys.path.insert(0, os.path.join(ROOT, "Tests/server"))

from serving import KAIMEN, Server  # noqa: E402

CACHE = os.environ.get("KAIMEN_FUZZ_CACHE") or os.path.expanduser("~/.cache/kaimen-fuzz")
SCHEMATHESIS = "schemathesis==4.32.5"
THREADS = 4
WARM_UP = 0.2
"""Share of the requests after which memory is measured first."""
ALLOWED_GROWTH = 24 << 20
"""Bytes: allocator arenas of threads that come late; a leak of 300 bytes a request exceeds it at 100,000 requests."""

INTERESTING = [
    b"", b"0", b"-1", b"1e999", b"-1e999", b"nan", b"inf", b"99999999999999999999", b"-9223372036854775808", b"0x1", b"1_0",
    b"%", b"%0", b"%00", b"%ff", b"%zz", b"%2e%2e%2f", b"../", b"..\\", b"//", b"\x00", b"\xff", b"\xed\xa0\x80", b"\xc0\xae",
    b"\\ud800", b"\\u0000", "门".encode(), "🛵".encode(), "e\u0301".encode(), b"\r\n", b"\n", b"\t", b" ", b"'", b'"', b"\\",
    b"{", b"}", b"[", b"]", b"[[[[[[[[", b"null", b"true", b"{}", b"[]", b";", b",", b"&", b"?", b"#", b"=", b"+", b"*", b":",
    b"node/1", b"way/0", b"relation/1", b"node/-1", b"a" * 300, b"9" * 400, b"1," * 200, b"polyline(", b"_" * 50, b"13.37,52.52",
]


# MARK: Requests

class Templates:
    """Good requests about the city that is served, to be spoilt."""

    def __init__(self, server):
        city = server.ask("/v1/city").json
        self.west, self.south, self.east, self.north = city["bounds"]
        self.kinds = [row["kind"] for row in city["placeKinds"]] or ["cafe"]
        self.token = server.token
        names = server.ask("/v1/search?" + urllib.parse.urlencode({"q": "1", "limit": 50})).json["results"]
        self.ids = [row["id"] for row in names if row["id"]] or ["node/1"]
        self.modes = city["modes"]

    def place(self, chance):
        return round(chance.uniform(self.west, self.east), 6), round(chance.uniform(self.south, self.north), 6)

    def end(self, chance):
        return chance.choice([list(self.place(chance)), chance.choice(self.ids), "%s,%s" % self.place(chance), "3-2"])

    def get(self, chance):
        def query(path, **values):
            return path + "?" + urllib.parse.urlencode(values, safe=",;")

        here = "%s,%s" % self.place(chance)
        line = ";".join("%s,%s" % self.place(chance) for _ in range(chance.randint(2, 6)))
        zoom = chance.randint(10, 18)
        tile = [int((self.west + 180) / 360 * 2 ** zoom) + chance.randint(-2, 2), int(0.42 * 2 ** zoom) + chance.randint(-9, 9)]
        return chance.choice([
            lambda: "/v1/city", lambda: "/v1/closures", lambda: "/healthz", lambda: "/readyz", lambda: "/tiles.json",
            lambda: query("/v1/doors", of=chance.choice(self.ids), datum="gcj02", language="zh"),
            lambda: query("/v1/search", q=chance.choice(["1", "3-2", "门", "a b"]), near=here, limit=5),
            lambda: query("/v1/reach", **{"from": here}, minutes="2,5", by=chance.choice(self.modes), depart="2026-11-20T12:30"),
            lambda: query("/v1/nearest", kind=chance.choice(self.kinds), **{"from": here}, count=3, open="true"),
            lambda: query("/v1/changes", since=chance.randint(0, 99)),
            lambda: f"/v1/closures/c_{chance.randint(0, 9 ** 9)}",
            lambda: f"/tiles/{zoom}/{tile[0]}/{tile[1]}.mvt", lambda: "/assets/explore.js", lambda: "/",
            lambda: query(f"/route/v1/foot/{line}", overview="full", steps="true", geometries="polyline6", alternatives=2),
            lambda: query(f"/route/v1/driving/{line}", annotations="true", radiuses="unlimited;" * line.count(";") + "90"),
            lambda: query(f"/table/v1/bike/{line}", sources="0;1", annotations="duration,distance"),
            lambda: query(f"/nearest/v1/walking/{here}", number=3, bearings="90,20"),
            lambda: query(f"/match/v1/foot/{line}", timestamps=";".join(str(60 * n) for n in range(line.count(";") + 1))),
            lambda: query(f"/trip/v1/foot/{line}", roundtrip="true", source="first", geometries="geojson"),
        ])()

    def post(self, chance):
        """An address and a body."""
        x, y = self.place(chance)
        area = {"type": "Polygon", "coordinates": [[[x, y], [x + 1e-4, y], [x, y + 1e-4], [x, y]]]}
        return chance.choice([
            lambda: ("/v1/door", {"from": self.end(chance), "to": self.end(chance), "by": chance.choice(self.modes),
                                  "pass": ["badge"], "depart": "2026-11-20T12:30", "alternatives": 2, "close": self.ids[:1]}),
            lambda: ("/v1/table", {"from": [self.end(chance)], "to": [self.end(chance), self.end(chance)], "by": "ebike"}),
            lambda: ("/v1/closures", {"target": chance.choice([*self.ids, area]), "modes": ["foot"], "reason": "x",
                                      "from": "2026-11-20T12:30", "until": "2030-01-01T00:00"}),
            lambda: ("/v1/reports", {"position": [x, y], "kind": "other", "text": "墙", "object": "node/1", "datum": "wgs84"}),
        ])()


class Spoiler:
    """Makes bad requests of good ones."""

    def __init__(self, templates, seed):
        self.templates, self.chance = templates, random.Random(seed)

    def spoil(self, text):
        """One to six changes."""
        chance, text = self.chance, bytearray(text)
        for _ in range(chance.choice([1, 1, 1, 2, 3, 6])):
            at = chance.randrange(len(text) + 1)
            end = min(len(text), at + chance.choice([0, 1, 1, 2, 4, 16]))
            way = chance.randrange(6)
            if way == 0:
                text[at:end] = chance.choice(INTERESTING)
            elif way == 1:
                text[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
            elif way == 2:
                text[at:end] = text[at:end] * chance.choice([0, 2, 9])
            elif way == 3 and (numbers := [*re.finditer(rb"-?\d+(\.\d+)?", text)]):
                number = chance.choice(numbers)
                text[number.start():number.end()] = chance.choice(INTERESTING)
            elif way == 4 and (words := [*re.finditer(rb"[A-Za-z]{2,}", text)]):
                word = chance.choice(words)
                text[word.start():word.end()] = chance.choice([b"foot", b"zh", b"true", *INTERESTING])
            elif end < len(text):
                text[end:] = b""
        return bytes(text)

    def next(self):
        """A request, and whether its framing still holds, so that the connection can go on after it."""
        chance, templates = self.chance, self.templates
        if chance.random() < 0.55:
            method, path, body = b"GET", templates.get(chance).encode(), b""
        else:
            path, value = templates.post(chance)
            method, path, body = b"POST", path.encode(), json.dumps(value, ensure_ascii=chance.random() < 0.5).encode()
        what = chance.choice(["path", "path", "body", "body", "head", "all", "none"])
        if what == "path":
            # What would end the line is for "all".
            path = b"/" + re.sub(rb"[\r\n \x00]", b"%20", self.spoil(path[1:]))
        if what == "body" and body:
            body = self.spoil(body)
        if chance.random() < 0.05:
            method = chance.choice([b"DELETE", b"PUT", b"HEAD", b"OPTIONS", b"PATCH", b"BREW"])
        fields = self.fields()
        if what == "head":
            fields = [re.sub(rb"[\r\n]", b"", self.spoil(field)) for field in fields]
        head = b"%s %s HTTP/1.1\r\nHost: localhost\r\n" % (method, path)
        request = head + b"".join(field + b"\r\n" for field in fields) + b"Content-Length: %d\r\n\r\n" % len(body) + body
        return (self.spoil(request), False) if what == "all" else (request, what != "head" and method != b"HEAD")

    def fields(self):
        fields = [b"Accept-Language: zh-CN,en;q=0.5", b"Accept-Encoding: gzip, br", b"Content-Type: application/json",
                  b"If-None-Match: \"a\"", b"Origin: https://example.org", b"Last-Event-ID: 7", b"X-Forwarded-For: 10.0.0.1"]
        chosen = self.chance.sample(fields, self.chance.randrange(4))
        if self.chance.random() < 0.6:
            chosen.append(b"Authorization: Bearer " + self.templates.token.encode())
        return chosen


# MARK: Sending

class Line:
    """A connection that is kept as long as the server keeps it."""

    def __init__(self, port):
        self.port, self.socket = port, None

    def ask(self, request, keeps):
        """The status of the answer; None where the connection was closed without one."""
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=15)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.socket.sendall(request)
            if not keeps:
                self.socket.shutdown(socket.SHUT_WR)
            status, is_whole = self._read()
        except OSError as error:
            self.close()
            return "silence" if isinstance(error, TimeoutError) else None
        if not keeps or not is_whole:
            self.close()
        return status

    def _read(self):
        """The status, and whether exactly one whole answer was read."""
        data = b""
        while b"\r\n\r\n" not in data:
            more = self.socket.recv(1 << 16)
            if not more:
                return (int(data[9:12]) if data.startswith(b"HTTP/1.") else None), False
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        status, head = int(head[9:12]), head.lower()
        length = re.search(rb"\r\ncontent-length: (\d+)", head)
        if status in (204, 304):
            return status, not body
        if not length or b"\r\nconnection: close" in head:
            return status, False
        while len(body) < int(length.group(1)):
            more = self.socket.recv(1 << 16)
            if not more:
                return status, False
            body += more
        return status, len(body) == int(length.group(1))

    def close(self):
        if self.socket:
            self.socket.close()
        self.socket = None


class Raw:
    """So many spoilt requests, from several threads; what was wrong is kept."""

    def __init__(self, server, requests, seed, keep):
        self.server, self.seed, self.keep = server, seed, keep
        self.templates = Templates(server)
        self.shares = [requests // THREADS + (row < requests % THREADS) for row in range(THREADS)]
        self.lock, self.counts, self.bad = threading.Lock(), {}, []

    def run(self):
        """Returns sentences about what went wrong."""
        early = [max(1, int(share * WARM_UP)) for share in self.shares]
        spoilers = [Spoiler(self.templates, f"{self.seed}-{row}") for row in range(THREADS)]
        self._all(spoilers, early)
        if not self.server.is_alive:
            return self._sum([])
        warm = anonymous_memory(self.server.process.pid)
        self._all(spoilers, [share - count for share, count in zip(self.shares, early)])
        if not self.server.is_alive:
            return self._sum([])
        end = anonymous_memory(self.server.process.pid)
        print(f"memory of its own: {warm >> 20} MiB after {sum(early)} requests, {end >> 20} MiB at the end")
        grown = [f"memory grew by {end - warm >> 20} MiB"] if end - warm > ALLOWED_GROWTH else []
        return self._sum(grown)

    def _sum(self, problems):
        print("answers:", ", ".join(f"{count} × {status}" for status, count in sorted(self.counts.items(), key=str)))
        if not self.server.is_alive:
            problems.append(f"the server ended with {self.server.process.poll()}; the last requests are in {self.keep}")
        elif self.server.ask("/healthz").status != 200:
            problems.append("/healthz is not well any more")
        return problems + self.bad

    def _all(self, spoilers, counts):
        threads = [threading.Thread(target=self._one, args=work) for work in zip(range(THREADS), spoilers, counts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _one(self, row, spoiler, count):
        line, counts = Line(self.server.port), {}
        for _ in range(count):
            request, keeps = spoiler.next()
            try:
                status = line.ask(request, keeps)
            except ValueError:
                status = "no HTTP"
            counts[status] = counts.get(status, 0) + 1
            if status in ("silence", "no HTTP") or isinstance(status, int) and status >= 500:
                self._report(request, status)
            if status is None and not self.server.is_alive:
                self._save(f"last-{row}", request)
                break
        line.close()
        with self.lock:
            for status, number in counts.items():
                self.counts[status] = self.counts.get(status, 0) + number

    def _report(self, request, status):
        with self.lock:
            number = len(self.bad)
            if number < 50:
                path = self._save(f"{status}-{number}", request)
                self.bad.append(f"{status} to {request[:100]!r}, kept as {path}")

    def _save(self, name, request):
        os.makedirs(self.keep, exist_ok=True)
        path = os.path.join(self.keep, name)
        with open(path, "wb") as file:
            file.write(request)
        return path


def anonymous_memory(process):
    """Bytes of memory that are the process's own, without the mapped city."""
    with open(f"/proc/{process}/status", encoding="ascii") as file:
        return int(re.search(r"RssAnon:\s*(\d+) kB", file.read()).group(1)) * 1024


# MARK: Schemathesis

def schemathesis():
    """The program, set up where it is missing."""
    program = os.path.join(CACHE, "venv/bin/schemathesis")
    mark = os.path.join(CACHE, "venv", SCHEMATHESIS)
    if not os.path.exists(mark):
        subprocess.run([sys.executable, "-m", "venv", "--clear", os.path.join(CACHE, "venv")], check=True)
        pip = os.path.join(CACHE, "venv/bin/pip")
        subprocess.run([pip, "install", "--quiet", "--disable-pip-version-check", SCHEMATHESIS], check=True)
        with open(mark, "w", encoding="ascii"):
            pass
    return program


def run_schemathesis(server, examples, seed, folder):
    """Returns sentences about what went wrong; the details are printed."""
    command = [
        schemathesis(), "--config-file", os.path.join(FUZZ, "schemathesis.toml"), "run", os.path.join(ROOT, "Web/openapi.json"), "--url", f"http://127.0.0.1:{server.port}",
        "--header", f"Authorization:Bearer {server.token}", "--checks", "all",
        # Whether an end lies in this city no schema can tell: such requests are refused with reason.
        "--exclude-checks", "positive_data_acceptance", "--max-examples", str(examples),
        "--seed", str(seed), "--continue-on-failure", "--request-timeout", "20", "--no-color",
        # Never ends, as it should; the other fuzzer asks it.
        "--exclude-path", "/v1/changes",
    ]
    done = subprocess.run(command, cwd=folder, check=False)
    problems = [] if done.returncode == 0 else [f"schemathesis ended with {done.returncode}, see above"]
    if not server.is_alive:
        problems.append(f"the server ended with {server.process.poll()}")
    return problems


def failures(log, way):
    """What the log calls failed, each kind once."""
    kinds = {}
    for line in log.splitlines():
        if "request failed" in line:
            kind = re.sub(r"^\S+ | request=\S+$", "", line)
            kinds[kind] = kinds.get(kind, 0) + 1
    return [f"the log of {way} says {count} times: {kind}" for kind, count in kinds.items()]


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--city", help="a city file; a small town is generated without it")
    parser.add_argument("--examples", type=int, default=100, help="of schemathesis, for each operation")
    parser.add_argument("--requests", type=int, default=100_000, help="of our own")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--only", choices=["schema", "raw"])
    parser.add_argument("--keep", default=os.path.join(FUZZ, ".build/http"), help="folder of requests that broke something")
    return parser.parse_args()


def town(folder):
    """A small generated city."""
    source, city = os.path.join(folder, "town.osm.pbf"), os.path.join(folder, "town.kaimen")
    for call in (["generate", "--scale", "0.02", "--seed", "1", "-o", source], ["import", source, "-o", city]):
        subprocess.run([KAIMEN, *call], check=True, stdout=subprocess.DEVNULL)
    return city


def main():
    chosen = options()
    if not os.access(KAIMEN, os.X_OK):
        sys.exit(f"there is no program {KAIMEN}; run swift build -c release or set $KAIMEN")
    problems = []
    with tempfile.TemporaryDirectory(prefix="kaimen-http-") as folder:
        city = chosen.city or town(folder)
        for way in ("raw", "schema"):
            if chosen.only not in (None, way):
                continue
            data = os.path.join(folder, way)
            with Server(city, data, "--web", os.path.join(ROOT, "Web"), "--set", "max-listeners=1000000") as server:
                if way == "raw":
                    problems += Raw(server, chosen.requests, chosen.seed, chosen.keep).run()
                else:
                    problems += run_schemathesis(server, chosen.examples, chosen.seed, folder)
                problems += failures(server.log(), way)
    print("\n".join(problems) or "nothing wrong was found")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
