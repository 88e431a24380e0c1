"""From answers to shares: what the judge makes of Kaimen's and the peers' routes to doors."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchlib.judge import Crossing, Judge, planar
from benchlib.citymap import XY, Plane
from benchlib.measure import distribution
from benchlib.peers import PeerRoute
from benchlib.sampling import Task

ENDS_AT_DOOR = 2.0
"""Metres from the door within which Kaimen's line must end."""

PEER_ENDS_AT_DOOR = 5.0
"""Metres from the door within which a peer's line must end to count as arriving."""


@dataclass
class Tally:
    """Counts by outcome, with what is needed to look into each."""

    engine: str
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    examples: list[dict] = field(default_factory=list)
    metres_left: list[float] = field(default_factory=list)

    def share(self, outcome: str) -> float:
        """The share of `outcome` among all tasks."""
        return self.outcomes[outcome] / max(1, self.outcomes.total())

    def summary(self) -> dict[str, float]:
        """The shares the issue asks for: reached with nothing crossed, flagged, not reached, wrong."""
        groups = {"reached": ("correct",), "flagged": ("contradiction, flagged", "unverified")}
        groups |= {"not reached": ("unreachable", "error", "no route"), "wrong": ("wrong",)}
        return {
            name: sum(self.share(o) for o in self.outcomes if o.startswith(prefixes))
            for name, prefixes in groups.items()
        }

    def as_json(self) -> dict[str, object]:
        left = distribution("left", "m", self.metres_left).as_json() if self.metres_left else None
        return {
            "engine": self.engine,
            "tasks": self.outcomes.total(),
            "counts": dict(self.outcomes.most_common()),
            "summary": {name: round(share, 4) for name, share in self.summary().items()},
            "shares": {name: round(self.share(name), 4) for name in self.outcomes},
            "reasons": dict(self.reasons.most_common()),
            "metresLeft": left,
            "examples": self.examples,
        }


@dataclass(frozen=True)
class Verdict:
    """One journey of Kaimen's, judged."""

    outcome: str
    metres_short: float | None = None
    crossings: Sequence[Crossing] = ()


def judge_journey(judge: Judge, plane: Plane, task: Task, answer: dict) -> Verdict:
    """What to think of Kaimen's `answer`.

    - "correct": ends at the door and crosses nothing;
    - "contradiction, flagged": follows a mapped way through a wall with no opening, and says so;
    - "unverified, clean" and "unverified, crossing": flagged as a whole, by what the line does;
    - "unreachable", "error": no line;
    - "wrong: crosses", "wrong: contradiction unflagged", "wrong: ends elsewhere": the failures.
    """
    status = answer.get("status")
    if status not in ("ok", "unverified"):
        return Verdict("unreachable" if status == "unreachable" else "error")
    line = planar(plane, answer["geometry"]["coordinates"])
    short = math.dist(line[-1], task.door.xy)
    crossings = judge.crossings([*line, task.door.xy] if short <= ENDS_AT_DOOR else line)
    if status == "unverified":
        kind = "crossing" if crossings or short > ENDS_AT_DOOR else "clean"
        return Verdict(f"unverified, {kind}", short, crossings)
    if short > ENDS_AT_DOOR:
        return Verdict("wrong: ends elsewhere", short, crossings)
    if any(not crossing.on_way for crossing in crossings):
        return Verdict("wrong: crosses", short, crossings)
    if all(_is_admitted(crossing, answer.get("doubts", [])) for crossing in crossings):
        return Verdict("contradiction, flagged" if crossings else "correct", short, crossings)
    return Verdict("wrong: contradiction unflagged", short, crossings)


def _is_admitted(crossing: Crossing, doubts: Sequence[object]) -> bool:
    """Whether one of `doubts` names the thing crossed."""
    named = re.compile(re.escape(crossing.object) + r"\b")
    return any(named.search(json.dumps(doubt, ensure_ascii=False)) for doubt in doubts)


def tally_product(
    judge: Judge, plane: Plane, tasks: Sequence[Task], answers: Sequence[dict], examples: int
) -> Tally:
    """Judges all of Kaimen's answers, keeping up to `examples` of each kind of outcome."""
    tally = Tally("kaimen")
    for task, answer in zip(tasks, answers, strict=True):
        verdict = judge_journey(judge, plane, task, answer)
        tally.outcomes[verdict.outcome] += 1
        if verdict.outcome in ("unreachable", "error"):
            tally.reasons[_general(answer.get("reason") or answer.get("message") or "none given")] += 1
        if verdict.metres_short is not None:
            tally.metres_left.append(verdict.metres_short)
        if verdict.outcome != "correct" and tally.outcomes[verdict.outcome] <= examples:
            tally.examples.append(_example(plane, task, answer, verdict))
    return tally


def _general(reason: object) -> str:
    """A reason without its ids, so that like ones are counted together."""
    text = reason if isinstance(reason, str) else json.dumps(reason, ensure_ascii=False)
    return re.sub(r"(node|way|relation)/\d+", r"\1/…", text)[:160]


def _example(plane: Plane, task: Task, answer: dict, verdict: Verdict) -> dict[str, object]:
    return {
        "outcome": verdict.outcome,
        "door": f"node/{task.door.node}",
        "building": task.door.buildings[0],
        "doorAt": task.door.lonlat,
        "startAt": plane.to_lonlat(*task.start),
        "metresShort": None if verdict.metres_short is None else round(verdict.metres_short, 1),
        "crossings": [crossing.as_json() for crossing in verdict.crossings],
        "doubts": answer.get("doubts", []),
        "reason": answer.get("reason"),
    }


def tally_peer(
    engine: str, judge: Judge, plane: Plane, tasks: Sequence[Task], routes: Sequence[PeerRoute | None]
) -> Tally:
    """Judges where a peer's routes end: how far from the door, and whether the rest is free.

    "correct" is within `PEER_ENDS_AT_DOOR` with nothing in between. A peer's line itself is
    judged, too, under the reasons, but a crossing on it does not count against its end.
    """
    tally = Tally(engine)
    for task, route in zip(tasks, routes, strict=True):
        if route is None:
            tally.outcomes["no route"] += 1
            continue
        line = planar(plane, route.line)
        left = math.dist(line[-1], task.door.xy)
        clear = judge.is_clear(line[-1], task.door.xy)
        tally.metres_left.append(left)
        tally.outcomes[_peer_outcome(left, clear)] += 1
        tally.reasons.update(_line_faults(judge, line))
    return tally


def _peer_outcome(left: float, clear: bool) -> str:
    if not clear:
        return "obstructed"
    return "correct" if left <= PEER_ENDS_AT_DOOR else "clear but farther"


def _line_faults(judge: Judge, line: Sequence[XY]) -> set[str]:
    return {
        "line follows a way through a wall" if crossing.on_way else "line leaves the ways through a wall"
        for crossing in judge.crossings(line)
    }
