import { expect, test } from 'vitest'

/** The page's own module: it knows no types, and needs no browser for this. */
const page = new URL('./curl.js', import.meta.url)
const { curl } = (await import(page.href)) as {
  curl: (operation: object, api: object, origin: string) => string
}

const concept = { name: 'concept', in: 'path', required: true, schema: { type: 'string' } }
const line = (operation: object) =>
  curl({ method: 'GET', path: '/', parameters: [], ...operation }, {}, 'http://here')

test('a text that nothing is known of is a variable of the shell, anything else a sample', () => {
  expect(line({ path: '/notes/{concept}', parameters: [concept] })).toBe('curl "http://here/notes/$CONCEPT"')
  const number = { name: 'page', in: 'query', required: true, schema: { type: 'integer', minimum: 3 } }
  const optional = { name: 'sort', in: 'query', schema: { type: 'string' } }
  const given = { ...concept, example: 'a b' }
  expect(line({ path: '/notes/{concept}', parameters: [given, number, optional] })).toBe(
    'curl "http://here/notes/a%20b?page=3"',
  )
})

test('the headers without which the request is refused are there', () => {
  const parameters = [
    { name: 'if-match', in: 'header', schema: { type: 'string' } },
    { name: 'x-tenant', in: 'header', required: true, schema: { type: 'string' } },
    { name: 'x-other', in: 'header', schema: { type: 'string' } },
  ]
  expect(line({ parameters, responses: { 428: {} } }).split(' \\\n  ')).toEqual([
    'curl "http://here/"',
    '-H "If-Match: $ETAG"',
    '-H "X-Tenant: $X_TENANT"',
  ])
  expect(line({ parameters, responses: { 200: {} } })).not.toContain('If-Match')
})

test('a body is in JSON where that is taken, and a file otherwise', () => {
  const body = (content: object) =>
    line({ method: 'POST', requestBody: { content } }).split(' \\\n  ').slice(1)
  const schema = { type: 'integer' }
  expect(body({ 'application/xml': { schema }, 'application/json': { schema } })).toEqual([
    "-H 'Content-Type: application/json'",
    "-d '1'",
  ])
  expect(body({ '*/*': {} })).toEqual(["-H 'Content-Type: application/octet-stream'", '--data-binary @$FILE'])
  const properties = { name: { type: 'string' }, 'a-file': { contentMediaType: 'application/octet-stream' } }
  expect(body({ 'multipart/form-data': { schema: { required: ['name', 'a-file'], properties } } })).toEqual([
    '-F name="$NAME"',
    '-F a-file=@$A_FILE',
  ])
})
