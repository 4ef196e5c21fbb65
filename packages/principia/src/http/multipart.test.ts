import { once } from 'node:events'
import type { Socket } from 'node:net'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { app, multipart, route, t } from '../index.ts'
import { testApp } from '../testing/index.ts'
import { nextRecord, startQuiet } from './fixtures/app.ts'
import { exchange } from './fixtures/raw.ts'
import { labelOf, readDisposition } from './multipart-headers.ts'
import { readParts } from './multipart-parts.ts'

/** What sinks have kept, given up and thrown away. */
const seen = { kept: [] as string[], discarded: [] as string[] }
let destroyed = Promise.withResolvers<unknown>()
let begun = Promise.withResolvers<void>()

const profile = route(
  'POST /profile',
  {
    access: 'public',
    query: t.Object({ dry: t.Optional(t.Boolean()) }),
    bodyLimit: 3_000_000,
    body: multipart({
      fields: t.Object({
        name: t.String({ minLength: 1 }),
        age: t.Optional(t.Integer()),
        tag: t.Optional(t.Array(t.String())),
      }),
      files: {
        avatar: { types: ['image/*'], maxBytes: 1000 },
        pages: { maxCount: 2 },
        proof: { required: true, sink: keep, discard: (name: string) => void seen.discarded.push(name) },
      },
      maxParts: 8,
      maxFieldBytes: 100,
    }),
  },
  ({ body: { fields, files } }) => ({
    fields,
    avatar: files.avatar === undefined ? null : { ...files.avatar, bytes: files.avatar.bytes.toString() },
    pages: files.pages.map(({ filename, bytes }) => `${filename} ${bytes.length}`),
    proof: files.proof.kept,
    about: [files.proof.filename, files.proof.type, files.proof.size],
  }),
)

async function keep(content: Readable, { filename }: { filename: string }): Promise<string> {
  let size = 0
  begun.resolve()
  const count = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length
      done()
    },
    destroy(error, done) {
      if (error !== null) destroyed.resolve(error)
      done(error)
    },
  })
  await pipeline(content, count)
  seen.kept.push(filename)
  return `${filename}: ${size}`
}

const peek = route(
  'POST /peek',
  {
    access: 'public',
    bodyLimit: 5_000_000,
    body: multipart({
      files: {
        first: {
          maxBytes: 4_000_000,
          sink: async (content) => {
            for await (const chunk of content) return (chunk as Buffer).subarray(0, 3).toString()
            return ''
          },
        },
        ignored: { maxBytes: 4_000_000, sink: () => 'not read' },
        failing: {
          sink: () => {
            throw new Error('the disk is full')
          },
        },
      },
    }),
  },
  ({ body: { files } }) => ({
    first: files.first && [files.first.kept, files.first.size],
    ignored: files.ignored && [files.ignored.kept, files.ignored.size],
  }),
)

const forms = { routes: [profile, peek] }
let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet(forms)
})
afterAll(() => server.stop())

const CRLF = '\r\n'
const field = (name: string, value: string) =>
  `--b${CRLF}Content-Disposition: form-data; name="${name}"${CRLF}${CRLF}${value}${CRLF}`
const file = (name: string, content: string, filename = 'a.png', type = 'image/png') =>
  `--b${CRLF}Content-Disposition: form-data; name="${name}"; filename="${filename}"${CRLF}Content-Type: ${type}${CRLF}${CRLF}${content}${CRLF}`
const END = `--b--${CRLF}`
const GOOD = field('name', 'Ada') + file('proof', 'x', 'p.pdf', 'application/pdf')
const BOUNDARY = 'multipart/form-data; boundary=b'

const send = async (body: string, { type = BOUNDARY, path = '/profile' } = {}) => {
  await using api = await testApp(app({ name: 'forms', ...forms }))
  const answer = await api.request('POST', path, {
    headers: { 'content-type': type },
    body: Uint8Array.from(Buffer.from(body, 'latin1')),
  })
  return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> }
}

