import type { Check } from '../../check.ts'
import { notFound } from './not-found.ts'

export const routing: readonly Check[] = [notFound]
