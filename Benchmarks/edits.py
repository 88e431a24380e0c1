#!/usr/bin/env python3
"""Times edits of a running city: from POST to another client's changed route, and how many are kept a second.

usage: Benchmarks/edits.py CITY.kaimen [--kaimen PROGRAM] [--rules 100] [--gates 10] [--edits 5] [--seconds 5]
                           [--data-in FOLDER]

Prints Markdown for docs/benchmarks.md. The server is this script's own, with a data directory of its own; on
a disk that is slow at times, compare with what the disk alone takes, or keep the data in memory (--data-in /dev/shm).
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Client:
    """One kept-alive connection."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, object]:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        self.connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def shown(values: list[float]) -> str:
    return (
        f"p50 {percentile(values, 0.5) * 1000:.1f} ms, p99 {percentile(values, 0.99) * 1000:.1f} ms,"
        f" most {max(values) * 1000:.1f} ms"
    )


def gates_with_ways(kaimen: str, city: str, count: int, client: Client) -> list[tuple[str, list[float]]]:
    """Gates of the map, with where they lie, that a walker passes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gates.geojson"
        subprocess.run(
            [kaimen, "registry", "export", city, "--data", folder + "/d", "--content", "gates", "-o", str(path)],
            check=True, stderr=subprocess.DEVNULL)
        features = json.loads(path.read_text())["features"]
    random.Random(1).shuffle(features)
    found = []
    for feature in features:
        if len(found) == count:
            break
        place = feature["geometry"]["coordinates"]
        start, goal = [place[0] - 0.0004, place[1]], [place[0] + 0.0004, place[1]]
        status, journey = client.ask("POST", "/v1/door", {"from": start, "to": goal, "by": "foot"})
        if status == 200 and any(g.get("id") == feature["id"] for g in journey.get("gates", [])):
            found.append((feature["id"], start, goal))
    return found


def rules(client: Client, other: Client, gates: list, rounds: int, again: list[float] | None = None) -> list[float]:
    """Seconds from POST of a rule until another client's journey goes by it; `again` gets those of the same journey a moment
    later, which the rule has nothing to do with."""
    times = []
    for number in range(rounds):
        gate, start, goal = gates[number % len(gates)]
        who = "nobody" if (number // len(gates)) % 2 == 0 else "anyone"
        question = {"from": start, "to": goal, "by": "foot", "steps": False}
        before = other.ask("POST", "/v1/door", question)[1]
        passes = any(g.get("id") == gate for g in before.get("gates", []))
        if passes == (who == "anyone"):
            continue
        began = time.perf_counter()
        status, answer = client.ask(
            "POST", "/v1/edits",
            {"kind": "rule", "target": gate, "properties": {"rule": {"who": {"foot": who}}}})
        assert status == 201, answer
        while True:
            after = other.ask("POST", "/v1/door", question)[1]
            if any(g.get("id") == gate for g in after.get("gates", [])) != passes:
                break
            assert time.perf_counter() - began < 10, (gate, who)
        times.append(time.perf_counter() - began)
        time.sleep(0.05)
        if again is not None:
            began = time.perf_counter()
            other.ask("POST", "/v1/door", question)
            again.append(time.perf_counter() - began)
    return times


def undos(client: Client, other: Client, gates: list, rounds: int) -> list[float]:
    """Seconds from taking a rule back until another client's journey goes by the one before."""
    times = []
    for number in range(rounds):
        gate, start, goal = gates[number % len(gates)]
        question = {"from": start, "to": goal, "by": "foot", "steps": False}

        def passes() -> bool:
            gates_passed = other.ask("POST", "/v1/door", question)[1].get("gates", [])
            return any(each.get("id") == gate for each in gates_passed)

        client.ask("POST", "/v1/edits", {
            "kind": "rule", "target": gate, "properties": {"rule": {"who": {"foot": "anyone"}}}})
        if not passes():
            continue
        answer = client.ask("POST", "/v1/edits", {
            "kind": "rule", "target": gate, "properties": {"rule": {"who": {"foot": "nobody"}}}})[1]
        assert not passes(), gate
        began = time.perf_counter()
        status, _ = client.ask("POST", f"/v1/edits/{answer['id']}/undo")
        assert status == 200
        while not passes():
            assert time.perf_counter() - began < 10, gate
        times.append(time.perf_counter() - began)
        time.sleep(0.05)
    return times


