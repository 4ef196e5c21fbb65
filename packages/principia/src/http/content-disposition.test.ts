import { expect, test } from 'vitest'
import { contentDisposition } from './content-disposition.ts'

test.each([
  [undefined, 'attachment'],
  ['notes.md', 'attachment; filename="notes.md"'],
  ['my notes (1).md', 'attachment; filename="my notes (1).md"'],
  [
    'žluťoučký.txt',
    `attachment; filename="_lu_ou_k_.txt"; filename*=UTF-8''%C5%BElu%C5%A5ou%C4%8Dk%C3%BD.txt`,
  ],
  ['🙂.png', `attachment; filename="_.png"; filename*=UTF-8''%F0%9F%99%82.png`],
  ['a"b.txt', `attachment; filename="a_b.txt"; filename*=UTF-8''a%22b.txt`],
  ["it's 100%!*.txt", `attachment; filename="it's 100_!*.txt"; filename*=UTF-8''it%27s%20100%25%21%2A.txt`],
  ['../../etc/passwd', 'attachment; filename="passwd"'],
  ['C:\\Windows\\system.ini', 'attachment; filename="system.ini"'],
  ['a\r\nSet-Cookie: b=c', 'attachment; filename="aSet-Cookie: b=c"'],
  ['a\u0085b\u2028c', 'attachment; filename="abc"'],
  ['\ud800.txt', `attachment; filename="_.txt"; filename*=UTF-8''%EF%BF%BD.txt`],
])('RFC 6266 section 4: the name %j gives %s', (name, field) => {
  expect(contentDisposition('attachment', name)).toBe(field)
})

test('what is shown in place may have a name as well', () => {
  expect(contentDisposition('inline', 'a.pdf')).toBe('inline; filename="a.pdf"')
})
