"""A task list as somebody in a hurry writes it: it works in the browser, and breaks most of what it promises.

Started with the port as its only argument.
"""

import itertools
import json
import sqlite3
import sys
import traceback
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USERS = {"ada": "correct horse", "bob": "battery staple"}
TASKS = {}
IDS = itertools.count(1)


def connect():
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE tasks (id INTEGER, title TEXT)")
    return database


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "TaskServer/0.3.1"

    def answer(self, status, value, content_type="application/json"):
        body = (value if isinstance(value, str) else json.dumps(value)).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        # "It did not work from the front end, and then it did."
        self.send_header("Access-Control-Allow-Origin", self.headers.get("Origin", "*"))
        self.send_header("Access-Control-Allow-Credentials", "true")
        self.send_header("X-Powered-By", "Python/" + sys.version.split()[0])
        self.end_headers()
        self.wfile.write(body)

    def handle_request(self):
        try:
            self.route()
        except Exception:
            self.answer(500, "<pre>" + traceback.format_exc() + "</pre>", "text/html")

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_request

    def body(self):
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def user(self):
        token = self.headers.get("Authorization", "").replace("Bearer ", "")
        return token[:-6] if token.endswith("-token") else None

    def route(self):
        url = urllib.parse.urlparse(self.path)
        query = urllib.parse.parse_qs(url.query)
        parts = [urllib.parse.unquote(part) for part in url.path.split("/") if part]
        if parts == ["sign-in"]:
            given = self.body()
            if USERS.get(given["user"]) == given["password"]:
                return self.answer(200, {"token": given["user"] + "-token"})
            # A failure that says so in its text only.
            return self.answer(200, {"success": False, "error": "wrong password for " + given["user"]})
        if parts == ["search"]:
            term = query["q"][0]
            rows = connect().execute("SELECT title FROM tasks WHERE title LIKE '%" + term + "%'")
            return self.answer(200, {"items": [row[0] for row in rows]})
        if parts[:1] == ["tasks"]:
            return self.tasks(parts[1:], query)
        if parts == ["go"]:
            self.send_response(302)
            self.send_header("Location", query["url"][0])
            self.send_header("Content-Length", "0")
            return self.end_headers()
        # The front end finds out by itself that there is nothing.
        return self.answer(200, "<h1>Tasks</h1>", "text/html")

    def tasks(self, rest, query):
        owner = self.user()
        if owner is None:
            return self.answer(401, {"error": "who are you?"})
        if not rest:
            if self.command == "POST":
                task = {"id": next(IDS), "owner": owner, **self.body()}
                TASKS[task["id"]] = task
                return self.answer(200, task)
            limit = int(query.get("limit", ["20"])[0])
            start = int(query.get("offset", ["0"])[0])
            return self.answer(200, {"items": list(TASKS.values())[start : start + limit]})
        identifier = int(rest[0])
        if self.command == "GET":
            return self.answer(200, TASKS[identifier])
        if self.command in ("PUT", "PATCH"):
            TASKS[identifier].update(self.body())
            return self.answer(200, TASKS[identifier])
        if self.command == "DELETE":
            del TASKS[identifier]
            return self.answer(200, {"deleted": True})
        return self.answer(404, {"error": "what?"})

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