describe('a form with files', () => {
  it('brings fields, files in memory, and what sinks have made of the others', async () => {
    const body = new FormData()
    body.set('name', 'Åsa "the" 1st')
    body.set('age', '7')
    body.append('tag', 'a')
    body.append('tag', 'b')
    body.set('avatar', new File(['pixels'], '../../etc/passwd.png', { type: 'image/png' }))
    body.append('pages', new File(['1'], 'one.txt'))
    body.append('pages', new File(['22'], 'zwei"ü.txt'))
    body.set('proof', new File(['x'.repeat(500_000)], 'proof.pdf'))
    await using api = await testApp(app({ name: 'forms', ...forms }))
    const answer = await api.request('POST', '/profile', { body })
    expect(await answer.json()).toEqual({
      fields: { name: 'Åsa "the" 1st', age: 7, tag: ['a', 'b'] },
      avatar: { field: 'avatar', filename: 'passwd.png', type: 'image/png', size: 6, bytes: 'pixels' },
      pages: ['one.txt 1', 'zwei"ü.txt 2'],
      proof: 'proof.pdf: 500000',
      about: ['proof.pdf', 'application/octet-stream', 500_000],
    })
  })

  it('takes a field in which no file was chosen for one that is not there', async () => {
    const { answer } = await send(GOOD + file('avatar', '', '', 'application/octet-stream') + END)
    expect(answer).toMatchObject({ avatar: null, pages: [], proof: 'p.pdf: 1' })
  })

  it.each([
    ['an empty line first', `${CRLF}${GOOD}${END}`],
    ['an epilogue', `${GOOD}${END}whatever follows`],
    ['no line end after the last boundary', `${GOOD}--b--`],
    ['white space behind a boundary', GOOD.replace('--b\r\n', '--b \t\r\n') + END],
    ['as much of it as may be', GOOD.replace('--b\r\n', `--b${' \t'.repeat(50)}\r\n`) + END],
    [
      'content that looks like a boundary',
      GOOD + field('tag', '--b\r\n-b\r\n--').replace('\r\n--\r\n', '\r\n-\r\n') + END,
    ],
  ])('is read with %s', async (_what, body) => {
    expect((await send(body)).status).toBe(200)
  })

  it.each([
    ['a quoted boundary', 'multipart/form-data; charset=utf-8; boundary="b"'],
    ['capitals', 'Multipart/Form-Data; Boundary=b'],
  ])('is read with %s', async (_what, type) => {
    expect((await send(GOOD + END, { type })).status).toBe(200)
  })

  it.each<[what: string, body: string, status: number, pointer: string, message: string]>([
    ['an unknown field', GOOD + field('admin', '1'), 422, '/admin', 'is not a known field'],
    ['a field that is not valid', GOOD.replace('Ada', ''), 422, '/name', 'must not be empty'],
    ['a number that is none', GOOD + field('age', 'x'), 422, '/age', 'must be an integer'],
    ['a field given twice', GOOD + field('name', 'Bob'), 422, '/name', 'must be a string'],
    ['a file for a field', GOOD + file('age', '1'), 422, '/age', 'must not be a file'],
    ['an unknown file', GOOD + file('other', '1'), 422, '/other', 'is not a known field'],
    ['no file where there has to be one', field('name', 'Ada'), 422, '/proof', 'is required'],
    [
      'a file of another type',
      GOOD + file('avatar', 'x', 'a.html', 'text/html'),
      422,
      '/avatar',
      'must be of the type image/*',
    ],
    [
      'a second file',
      GOOD + file('avatar', 'x') + file('avatar', 'y'),
      422,
      '/avatar',
      'may be one file only',
    ],
    ['a third file', GOOD + file('pages', 'x').repeat(3), 422, '/pages', 'may be 2 files at most'],
    [
      'a file that is too large',
      GOOD + file('avatar', 'x'.repeat(1001)),
      413,
      '/avatar',
      'may have 1000 bytes at most',
    ],
    [
      'a field that is too large',
      GOOD + field('age', '1'.repeat(101)),
      413,
      '/age',
      'may have 100 bytes at most',
    ],
  ])('with %s is refused', async (_what, body, status, pointer, message) => {
    expect(await send(body + END)).toMatchObject({
      status,
      answer: { errors: [{ in: 'body', pointer, message }] },
    })
  })

  it.each<[what: string, status: number, body: string]>([
    ['too many parts', 413, GOOD + field('tag', 'x').repeat(7) + END],
    ['no end', 400, GOOD],
    ['an end within a boundary', 400, `${GOOD}--`],
    ['an end within headers', 400, `${GOOD}--b\r\nContent-Disp`],
    ['something before the first boundary', 400, `preamble\r\n${GOOD}${END}`],
    ['another boundary', 400, (GOOD + END).replaceAll('--b', '--c')],
    ['a boundary that goes on', 400, `${GOOD}--bb\r\n${END}`],
    [
      'more white space behind a boundary than any client sends',
      400,
      GOOD.replace('--b', `--b${' '.repeat(101)}`) + END,
    ],
    ['nothing but white space behind a boundary', 400, `--b${' '.repeat(2_000_000)}`],
    ['nothing at all', 422, ''],
    ['only an end', 422, END],
    ['a part without headers', 400, `${GOOD}--b\r\n\r\nx\r\n${END}`],
    ['a part of another disposition', 400, GOOD.replace('form-data', 'attachment') + END],
    ['a part without a name', 400, GOOD.replace(' name="name"', '') + END],
    ['an empty name', 400, GOOD.replace('"name"', '""') + END],
    ['a name given twice', 400, GOOD.replace('name="name"', 'name="name"; name="x"') + END],
    ['__proto__', 400, field('__proto__', 'x') + GOOD + END],
    ['NUL in a name', 400, field('na\0me', 'x') + GOOD + END],
    ['NUL in a text', 400, GOOD.replace('Ada', 'A\0') + END],
    ['a text that is no UTF-8', 400, GOOD.replace('Ada', '\xff') + END],
    ['a name that is no UTF-8', 400, field('\xff', 'x') + GOOD + END],
    ['headers without an end', 400, `--b\r\nX: ${'x'.repeat(100_000)}`],
    [
      'very many headers',
      400,
      GOOD.replace('--b\r\n', `--b\r\n${Array.from({ length: 20 }, (_, i) => `X-${i}: 1\r\n`).join('')}`) +
        END,
    ],
    [
      'a header twice',
      400,
      GOOD.replace('--b\r\n', '--b\r\nContent-Disposition: form-data; name="x"\r\n') + END,
    ],
    ['a folded header', 400, GOOD.replace('; name', ';\r\n name') + END],
    ['a bare line feed', 400, GOOD.replace('--b\r\n', '--b\n') + END],
    ['a line feed in a header', 400, GOOD.replace('name="name"', 'name="name"\nX: y') + END],
  ])('with %s is refused with %i', async (_what, status, body) => {
    expect((await send(body)).status).toBe(status)
  })

  it.each([
    ['no boundary', 'multipart/form-data', 400],
    ['an empty one', 'multipart/form-data; boundary=""', 400],
    ['one that is too long', `multipart/form-data; boundary=${'b'.repeat(71)}`, 400],
    ['one that no boundary can be', 'multipart/form-data; boundary="a\\"b"', 400],
    ['another multipart type', 'multipart/mixed; boundary=b', 415],
    ['JSON', 'application/json', 415],
  ])('under a Content-Type with %s is refused', async (_what, type, status) => {
    expect((await send(GOOD + END, { type })).status).toBe(status)
  })

  it('leaves alone what its sinks do not want', async () => {
    const big = 'abc'.repeat(500_000)
    const body = file('first', big) + file('ignored', big) + END
    expect(await send(body, { path: '/peek' })).toEqual({
      status: 200,
      answer: { first: ['abc', 1_500_000], ignored: ['not read', 1_500_000] },
    })
  })

  it('is too large for a sink that has left its rest, too', async () => {
    const { status, answer } = await send(file('first', 'abc'.repeat(1_400_000)) + END, { path: '/peek' })
    expect([status, answer.errors]).toEqual([
      413,
      [{ in: 'body', pointer: '/first', message: 'may have 4000000 bytes at most' }],
    ])
  })

  it.each(['image/*', '*/*', 'image', 'image/png, text/html', ''])(
    'takes the type "%s" for one that is not known',
    async (type) => {
      const proof = file('proof', 'x', 'p.pdf', type)
      const { answer } = await send(field('name', 'Ada') + proof + END)
      expect(answer.about).toEqual(['p.pdf', 'application/octet-stream', 1])
      expect((await send(GOOD + file('avatar', 'x', 'a.png', type) + END)).status).toBe(422)
    },
  )

  it('whose sink fails is a fault of ours', async () => {
    expect((await send(file('failing', 'x') + END, { path: '/peek' })).status).toBe(500)
  })
})

