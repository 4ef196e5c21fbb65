// Writes docs/audit-checks.md from the checks, and from what is known of sound servers.
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readConcepts } from '../docs/audit-checks/concepts.ts'
import { auditChecksPage } from '../docs/audit-checks/page.ts'
import { checks } from '../packages/audit/src/checks/index.ts'

const root = dirname(import.meta.dirname)
writeFileSync(join(root, 'docs/audit-checks.md'), auditChecksPage(readConcepts(root), checks))
