/**
 * The line (from 1) on which a file declares a symbol, or undefined. `Class.method` looks for the member
 * after the line that declares its owner. In TypeScript only declarations count, so that a link never
 * lands on a mere use; in other languages the first line that holds the word does.
 */
export function findSymbol(source: string, symbol: string, path: string): number | undefined {
  const lines = source.split('\n')
  let from = 0
  let line: number | undefined
  for (const [depth, name] of symbol.split('.').entries()) {
    const isCode = /\.[cm]?[jt]sx?$/.test(path)
    const patterns = isCode ? (depth === 0 ? declarations(name) : members(name)) : [wordPattern(name)]
    line = firstMatch(lines, patterns, from)
    if (line === undefined) return undefined
    from = line + 1
  }
  return line === undefined ? undefined : line + 1
}

/** The patterns are tried one after the other, so that a top-level declaration wins over an inner one above it. */
function firstMatch(lines: readonly string[], patterns: readonly RegExp[], from: number): number | undefined {
  for (const pattern of patterns) {
    const found = lines.findIndex((line, index) => index >= from && pattern.test(line))
    if (found !== -1) return found
  }
  return undefined
}

const KEYWORD = '(?:function\\*?|class|interface|type|enum|const|let|var)'

function declarations(name: string): RegExp[] {
  const word = escapePattern(name)
  const declared = `(?:export\\s+)?(?:default\\s+)?(?:declare\\s+)?(?:abstract\\s+)?(?:async\\s+)?${KEYWORD}\\s+${word}(?![\\w$])`
  return [
    new RegExp(`^${declared}`),
    new RegExp(`^\\s+${declared}`),
    new RegExp(`^export\\s*\\{.*(?<![\\w$])${word}(?![\\w$])`),
    ...members(name),
  ]
}

function members(name: string): RegExp[] {
  const word = escapePattern(name)
  const modifiers = '(?:(?:public|private|protected|static|readonly|async|get|set|override)\\s+|\\*\\s*|#)*'
  return [
    new RegExp(`^\\s+${modifiers}['"]?${word}['"]?\\s*(?:[?!]?:|=(?!=))`),
    // A method has a body or a result type after its parameters; a call has neither.
    new RegExp(`^\\s+${modifiers}${word}\\??(?:<.*>)?\\(.*\\)(?::\\s*\\S.*|\\s*\\{.*)$`),
  ]
}

const wordPattern = (name: string): RegExp => new RegExp(`(?<![\\w$-])${escapePattern(name)}(?![\\w$-])`)

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
