#!/usr/bin/env python3
"""People of a running `kaimen serve`: accounts from the command line, signing in, rights, tokens, badges, one's own data.

The program is $KAIMEN, else the release build of this checkout. Needs Python's standard library only.
"""

import json
import os
import re
import sys
import threading
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from serving import GATE, Drawing, TestCase, run  # noqa: E402

SECRETS = {"admin": "four words make one", "gatehouse": "Rose garden by the gate", "李伟": "山城 的 台阶 很多 呢 呀"}
ESTATE = "compound:way/52"


class Person:
    """Somebody in a browser: keeps the cookie, and sends what a page of the server sends."""

    def __init__(self, server):
        self.server, self.cookie, self.csrf = server, None, None

    def ask(self, path, body=None, method=None, **headers):
        fields = {"Origin": f"http://127.0.0.1:{self.server.port}"}
        if self.cookie:
            fields["Cookie"] = self.cookie
        if self.csrf:
            fields["X-CSRF-Token"] = self.csrf
        fields.update(headers)
        answer = self.server.ask(path, body, method, headers={name: value for name, value in fields.items() if value})
        given = answer.headers.get("Set-Cookie")
        if given:
            self.cookie = given.split(";")[0]
        return answer

    def sign_in(self, name, password=None):
        answer = self.ask("/v1/session", {"name": name, "password": password or SECRETS[name]})
        if answer.status == 201:
            self.csrf = answer.json["csrf"]
        return answer


