import { define, defineConfig, t } from 'principia'
import { defineDatabase } from 'principia/database'
import { defineAuditor } from './audits/auditor.ts'
import { migrations } from './tables/migrations.ts'
import type { Tables } from './tables/tables.ts'

export const config = defineConfig({
  PUBLIC_URL: t.String({
    default: 'http://localhost:3000',
    format: 'url',
    description: 'the address under which browsers reach the Academy',
  }),
  INSPECTOR: t.Union([t.Literal('own'), t.Literal('all')], {
    default: 'own',
    description: "whose requests the inspector shows: one's own, or on this machine those of all",
  }),
  AUDIT: t.Union([t.Literal('off'), t.Literal('loopback')], {
    default: 'off',
    description: 'which targets the Academy audits: none, or for who sits at its machine what runs on it',
  }),
})

export const services = {
  db: defineDatabase<Tables>({ migrations, applicationName: 'academy' }),
  auditor: defineAuditor(),
}

/** What routes, access rules and cookies of the Academy are made with: they know its services and settings. */
export const { route, defineAccess, defineCookie } = define({ services, config })
