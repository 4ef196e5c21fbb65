import type { Check } from '../../check.ts'
import { http1 } from './http1-checks.ts'
import { http2 } from './http2-checks.ts'

export const http: readonly Check[] = [...http1, ...http2]