class PeopleTests(TestCase):
    def admin(self, *arguments, stdin=""):
        return run("admin", *arguments, "--data", self.data, stdin=stdin)

    def make(self, name, *more):
        done = self.admin("create", name, *more, stdin=SECRETS[name] + "\n")
        self.assertEqual(done.code, 0, done.err)

    def person(self, server, name):
        person = Person(server)
        self.assertEqual(person.sign_in(name).status, 201)
        return person

    def files(self):
        """All bytes in the data directory and the log of its server."""
        found = b""
        for folder, _, names in os.walk(self.data):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    found += file.read()
        with open(self.data + ".log", "rb") as file:
            return found + file.read()

    def test_the_first_administrator_is_made_before_the_server_and_others_beside_it(self):
        self.make("admin")
        server = self.serve()
        admin = self.person(server, "admin")
        self.assertEqual(admin.ask("/v1/session").json["role"], "administrator")
        self.make("gatehouse", "--role", "manager", "--own", ESTATE)
        names = [account["name"] for account in admin.ask("/v1/accounts").json["accounts"]]
        self.assertEqual(names, ["admin", "gatehouse"])
        listed = json.loads(self.admin("list", "--json").out)
        self.assertEqual([(each["name"], each["role"], each["own"]) for each in listed],
                         [("admin", "administrator", []), ("gatehouse", "manager", [ESTATE])])
        manager = self.person(server, "gatehouse")
        self.assertEqual(self.admin("disable", "gatehouse").code, 0)
        self.assertEqual(manager.ask("/v1/session").json["role"], "visitor")
        self.assertEqual(manager.sign_in("gatehouse").status, 401)
        done = self.admin("password", "admin", stdin="an entirely new one\n")
        self.assertEqual(done.code, 0, done.err)
        self.assertEqual(admin.ask("/v1/session").json["role"], "visitor")
        self.assertEqual(Person(server).sign_in("admin").status, 401)
        self.assertEqual(Person(server).sign_in("admin", "an entirely new one").status, 201)

    def test_the_command_line_says_what_is_wrong(self):
        for arguments, stdin, words in (
            (("create", "x"), "short\n", "too short"), (("create", "x"), "", "no password"),
            (("create", " "), "four words make one\n", "cannot be used"),
            (("create", "x", "--role", "king"), "four words make one\n", "king"),
            (("create", "x", "--own", "way/1"), "four words make one\n", "way/1"),
            (("list",), "", "no database"), (("password", "x"), "four words make one\n", "no database"),
        ):
            with self.subTest(arguments=arguments):
                done = self.admin(*arguments, stdin=stdin)
                self.assertEqual(done.code, 2, done.err)
                self.assertIn(words, done.err)
        self.assertFalse(os.path.exists(self.data))
        self.make("admin")
        self.assertIn("already", self.admin("create", "ADMIN", stdin="four words make two\n").err)
        self.assertIn("no account", self.admin("disable", "nobody").err)

    def test_a_cookie_alone_writes_nothing(self):
        self.make("admin")
        admin = self.person(self.serve(), "admin")
        closure = {"target": GATE}
        for headers in ({"X-CSRF-Token": None}, {"X-CSRF-Token": "x"}, {"Origin": "http://elsewhere.example"},
                        {"Sec-Fetch-Site": "cross-site"}):
            self.assert_problem(admin.ask("/v1/closures", closure, **headers), 403)
        self.assertEqual(admin.ask("/v1/closures").json["closures"], [])
        self.assertEqual(admin.ask("/v1/closures", closure).status, 201)
        self.assertEqual(admin.ask("/v1/session", method="DELETE").status, 204)
        self.assert_problem(admin.ask("/v1/closures", closure), 401)

    def test_guessing_is_slowed_down_over_a_restart_and_sessions_stay(self):
        self.make("admin")
        server = self.serve()
        admin, guesser = self.person(server, "admin"), Person(server)
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(guesser.sign_in("admin", "not the password"))) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        # Many at once get no more tries than one after the other.
        self.assertEqual(sorted(answer.status for answer in answers), [401] * 5 + [429] * 7)
        locked = Person(server).sign_in("admin")
        self.assert_problem(locked, 429)
        self.assertIn(int(locked.headers["Retry-After"]), range(1, 31))
        self.assertEqual(admin.ask("/v1/closures", {"target": GATE}).status, 201)
        self.assertEqual(server.stop(), 0)
        again = self.serve()
        self.assert_problem(Person(again).sign_in("admin"), 429)
        admin.server = again
        self.assertEqual(admin.ask("/v1/session").json["role"], "administrator")

    def test_a_flood_of_sign_ins_takes_little_memory_and_hurts_nobody_else(self):
        server = self.serve("--set", "trust-proxy=yes")
        before = server.resident
        answers = []

        def sign_in(number):
            address = {"X-Forwarded-For": f"10.0.{number // 200}.{number % 200}"}
            answers.append(Person(server).ask("/v1/session", {"name": f"n{number}", "password": "x" * 20}, **address).status)

        threads = [threading.Thread(target=sign_in, args=(number,)) for number in range(60)]
        for thread in threads:
            thread.start()
        self.assertEqual(server.client().journey(), "ok")
        for thread in threads:
            thread.join()
        self.assertLessEqual(set(answers), {401, 503})
        self.assertIn(401, answers)
        self.assertLess(server.resident - before, 160 << 20)

    def test_a_manager_edits_the_own_compound_only(self):
        self.make("gatehouse", "--role", "manager", "--own", ESTATE)
        server = self.serve()
        manager = self.person(server, "gatehouse")

        def gate(x, y):
            place = [float(number) for number in Drawing.place(x, y).split(",")]
            answer = manager.ask("/v1/edits", {"kind": "place", "geometry": {"type": "Point", "coordinates": place},
                                               "properties": {"placeKind": "bench", "name": "Bench"}})
            self.assertEqual(answer.status, 201, answer.bytes)
            return answer.json

        self.assertEqual([gate(30, 50)["status"], gate(-200, 30)["status"]], ["accepted", "pending"])
        rule = {"kind": "rule", "target": GATE, "properties": {"rule": {"who": {"foot": "anyone"}}}}
        self.assertEqual(manager.ask("/v1/edits", rule).json["status"], "accepted")
        public = server.ask("/v1/edits").bytes.decode()
        self.assertNotIn("gatehouse", public)
        self.assertEqual({edit["by"] for edit in json.loads(public)["edits"]}, {"manager"})
        self.assertEqual(manager.ask("/v1/closures", {"target": GATE}).status, 201)
        self.assert_problem(manager.ask("/v1/closures", {"target": "way/60"}), 403)
        self.assert_problem(manager.ask("/v1/reports"), 403)
        self.assert_problem(manager.ask("/v1/accounts"), 403)

    def test_a_token_opens_what_it_is_for(self):
        self.make("admin")
        server = self.serve()
        admin = self.person(server, "admin")
        made = admin.ask("/v1/tokens", {"name": "gate camera", "scopes": ["closures"]}).json
        bearer = {"Authorization": f"Bearer {made['token']}", "Accept-Language": "en"}
        self.assertEqual(server.ask("/v1/closures", {"target": GATE}, headers=bearer).status, 201)
        for path, body in (("/v1/reports", None), ("/v1/accounts", None), ("/v1/tokens", None), ("/v1/reload", {})):
            self.assert_problem(server.ask(path, body, headers=bearer), 403)
        admin.ask(f"/v1/tokens/{made['id']}", method="DELETE")
        self.assert_problem(server.ask("/v1/closures", {"target": GATE}, headers=bearer), 401)

    def test_a_badge_is_checked_on_the_command_line(self):
        self.make("admin")
        server = self.serve()
        admin = self.person(server, "admin")
        badge = admin.ask("/v1/badges", {"number": "CQ-0042", "passes": ["badge"]}).json
        key = server.ask("/v1/badge-key").json["raw"]

        def verify(code, *more):
            return run("badge", "verify", code, *more)

        for more in (("--key", key), ("--data", self.data)):
            done = verify(badge["url"], *more)
            self.assertEqual((done.code, "CQ-0042" in done.out), (0, True), done.err)
        at = len(badge["code"]) // 2
        forged = badge["code"][:at] + ("A" if badge["code"][at] != "A" else "B") + badge["code"][at + 1:]
        for code, more in ((forged, ("--key", key)), ("KB1.", ("--key", key)), (badge["code"], ("--key", "A" * 43))):
            self.assertEqual(verify(code, *more).code, 1, code)
        self.assertEqual(verify(badge["code"], "--key", "short").code, 2)
        self.assertEqual(admin.ask("/v1/badges/CQ-0042", method="DELETE").status, 204)
        done = verify(badge["code"], "--data", self.data)
        self.assertEqual((done.code, "revoked" in done.err), (1, True))
        self.assertEqual(server.ask("/v1/badges/revoked").json["revoked"], ["CQ-0042"])

    def test_ones_data_is_taken_away_and_deleted(self):
        self.make("李伟", "--role", "rider")
        server = self.serve()
        rider = self.person(server, "李伟")
        place = [float(number) for number in Drawing.place(-200, 30).split(",")]
        edit = rider.ask("/v1/edits", {"kind": "place", "geometry": {"type": "Point", "coordinates": place},
                                       "properties": {"placeKind": "bench"}}).json
        export = rider.ask("/v1/account/export").json
        self.assertEqual((export["account"]["name"], export["account"]["role"]), ("李伟", "rider"))
        self.assertEqual([event["kind"] for event in export["history"]], ["edit.added"])
        self.assertEqual(export["history"][0]["object"], edit["id"])
        self.assertIn("李伟".encode(), self.files())
        self.assert_problem(rider.ask("/v1/account", {"password": "not the password"}, "DELETE"), 401)
        self.assertEqual(rider.ask("/v1/account", {"password": SECRETS["李伟"]}, "DELETE").status, 204)
        self.assertEqual(rider.ask("/v1/session").json["role"], "visitor")
        self.assertEqual(rider.sign_in("李伟").status, 401)
        self.assertNotIn("李伟".encode(), self.files())
        self.assertEqual(server.ask("/v1/edits").json["edits"][0]["id"], edit["id"])

    def test_no_secret_is_in_the_log_or_the_database(self):
        self.make("admin")
        server = self.serve("--set", "log-level=debug")
        admin = self.person(server, "admin")
        token = admin.ask("/v1/tokens", {"name": "camera", "scopes": ["closures"]}).json["token"]
        server.ask("/v1/closures", {"target": GATE}, headers={"Authorization": f"Bearer {token}"})
        Person(server).sign_in("admin", "a mistyped password")
        made = admin.ask("/v1/accounts", {"name": "other", "role": "rider"}).json["password"]
        server.ask("/v1/session", b'{"name":"admin","password":"broken off')
        self.assertEqual(server.stop(), 0)
        found = self.files()
        for secret in (SECRETS["admin"], "a mistyped password", "broken off", made, token, token.removeprefix("kaimen_"),
                       admin.cookie.split("=")[1], admin.csrf):
            self.assertNotIn(secret.encode(), found)
        self.assertEqual(len(re.findall(rb"\$argon2id\$v=19\$m=32768,t=3,p=1\$", found)) > 0, True)
        for name in os.listdir(self.data):
            if name != "lock":
                self.assertEqual(os.stat(os.path.join(self.data, name)).st_mode & 0o077, 0, name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
