import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Fault } from './fault.ts'

/** Whether the auditor runs from its repository, where nothing need be built. */
const FROM_SOURCES = import.meta.url.endsWith('.ts')

const NAME = /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/

/**
 * Writes a check with its flaw and its test, which pass as they are, for their writer to change.
 *
 * @param known ids that are taken
 * @returns what to do next
 * @throws Fault
 */
export function newCheck(id: string | undefined, folder: string, known: readonly string[]): string {
  if (id === undefined || !NAME.test(id))
    throw new Fault(
      `A check is named <concept>/<name>, in small letters, such as caching/says-for-how-long${id === undefined ? '' : `; not "${id}"`}.`,
    )
  if (known.includes(id)) throw new Fault(`The auditor has a check "${id}" already; give yours another name.`)
  const file = join(folder, `${id}.ts`)
  const test = join(folder, `${id}.test.ts`)
  for (const each of [file, test]) if (existsSync(each)) throw new Fault(`${each} is there already.`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, checkText(id))
  writeFileSync(test, testText(id))
  return [
    `Wrote ${file} and ${test}.`,
    'Change the claim, what is looked at, and the flaw. Then, with Node 26 and @principia/audit among your dependencies:',
    '',
    `  node ${FROM_SOURCES ? '--conditions=principia-source ' : ''}--test ${test}`,
    `  npx principia-audit http://localhost:3000 --checks ${folder} --only ${id}`,
    '',
  ].join('\n')
}

function checkText(id: string): string {
  return `import { across, check, failed, passed, rfc, tampered } from '@principia/audit'

export default check({
  id: '${id}',
  // A sentence that is true of a good backend.
  claim: 'No answer tells which framework made it.',
  // must: breaks a specification, loses data or lets an attack through. should: costs users or clients. may: is better.
  severity: 'may',
  source: rfc(9110, '17.12'),
  mend: {
    general: 'Leave the field X-Powered-By out.',
    stacks: { Express: "app.disable('x-powered-by')" },
  },
  // Never guesses: what it cannot tell is \`inconclusive('why, and what would help')\`.
  run: ({ target, send }) =>
    across(target.pages, 'No address is known that answers.', async ({ path, as }) => {
      const exchange = await send({ path, as })
      const value = exchange.answer.headers.get('x-powered-by')
      if (value === undefined) return passed()
      return failed(\`\${path} tells that it is made by \${value}.\`, exchange, /^x-powered-by:.*$/im)
    }),
  // A server that breaks this claim and no other: the sound one, with its answers changed.
  flaw: tampered((answer) => {
    answer.headers['x-powered-by'] = 'PHP/5.2'
  }),
})
`
}

function testText(id: string): string {
  const name = id.slice(id.indexOf('/') + 1)
  return `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sound, verdictOn } from '@principia/audit'
import check from './${name}.ts'

test('fails on its flaw', async () => {
  assert.equal((await verdictOn(check, check.flaw)).outcome, 'failed')
})

test('passes on a sound server', async () => {
  assert.equal((await verdictOn(check, check.sound ?? sound)).outcome, 'passed')
})
`
}