def changes(client: Client, other: Client, gates: list, rounds: int) -> dict[str, list[float]]:
    """Seconds from POST of an edit of the map until another client's journeys go by it, by the edit's kind."""
    times: dict[str, list[float]] = {"gate": [], "door": [], "path": []}

    def change(kind: str, edit: dict, is_made) -> None:
        began = time.perf_counter()
        status, answer = client.ask("POST", "/v1/edits", {"kind": kind, **edit})
        assert status == 201, answer
        # Asking for journeys all the while would take a processor from whoever makes the city.
        while not other.ask("GET", f"/v1/edits/{answer['id']}")[1]["applied"]:
            assert time.perf_counter() - began < 60, edit
            time.sleep(0.02)
        assert is_made(answer), edit
        times[kind].append(time.perf_counter() - began)
        time.sleep(3)

    for gate, start, goal in gates[:rounds]:
        question = {"from": start, "to": goal, "by": "foot"}

        def journey(**more) -> tuple[int, dict]:
            return other.ask("POST", "/v1/door", {**question, **more})

        on = journey()[1]["geometry"]["coordinates"]
        change("gate", {"action": "remove", "target": gate},
               lambda _: all(each.get("id") != gate for each in journey()[1].get("gates", [])))

        near = f"{start[0]},{start[1]}"
        lines = other.ask("GET", f"/v1/lines?kind=building&near={near}&within=300&limit=1")[1]["lines"]
        a, b = lines[0]["geometry"]["coordinates"][0][:2]
        door = [a[0] + (b[0] - a[0]) * 0.37, a[1] + (b[1] - a[1]) * 0.37]
        change("door", {"geometry": {"type": "Point", "coordinates": door}, "properties": {"unit": "9"}},
               lambda made: journey(to=made["object"])[0] == 200)

        street = on[len(on) // 4]
        end = [street[0] + 0.0002, street[1] + 0.0002]
        change("path", {"geometry": {"type": "LineString", "coordinates": [street, end]},
                        "properties": {"highway": "footway"}},
               lambda made: journey(**{"from": end, "to": street})[0] == 200)
    return times


def disk(folder: str, count: int) -> list[float]:
    """Seconds that writes of 8 KB to the disk of `folder` took, without any program of ours."""
    times = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(count):
            block = os.urandom(8192)
            began = time.perf_counter()
            file.write(block)
            file.flush()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - began)
            time.sleep(0.05)
    return times


def sustained(port: int, token: str, gates: list, seconds: float) -> tuple[int, float]:
    """Edits kept by eight clients that wait for nothing but the answer."""
    kept, ends = [0] * 8, time.perf_counter() + seconds

    def work(row: int) -> None:
        client = Client(port, token)
        while time.perf_counter() < ends:
            gate = gates[kept[row] % len(gates)][0]
            status, answer = client.ask(
                "POST", "/v1/edits",
                {"kind": "place", "target": gate, "properties": {"services": [f"s{row}-{kept[row]}"]}})
            assert status == 201, answer
            kept[row] += 1

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(row,)) for row in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(kept), time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("city")
    parser.add_argument("--kaimen", default=".build/release/kaimen")
    parser.add_argument("--rules", type=int, default=100)
    parser.add_argument("--gates", type=int, default=10)
    parser.add_argument("--edits", type=int, default=5, help="of each kind that changes the map")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--data-in", metavar="FOLDER", help="where the data directory is made")
    options = parser.parse_args()
    port = free_port()
    with tempfile.TemporaryDirectory(dir=options.data_in) as data:
        times = disk(data, options.rules)
        print(f"* before it, the disk alone, a write of 8 KB, {len(times)} times: {shown(times)}")
        server = subprocess.Popen(
            [options.kaimen, "serve", options.city, "--port", str(port), "--data", data, "--set", "rate-limit=0",
             "--set", "log-level=warning"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, "KAIMEN_LANG": "en"})
        try:
            server.stdout.readline()
            token = (Path(data) / "token").read_text().strip()
            client, other = Client(port, token), Client(port, token)
            gates = gates_with_ways(options.kaimen, options.city, options.gates, client)
            # The first edit reads the map out of the city file.
            client.ask("POST", "/v1/edits", {"kind": "rule", "target": gates[0][0], "properties": {"rule": {}}})
            time.sleep(10)
            again: list[float] = []
            times = rules(client, other, gates, options.rules, again)
            print(f"* a rule, from POST to another client's journey, {len(times)} times: {shown(times)}")
            print(f"* the same journey asked for once more, without a rule: {shown(again)}")
            times = undos(client, other, gates, options.rules)
            print(f"* a rule taken back, likewise, {len(times)} times: {shown(times)}")
            for kind, times in changes(client, other, gates, options.edits).items() if options.edits else ():
                print(f"* an edit of the map, a {kind}, likewise, {len(times)} times: {shown(times)}")
            count, seconds = sustained(port, token, gates, options.seconds)
            print(f"* edits kept by 8 clients: {count / seconds:,.0f} a second")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
