// Writes docs/conformance.md from the requirements in docs/conformance and the names of the tests that show them.
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { collectProofs } from '../docs/conformance/collect.ts'
import { conformancePage, mistakesOf } from '../docs/conformance/page.ts'
import { specifications } from '../docs/conformance/specifications.ts'

const root = dirname(import.meta.dirname)
const proofs = collectProofs(root)
const mistakes = mistakesOf(specifications, proofs)
writeFileSync(join(root, 'docs/conformance.md'), conformancePage(specifications, proofs))
for (const mistake of mistakes) console.error(mistake)
if (mistakes.length > 0) process.exitCode = 1
