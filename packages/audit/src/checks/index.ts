import type { Check } from '../check.ts'
import { http } from './http/index.ts'
import { routing } from './routing/index.ts'
import { security } from './security/index.ts'

/** All checks, by concept in the order of the book. */
export const checks: readonly Check[] = [...http, ...routing, ...security]