describe('what a sink has kept', () => {
  it.each([
    ['a later part is refused', '/profile', GOOD + field('admin', '1') + END],
    ['the fields are not valid', '/profile', GOOD.replace('Ada', '') + END],
    ['the query is not valid', '/profile?dry=maybe', GOOD + END],
    ['the query cannot be read', '/profile?dry=%', GOOD + END],
    ['the body ends too early', '/profile', GOOD + field('age', '7')],
  ])('is thrown away when %s', async (_when, path, body) => {
    seen.kept = []
    seen.discarded = []
    const { status } = await send(body, { path })
    expect(status).toBeGreaterThanOrEqual(400)
    await expect.poll(() => [seen.kept, seen.discarded]).toEqual([['p.pdf'], ['p.pdf: 1']])
  })

  it('is kept when the handler was given it', async () => {
    seen.discarded = []
    expect((await send(GOOD + END)).status).toBe(200)
    expect(seen.discarded).toEqual([])
  })
})

describe('on the wire', () => {
  const head = (length: number) =>
    `POST /profile HTTP/1.1\r\nHost: a\r\nContent-Type: ${BOUNDARY}\r\nContent-Length: ${length}\r\n\r\n`
  const begin = file('proof', 'x'.repeat(100_000), 'p.pdf').slice(0, -2)

  it('an upload that the client breaks off destroys its sink', async () => {
    destroyed = Promise.withResolvers()
    begun = Promise.withResolvers()
    const record = nextRecord(server)
    await exchange(server.port, async (socket: Socket) => {
      socket.write(head(1_000_000) + begin)
      await begun.promise
      socket.destroy()
    })
    expect(await destroyed.promise).toMatchObject({ name: 'ClientGone' })
    expect(await record).toMatchObject({ status: 499 })
  })

  it('an upload that is too large is refused while it comes, and destroys its sink', async () => {
    destroyed = Promise.withResolvers()
    const { answers } = await exchange(server.port, async (socket: Socket) => {
      socket.write(
        `POST /profile HTTP/1.1\r\nHost: a\r\nContent-Type: ${BOUNDARY}\r\nTransfer-Encoding: chunked\r\n\r\n`,
      )
      socket.write(`${begin.length.toString(16)}\r\n${begin}\r\n`)
      const chunk = 'x'.repeat(0x10000)
      for (let sent = 0; sent < 4_000_000 && socket.writable; sent += chunk.length) {
        if (!socket.write(`10000\r\n${chunk}\r\n`))
          await Promise.race([once(socket, 'drain'), once(socket, 'close')])
      }
    })
    expect(answers[0]?.status).toBe(413)
    expect(await destroyed.promise).toMatchObject({ status: 413 })
  })

  it('an upload byte by byte is the same form', async () => {
    const body = GOOD + END
    const { answers } = await exchange(server.port, async (socket: Socket) => {
      socket.setNoDelay(true)
      socket.write(head(body.length))
      for (const byte of body) {
        socket.write(byte)
        await new Promise(setImmediate)
      }
    })
    expect(answers[0]?.status).toBe(200)
  })
})

