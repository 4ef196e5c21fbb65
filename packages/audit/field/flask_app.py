"""A small API as the Flask documentation writes one: the signed session cookie, jsonify, SQLite as in its tutorial.

Run: gunicorn --workers 2 --bind 127.0.0.1:8103 flask_app:app
"""

import os
import sqlite3
import tempfile
from functools import wraps
from pathlib import Path

from flask import Flask, abort, g, jsonify, request, session, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.security import check_password_hash, generate_password_hash

app = Flask(__name__)
app.config.update(
    SECRET_KEY=os.environ.get("SECRET_KEY", "only-for-the-field"),
    SESSION_COOKIE_HTTPONLY=True,
    SESSION_COOKIE_SAMESITE="Lax",
    MAX_CONTENT_LENGTH=100_000,
)
DATABASE = Path(os.environ.get("DATABASE", Path(tempfile.gettempdir(), "field-notes.sqlite")))


def get_db():
    if "db" not in g:
        g.db = sqlite3.connect(DATABASE)
        g.db.row_factory = sqlite3.Row
    return g.db


@app.teardown_appcontext
def close_db(_):
    db = g.pop("db", None)
    if db is not None:
        db.close()


with sqlite3.connect(DATABASE) as db:
    db.executescript(
        """CREATE TABLE IF NOT EXISTS user (id INTEGER PRIMARY KEY, username TEXT UNIQUE NOT NULL, password TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY AUTOINCREMENT, owner INTEGER NOT NULL REFERENCES user (id),
          title TEXT NOT NULL, text TEXT);"""
    )
    for username, password in {"ada": "correct horse", "bob": "battery staple"}.items():
        db.execute(
            "INSERT OR IGNORE INTO user (username, password) VALUES (?, ?)",
            (username, generate_password_hash(password, method="pbkdf2:sha256:1000")),
        )

BOOKS = [{"id": n, "title": f"Book {n}", "year": 1980 + n} for n in range(1, 46)]


@app.errorhandler(HTTPException)
def as_json(error):
    """JSON instead of HTML for HTTP errors, from "Generic Exception Handlers" of the documentation."""
    response = error.get_response()
    response.data = app.json.dumps({"code": error.code, "name": error.name, "description": error.description})
    response.content_type = "application/json"
    return response


def login_required(view):
    @wraps(view)
    def wrapped(**kwargs):
        if "user_id" not in session:
            abort(401)
        return view(**kwargs)

    return wrapped


def page():
    limit = request.args.get("limit", 20, type=int)
    offset = request.args.get("offset", 0, type=int)
    if not 1 <= limit <= 100 or offset < 0:
        abort(400, "limit is 1 to 100, offset at least 0")
    return limit, offset


@app.get("/books")
def books():
    limit, offset = page()
    return jsonify(BOOKS[offset : offset + limit])


@app.get("/books/<int:book_id>")
def book(book_id):
    found = next((one for one in BOOKS if one["id"] == book_id), None)
    return jsonify(found) if found else abort(404)


@app.post("/login")
def login():
    body = request.get_json()
    if not isinstance(body, dict) or not isinstance(body.get("username"), str) or not isinstance(body.get("password"), str):
        abort(400, "username and password are needed")
    user = get_db().execute("SELECT * FROM user WHERE username = ?", (body["username"],)).fetchone()
    if user is None or not check_password_hash(user["password"], body["password"]):
        abort(401, "Incorrect username or password.")
    session.clear()
    session["user_id"] = user["id"]
    return jsonify(name=user["username"])


@app.post("/logout")
def logout():
    session.clear()
    return "", 204


@app.get("/me")
@login_required
def me():
    return jsonify(get_db().execute("SELECT username AS name FROM user WHERE id = ?", (session["user_id"],)).fetchone()["name"])


def note_body():
    body = request.get_json()
    if not isinstance(body, dict):
        abort(400, "an object is expected")
    title, text = body.get("title"), body.get("text")
    if not isinstance(title, str) or not 1 <= len(title) <= 200:
        abort(400, "title is a text of 1 to 200 characters")
    if text is not None and (not isinstance(text, str) or len(text) > 10_000):
        abort(400, "text is a text of at most 10000 characters")
    return title, text


def get_note(note_id):
    note = (
        get_db()
        .execute("SELECT id, title, text FROM note WHERE id = ? AND owner = ?", (note_id, session["user_id"]))
        .fetchone()
    )
    return dict(note) if note else abort(404)


@app.get("/notes")
@login_required
def list_notes():
    rows = get_db().execute(
        "SELECT id, title, text FROM note WHERE owner = ? ORDER BY id LIMIT ? OFFSET ?", (session["user_id"], *page())
    )
    return jsonify([dict(row) for row in rows])


@app.post("/notes")
@login_required
def create_note():
    title, text = note_body()
    db = get_db()
    made = db.execute("INSERT INTO note (owner, title, text) VALUES (?, ?, ?)", (session["user_id"], title, text))
    db.commit()
    return jsonify(get_note(made.lastrowid)), 201, {"Location": url_for("read_note", note_id=made.lastrowid)}


@app.get("/notes/<int:note_id>")
@login_required
def read_note(note_id):
    return jsonify(get_note(note_id))


@app.put("/notes/<int:note_id>")
@login_required
def replace_note(note_id):
    get_note(note_id)
    title, text = note_body()
    db = get_db()
    db.execute("UPDATE note SET title = ?, text = ? WHERE id = ?", (title, text, note_id))
    db.commit()
    return jsonify(get_note(note_id))


@app.delete("/notes/<int:note_id>")
@login_required
def delete_note(note_id):
    get_note(note_id)
    db = get_db()
    db.execute("DELETE FROM note WHERE id = ?", (note_id,))
    db.commit()
    return "", 204
