import type { Asked } from '../asked.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Endpoint, Place } from '../endpoint.ts'
import { Problem } from '../problem.ts'
import { json } from '../reply.ts'
import { represent, type Representation } from '../represent.ts'
import type { State } from '../state.ts'
import { cursorParameter, limitParameter } from './page-parameters.ts'

interface Book {
  readonly id: number
  readonly title: string
  readonly year: number
}

const ADJECTIVES = ['Quiet', 'Early', 'Distant', 'Small', 'Golden', 'Broken', 'Second', 'Northern', 'Open']
const NOUNS = ['Garden', 'River', 'House', 'Letter', 'Winter', 'Machine', 'Shore']
/** Of invention, more than two pages of them, several with the same title and year. */
const BOOKS: readonly Book[] = Array.from({ length: 150 }, (_, at) => ({
  id: at + 1,
  title: `The ${ADJECTIVES[(at * 5) % ADJECTIVES.length]} ${NOUNS[(at * 3) % NOUNS.length]}`,
  year: 1900 + ((at * 37) % 60),
}))
const MODIFIED = new Date('2020-02-03T04:05:06Z')
const CACHE = 'public, max-age=60'

type Sort = 'id' | 'title' | 'year'

const listBooks: Endpoint = {
  id: 'listBooks',
  summary: 'Books, a page at a time',
  query: {
    limit: limitParameter,
    cursor: cursorParameter,
    sort: {
      schema: { type: 'string', enum: ['id', '-id', 'title', '-title', 'year', '-year'], default: 'id' },
      description: 'What to order by; with a minus the other way round. Equal ones are ordered by id.',
    },
    text: {
      schema: { type: 'string', minLength: 1, maxLength: 100, pattern: String.raw`^[^\u0000]*$` },
      description: 'What the title has in it, in whichever case.',
      example: 'garden',
    },
    year: { schema: { type: 'integer', minimum: 0, maximum: 9999 }, example: 1937 },
  },
  gives: {
    status: 200,
    description: 'A page of books.',
    types: ['application/json'],
    schema: 'Books',
    headers: { Link: 'The first page and the next one (RFC 8288).', ETag: 'Of the page.' },
  },
  fails: { 400: 'The cursor is none that was given out, or of another order or filter.' },
  run: (asked, state) => represent(asked, pageOf(asked, state)),
}

const readBook: Endpoint = {
  id: 'readBook',
  summary: 'A book',
  query: {},
  gives: {
    status: 200,
    description: 'The book.',
    types: ['application/json'],
    schema: 'Book',
    headers: { ETag: 'Of the book.', 'Last-Modified': 'When it was changed.' },
  },
  run(asked) {
    const book = BOOKS.find(({ id }) => id === asked.path['id'])
    if (book === undefined) throw new Problem(404, 'There is no such book.')
    return represent(asked, {
      type: 'application/json',
      body: json(book),
      cache: CACHE,
      modified: MODIFIED,
      packs: true,
    })
  },
}

export const bookPlaces: readonly Place[] = [
  { pattern: '/books', methods: { GET: listBooks } },
  {
    pattern: '/books/{id}',
    parameters: {
      id: { schema: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER }, example: 1 },
    },
    methods: { GET: readBook },
  },
]

function pageOf(asked: Asked, { secret }: State): Representation {
  const { limit = 20, sort = 'id', text, year, cursor } = asked.query
  const order = comparing(String(sort))
  const found = BOOKS.filter(
    (book) =>
      (text === undefined || book.title.toLowerCase().includes(String(text).toLowerCase())) &&
      (year === undefined || book.year === year),
  ).toSorted(order)
  const list = `books ${JSON.stringify([sort, text, year])}`
  const last = cursor === undefined ? undefined : bookOf(readCursor(secret, list, String(cursor)))
  const rest = last === undefined ? found : found.filter((book) => order(book, last) > 0)
  const items = rest.slice(0, Number(limit))
  const end = items.at(-1)
  const filters = new URLSearchParams(
    Object.entries({ limit, sort, text, year }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  ).toString()
  const next =
    rest.length > items.length && end !== undefined
      ? `/books?${filters}&cursor=${writeCursor(secret, list, [end.id, end.title, end.year])}`
      : undefined
  const links = [`</books?${filters}>; rel="first"`, ...(next === undefined ? [] : [`<${next}>; rel="next"`])]
  return {
    type: 'application/json',
    body: json({ items, next }),
    cache: CACHE,
    packs: true,
    headers: { Link: links.join(', ') },
  }
}

/** What a cursor says of the last book of its page: enough to go on behind it, were it gone by now. */
function bookOf([id, title, year]: (string | number)[]): Book {
  return { id: Number(id), title: String(title), year: Number(year) }
}

function comparing(sort: string): (one: Book, other: Book) => number {
  const by = sort.replace('-', '') as Sort
  const direction = sort.startsWith('-') ? -1 : 1
  return (one, other) => direction * (one[by] < other[by] ? -1 : one[by] > other[by] ? 1 : one.id - other.id)
}
