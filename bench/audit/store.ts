import { argon2, randomBytes, randomUUIDv7, timingSafeEqual } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'

export interface Book {
  readonly id: number
  readonly title: string
  readonly year: number
}

export interface NewNote {
  readonly title: string
  readonly text: string
}

export interface Note extends NewNote {
  /** A UUID of version 7: later ones are greater. */
  readonly id: string
  /** 1, and one more after each change. */
  readonly version: number
  /** RFC 3339, in UTC. */
  readonly updatedAt: string
}

export interface Page<Item> {
  readonly items: Item[]
  /** The address of the page that follows. */
  readonly next?: string
}

export interface PageQuery<Id> {
  readonly limit: number
  readonly after?: Id | undefined
}

// What is acknowledged is on the disk, and several processes may share the file.
const db = new DatabaseSync(process.env.STORE ?? ':memory:', { timeout: 5000 })
db.exec(`
  pragma journal_mode = wal;
  create table if not exists books (id integer primary key, title text not null, year integer not null);
  create table if not exists notes (
    id text primary key, owner text not null, title text not null, text text not null,
    version integer not null, updatedAt text not null
  );
  create index if not exists notes_of on notes (owner, id);
`)
const addBook = db.prepare('insert or ignore into books (id, title, year) values (?, ?, ?)')
for (let id = 1; id <= 60; id++) addBook.run(id, `The ${id % 2 === 0 ? 'Even' : 'Odd'} Book ${id}`, 1900 + id)

const NOTE = 'id, title, text, version, updatedAt'
const booksAfter = db.prepare('select * from books where id > ? order by id limit ?')
const bookById = db.prepare('select * from books where id = ?')
const notesAfter = db.prepare(`select ${NOTE} from notes where owner = ? and id > ? order by id limit ?`)
const noteById = db.prepare(`select ${NOTE} from notes where owner = ? and id = ?`)
const addNote = db.prepare(
  `insert into notes (owner, ${NOTE}) values (:owner, :id, :title, :text, 1, :now) returning ${NOTE}`,
)
const replaceNote = db.prepare(
  `update notes set title = :title, text = :text, version = version + 1, updatedAt = :now where owner = :owner and id = :id returning ${NOTE}`,
)
const deleteNote = db.prepare('delete from notes where owner = ? and id = ?')

export const books = {
  list: ({ limit, after = 0 }: PageQuery<number>): Page<Book> =>
    toPage('/books', limit, booksAfter.all(after, limit + 1) as unknown as Book[]),
  find: (id: number) => bookById.get(id) as Book | undefined,
}

/** Those of one user; to others they are not there. */
export const notes = {
  list: (owner: string, { limit, after = '' }: PageQuery<string>): Page<Note> =>
    toPage('/notes', limit, notesAfter.all(owner, after.toLowerCase(), limit + 1) as unknown as Note[]),
  find: (owner: string, id: string) => noteById.get(owner, id.toLowerCase()) as Note | undefined,
  create: (owner: string, { title, text }: NewNote) =>
    addNote.get({ owner, id: randomUUIDv7(), title, text, now: now() }) as unknown as Note,
  replace: (owner: string, id: string, { title, text }: NewNote) =>
    replaceNote.get({ owner, id: id.toLowerCase(), title, text, now: now() }) as Note | undefined,
  delete: (owner: string, id: string) => deleteNote.run(owner, id.toLowerCase()).changes === 1,
}

const derive = promisify(argon2)
const digest = (password: string, nonce: Buffer) =>
  derive('argon2id', {
    message: password,
    nonce,
    parallelism: 1,
    tagLength: 32,
    memory: 8192,
    passes: 2,
  })

const accounts = new Map<string, { readonly tenant: string; readonly nonce: Buffer; readonly hash: Buffer }>()
for (const [user, tenant, password] of [
  ['ada', 'engines', 'correct horse battery'],
  ['bob', 'builders', 'staple battery horse'],
] as const) {
  const nonce = randomBytes(16)
  accounts.set(user, { tenant, nonce, hash: await digest(password, nonce) })
}
const nobody = { tenant: '', nonce: randomBytes(16), hash: randomBytes(32) }

/** Who it is, where the password is right. It takes as long for a name that nobody has. */
export async function checkPassword(
  user: string,
  password: string,
): Promise<{ id: string; tenant: string } | undefined> {
  const { tenant, nonce, hash } = accounts.get(user) ?? nobody
  return timingSafeEqual(await digest(password, nonce), hash) ? { id: user, tenant } : undefined
}

function toPage<Item extends { readonly id: number | string }>(
  path: string,
  limit: number,
  found: readonly Item[],
): Page<Item> {
  const items = found.slice(0, limit).map((item) => ({ ...item }))
  const last = items.at(-1)
  return last === undefined || found.length <= limit
    ? { items }
    : { items, next: `${path}?limit=${limit}&after=${last.id}` }
}

function now(): string {
  return new Date().toISOString()
}
