import type { Check } from '../../check.ts'
import { http2 } from './http2-checks.ts'

export const http: readonly Check[] = [...http2]
