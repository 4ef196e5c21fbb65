import { check } from '../../check.ts'
import { answering } from '../../flaws/answering.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import type { Answer } from '../../wire/answer.ts'
import { htmlPages } from './answers.ts'
import { policiesOf } from './csp-policy.ts'

export const cspNonce = check({
  id: 'security/csp-nonce',
  claim: 'A nonce of a Content-Security-Policy is another one with each answer.',
  severity: 'must',
  source: text('Content Security Policy Level 3, section 7.1', 'https://www.w3.org/TR/CSP3/#security-nonces'),
  mend: {
    general:
      'Make at least 128 random bits for each answer. A nonce that stays lets an injected script name it; pages that are cached need hashes instead.',
    stacks: {
      Express: "response.locals.nonce = randomBytes(16).toString('base64') in a middleware before helmet",
      nginx: 'A nonce written into the configuration is no nonce; take sub_filter with $request_id at least.',
    },
  },
  run: ({ target, send }) =>
    across(
      htmlPages({ target }),
      'No page has a nonce in its Content-Security-Policy.',
      async ({ path, as, seen }) => {
        if (noncesOf(seen.answer).length === 0) return undefined
        const first = await send({ path, as })
        const second = await send({ path, as })
        const again = noncesOf(second.answer)
        const same = noncesOf(first.answer).find((nonce) => again.includes(nonce))
        if (same === undefined) return passed()
        return failed(
          `GET ${path}: two answers have the same nonce, ${same}; whoever has seen one can write scripts for the other.`,
          second,
          same,
        )
      },
    ),
  flaw: nonced(() => 'c2FtZSBlYWNoIHRpbWU'),
  sound: nonced(() => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')),
})

function noncesOf(answer: Answer): string[] {
  return policiesOf(answer)
    .flatMap((policy) => [...policy.values()].flat())
    .filter((source) => /^'nonce-/i.test(source))
    .map((source) => source.slice("'nonce-".length, -1))
}

function nonced(nonce: () => string): Specimen {
  return answering((request, response) => {
    const value = nonce()
    // What answers at every address is taken for none of them.
    response.statusCode = request.url === '/' ? 200 : 404
    response.setHeader('content-type', 'text/html')
    response.setHeader('content-security-policy', `script-src 'nonce-${value}'`)
    response.end(`<!doctype html><script nonce="${value}">1</script>`)
  })
}
