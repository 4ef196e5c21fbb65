import { describe, expect, it } from 'vitest'
import { Headers1, type Answer } from '../../wire/answer.ts'
import { databaseIn, softwareIn, stackIn } from './texts.ts'

function answer(body: string): Answer {
  return {
    status: 500,
    reason: '',
    version: 'HTTP/1.1',
    headers: new Headers1([]),
    trailers: new Headers1([]),
    interim: [],
    body: Buffer.from(body),
    complete: true,
    framing: 'length',
    faults: [],
    from: 0,
    to: body.length,
    firstByte: 0,
    lastByte: 0,
  }
}

describe('stack traces', () => {
  it.each([
    [
      'Express',
      '<pre>Error: no<br> &nbsp; &nbsp;at Layer.handle (/srv/app/node_modules/express/lib/router/layer.js:95:5)</pre>',
    ],
    [
      'Node in JSON',
      JSON.stringify({ stack: 'Error: no\n    at file:///app/main.ts:3:9\n    at node:internal/x:1:2' }),
    ],
    ['Java', 'java.lang.Error\n\tat org.example.Books.find(Books.java:42)'],
    ['Python', 'Traceback (most recent call last):\n  File "/app/main.py", line 3, in <module>'],
    ['Django', 'File &quot;/app/views.py&quot;, line 12, in get'],
    ['Ruby', "app/models/book.rb:12:in `find'"],
    ['PHP', '<b>Fatal error</b>: no in <b>/var/www/a.php</b> on line <b>3</b>'],
    ['Laravel', '#0 /var/www/vendor/laravel/a.php(12): run()'],
    ['Go', 'goroutine 7 [running]:\nmain.main()'],
    ['.NET', '   at Shop.Books.Find(Int32 id) in /src/Books.cs:line 12'],
    ['Rust', "thread 'main' panicked at src/main.rs:3:5"],
    ['a path', 'ENOENT: no such file, open "/srv/app/settings.js"'],
  ])('are seen: %s', (_, body) => {
    expect(stackIn(answer(body))).toBeDefined()
  })

  it.each([
    [
      'a problem',
      JSON.stringify({ title: 'Not Found', instance: '/app/notes/1', detail: 'No note at /home/ada.' }),
    ],
    ['a page with scripts', '<!doctype html><script src="/app/main.js"></script><link href="/var/a.css">'],
    ['a text with times', 'Come back at 12:30:15, or look at https://example.org:8080/a.'],
    ['a list of places', 'The file notes.py has no line 3.'],
    ['a text about goroutines', 'Each goroutine runs a handler.'],
  ])('are not seen in %s', (_, body) => {
    expect(stackIn(answer(body))).toBeUndefined()
    expect(databaseIn(answer(body))).toBeUndefined()
    expect(softwareIn(answer(body))).toBeUndefined()
  })
})

it.each([
  'SQLSTATE[42601]: Syntax error',
  'syntax error at or near "\'"',
  'duplicate key value violates unique constraint "users_email_key"',
  '{"detail":"relation \\"books\\" does not exist"}',
])('what a database said is seen: %s', (body) => {
  expect(databaseIn(answer(body))).toBeDefined()
})

it.each([
  '<hr><center>nginx/1.22.1</center>',
  '<address>Apache/2.4.57 (Debian) Server</address>',
  'Cannot deserialize: com.fasterxml.jackson.core.JsonParseException',
])('software is seen: %s', (body) => {
  expect(softwareIn(answer(body))).toBeDefined()
})
