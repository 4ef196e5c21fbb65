// Writes what is said of the auditor somewhere else than in its sources: the page of its checks, and the schema of its
// configuration.
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readConcepts } from '../docs/audit-checks/concepts.ts'
import { auditChecksPage } from '../docs/audit-checks/page.ts'
import { checks } from '../packages/audit/src/checks/index.ts'
import { configSchema } from './config-schema.ts'

const root = dirname(import.meta.dirname)
writeFileSync(join(root, 'docs/audit-checks.md'), auditChecksPage(readConcepts(root), checks))
writeFileSync(join(root, 'packages/audit/config.schema.json'), configSchema())
