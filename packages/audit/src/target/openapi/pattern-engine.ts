import { Script, createContext, type Context } from 'node:vm'
import { compilePattern } from './keywords.ts'

/** Milliseconds after which matching is given up. */
const LONGEST = 100

/**
 * The regular expressions of a document that nobody vouches for. One that backtracks without end is stopped, and then
 * counts as matching: nothing is said against a value that could not be looked at.
 */
export const patternEngine = Object.assign(
  (pattern: string) => {
    const expression = compilePattern(pattern)
    const test =
      expression === undefined
        ? () => true
        : isHarmless(pattern)
          ? (value: string) => expression.test(value)
          : (value: string) => testWithin(expression, value)
    // Ajv tells patterns apart by what they are as texts.
    return { test, toString: () => `/${pattern}/` }
  },
  // What Ajv would write into code that it generates as a module; it asks for it, and here nothing uses it.
  { code: 'new RegExp' },
)

/** Whether it repeats without a limit once at most, so that the time it takes grows no faster than the square of the text. */
function isHarmless(pattern: string): boolean {
  return (pattern.match(/[*+]|\{\d*,\}|\{\d{3,}|\\[1-9k]/g) ?? []).length <= 1
}

const script = new Script('expression.test(value)')
let context: Context | undefined

function testWithin(expression: RegExp, value: string): boolean {
  context ??= createContext({})
  context.expression = expression
  context.value = value
  try {
    return script.runInContext(context, { timeout: LONGEST }) === true
  } catch {
    return true
  }
}
