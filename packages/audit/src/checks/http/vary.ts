import { isShareable } from '../caching/cache-control.ts'
import type { Answered } from '../../wire/exchange.ts'

/**
 * Where an answer does not say that it depends on a request field, as the rest of a sentence; `undefined` where it says so,
 * or where no shared cache keeps it.
 */
export function varies({ answer, request }: Answered, field: string): string | undefined {
  const names = answer.headers.list('vary')
  if (names.includes('*') || names.includes(field.toLowerCase())) return undefined
  const authorized = request?.as?.headers['authorization'] ?? request?.as?.headers['Authorization']
  if (!isShareable(answer, authorized !== undefined)) return undefined
  return names.length === 0 ? 'without Vary' : `with \`Vary: ${names.join(', ')}\`, which lacks ${field}`
}
