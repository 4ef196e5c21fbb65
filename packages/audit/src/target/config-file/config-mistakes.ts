import type { AuditConfig } from '../config.ts'
import { configShape } from './config-shape.ts'
import { findContradictions } from './contradictions.ts'

/**
 * What is wrong with a value that should be an `AuditConfig`, as sentences; with none it is one.
 *
 * @param contradictions whether to look, where the shape is right, if its parts go together
 */
export function configMistakes(value: unknown, contradictions = true): string[] {
  const mistakes: string[] = []
  const report = (pointer: string, says: string) => mistakes.push(toSentence(pointer, says))
  configShape(value, '', report)
  if (contradictions && mistakes.length === 0) findContradictions(value as AuditConfig, report)
  return mistakes
}

/** @param pointer where in the configuration it is, as a JSON Pointer */
export function toSentence(pointer: string, says: string): string {
  return `${pointer === '' ? 'At the top' : `At ${pointer}`}: ${says}${/[.?]$/.test(says) ? '' : '.'}`
}
