import type { Check } from '../../check.ts'

export const journey: readonly Check[] = []