const partsOf = async (body: Buffer, cuts: readonly number[]) => {
  const chunks = [...cuts, body.length].reduce<{ from: number; all: Buffer[] }>(
    ({ from, all }, to) => ({
      from: Math.max(from, to),
      all: [...all, body.subarray(from, Math.max(from, to))],
    }),
    { from: 0, all: [] },
  ).all
  const parts: string[] = []
  for await (const { headers, content } of readParts(
    Readable.from(chunks.filter((one) => one.length > 0)),
    'b',
  )) {
    parts.push(`${headers.size} ${Buffer.concat(await Array.fromAsync(content)).toString('latin1')}`)
  }
  return parts
}

describe('the parts of a body', () => {
  it('are the same however its bytes are cut', async () => {
    const content = fc.array(fc.constantFrom('\r', '\n', '-', '--b', 'b', 'x', '\r\n--', '\0'), {
      maxLength: 12,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(content, { maxLength: 4 }), fc.array(fc.nat(300)), async (contents, cuts) => {
        const texts = contents
          .map((pieces) => pieces.join(''))
          .filter((one) => !`\r\n${one}\r`.includes('\r\n--b'))
        const body = Buffer.from(texts.map((one) => `--b\r\nA: 1\r\n\r\n${one}\r\n`).join('') + END, 'latin1')
        expect(
          await partsOf(
            body,
            cuts.toSorted((a, b) => a - b),
          ),
        ).toEqual(texts.map((one) => `1 ${one}`))
      }),
    )
  })

  it('whose headers are not well-formed are refused in as many steps as they have bytes', async () => {
    // Were a step needed for each pair of spaces, these would take a minute.
    const body = Buffer.from(`--b\r\nA:${' '.repeat(8000)}\0\r\n\r\nx${END}`)
    for (let time = 0; time < 1000; time++) {
      await expect(partsOf(body, [])).rejects.toMatchObject({ status: 400 })
    }
  })

  it('are read or refused, whatever the bytes are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('--b', '--', '\r\n', '\r', 'A: 1', ': ', '\r\n\r\n', 'x'), {
          maxLength: 30,
        }),
        fc.array(fc.nat(60)),
        async (pieces, cuts) => {
          const body = Buffer.from(pieces.join(''))
          await partsOf(
            body,
            cuts.toSorted((a, b) => a - b),
          ).catch((error: unknown) => expect(error).toMatchObject({ status: 400 }))
        },
      ),
    )
  })
})

