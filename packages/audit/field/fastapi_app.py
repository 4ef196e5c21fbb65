"""A small API as the FastAPI tutorial writes one: OAuth2 password bearer, Pydantic models, an in-memory store.

Run: uvicorn fastapi_app:app --port 8101
"""

import secrets
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query, Response, status
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from pydantic import BaseModel, Field

app = FastAPI(title="Notes")
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")

PASSWORDS = {"ada": "correct horse", "bob": "battery staple"}
tokens: dict[str, str] = {}


class Token(BaseModel):
    access_token: str
    token_type: str


@app.post("/token")
def login(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> Token:
    if not secrets.compare_digest(PASSWORDS.get(form.username, "").encode(), form.password.encode()):
        raise HTTPException(
            status_code=status.HTTP_401_UNAUTHORIZED,
            detail="Incorrect username or password",
            headers={"WWW-Authenticate": "Bearer"},
        )
    token = secrets.token_urlsafe()
    tokens[token] = form.username
    return Token(access_token=token, token_type="bearer")


def current_user(token: Annotated[str, Depends(oauth2_scheme)]) -> str:
    if token not in tokens:
        raise HTTPException(
            status_code=status.HTTP_401_UNAUTHORIZED,
            detail="Invalid authentication credentials",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return tokens[token]


User = Annotated[str, Depends(current_user)]


class Book(BaseModel):
    id: int
    title: str
    year: int


books = [Book(id=n, title=f"Book {n}", year=1980 + n) for n in range(1, 46)]


class Page(BaseModel):
    limit: int = Field(20, gt=0, le=100)
    offset: int = Field(0, ge=0)


@app.get("/books")
def list_books(page: Annotated[Page, Query()]) -> list[Book]:
    return books[page.offset : page.offset + page.limit]


@app.get("/books/{book_id}")
def read_book(book_id: int) -> Book:
    for book in books:
        if book.id == book_id:
            return book
    raise HTTPException(status_code=404, detail="Book not found")


class NoteIn(BaseModel):
    title: str = Field(min_length=1, max_length=200)
    text: str | None = Field(default=None, max_length=10_000)


class Note(NoteIn):
    id: int


notes: dict[int, tuple[str, Note]] = {}
last = 0


@app.get("/me")
def me(user: User) -> dict[str, str]:
    return {"name": user}


@app.get("/notes")
def list_notes(user: User, page: Annotated[Page, Query()]) -> list[Note]:
    own = [note for owner, note in notes.values() if owner == user]
    return own[page.offset : page.offset + page.limit]


@app.post("/notes", status_code=201)
def create_note(user: User, body: NoteIn, response: Response) -> Note:
    global last
    last += 1
    note = Note(id=last, **body.model_dump())
    notes[note.id] = (user, note)
    response.headers["Location"] = f"/notes/{note.id}"
    return note


def own_note(note_id: int, user: User) -> Note:
    owner, note = notes.get(note_id, (None, None))
    if note is None or owner != user:
        raise HTTPException(status_code=404, detail="Note not found")
    return note


Own = Annotated[Note, Depends(own_note)]


@app.get("/notes/{note_id}")
def read_note(note: Own) -> Note:
    return note


@app.put("/notes/{note_id}")
def replace_note(user: User, note: Own, body: NoteIn) -> Note:
    replaced = Note(id=note.id, **body.model_dump())
    notes[note.id] = (user, replaced)
    return replaced


@app.delete("/notes/{note_id}", status_code=204)
def delete_note(note: Own) -> None:
    notes.pop(note.id, None)
