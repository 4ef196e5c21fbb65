import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { isObject, step } from '../../target/openapi/document.ts'
import { owaspApi, text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { isJson, jsonOf } from '../../wire/answer.ts'
import { noInternalFields } from './no-internal-fields.ts'

/** In the format of crypt and PHC, as the libraries of all languages write them. */
const HASH =
  /^(?:\$(?:2[abxy]?|argon2(?:id?|d)|scrypt|s0|pbkdf2(?:-sha\d+)?|[156]|y|7)\$\S{20,}|pbkdf2_sha\d+\$\d+\$\S{20,}|\{(?:bcrypt|SSHA|scrypt)\}\S{20,})$/

export const noPasswordHashes = check({
  id: 'layers/no-password-hashes',
  claim: 'No answer shows how a password is stored.',
  severity: 'must',
  source: [
    owaspApi('API3', 'Broken Object Property Level Authorization'),
    text('CWE-200', 'https://cwe.mitre.org/data/definitions/200.html'),
  ],
  mend: noInternalFields.mend,
  run: ({ target }) =>
    across(target.pages, 'No page of JSON is known.', ({ path, seen }) => {
      const content = jsonOf(seen.answer)
      if (!isJson(seen.answer) || content === undefined) return undefined
      const found = hashIn(content)
      if (found === undefined) return passed()
      return failed(`GET ${path} shows a stored password at "${found.pointer}".`, seen, found.value)
    }),
  flaw: tampered((answer, { url }) => {
    if (url === '/me' && answer.status === 200)
      answer.body = Buffer.from(
        '{"name":"ada","tenant":"blue","password":"$2b$12$Xn1l3Cw0JxgFZ6xvQ7JY0eS1dVX4mYwqk0o5W9b3Rr8uT2aHcPq6e"}',
      )
  }),
})

function hashIn(content: unknown, pointer = '', depth = 8): { pointer: string; value: string } | undefined {
  if (typeof content === 'string') return HASH.test(content) ? { pointer, value: content } : undefined
  if (depth === 0 || !(Array.isArray(content) || isObject(content))) return undefined
  for (const [name, each] of Object.entries(content)) {
    const found = hashIn(each, step(pointer, name), depth - 1)
    if (found !== undefined) return found
  }
  return undefined
}