it.each([
  ['form-data; name="a"', { name: 'a', filename: undefined }],
  ['Form-Data;name=a;filename=b.txt', { name: 'a', filename: 'b.txt' }],
  ['form-data; filename="a;b\\".txt"; name="x"', { name: 'x', filename: 'a;b".txt' }],
  ['form-data; name="a%22b%0D%0A"; filename="100%.txt"', { name: 'a"b\r\n', filename: '100%.txt' }],
  ["form-data; name=a; filename*=UTF-8''b.txt", { name: 'a', filename: undefined }],
  ['form-data', undefined],
  ['form-data; name="a" b', undefined],
  ['form-data; name="a', undefined],
  ['form-data, name="a"', undefined],
  ['attachment; name="a"', undefined],
])('Content-Disposition: %s says %j', (header, disposition) => {
  expect(readDisposition(header)).toEqual(disposition)
})

it.each([
  ['photo.jpg', 'photo.jpg'],
  ['/etc/passwd', 'passwd'],
  ['C:\\Users\\ada\\cv.pdf', 'cv.pdf'],
  ['../..', ''],
  ['..', ''],
  ['a\u202egpj.exe', 'agpj.exe'],
  ['a\r\nb', 'ab'],
  ['x'.repeat(300), 'x'.repeat(255)],
  [`${'x'.repeat(254)}🙂`, `${'x'.repeat(254)}\ufffd`],
])('a file called %j is labelled %j', (filename, label) => {
  expect(labelOf(filename)).toBe(label)
})
