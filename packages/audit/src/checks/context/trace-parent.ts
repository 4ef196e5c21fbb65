import { text } from '../../source.ts'

export const TRACE_CONTEXT = text(
  'W3C Trace Context, traceparent',
  'https://www.w3.org/TR/trace-context/#traceparent-header',
)

/** A valid traceparent (version 00, sampled) of that trace. */
export function traceparent(trace: string, parent = 'b7ad6b7169203331'): string {
  return `00-${trace}-${parent}-01`
}

/** 16 random bytes as hexadecimal digits. */
export function traceId(between: (least: number, most: number) => number): string {
  return Array.from({ length: 32 }, (_, at) => (at === 0 ? 'a' : between(0, 15).toString(16))).join('')
}
