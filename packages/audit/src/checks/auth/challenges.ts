/** One challenge of WWW-Authenticate. */
export interface Challenge {
  /** In lower case. */
  readonly scheme: string
  /** By name in lower case. */
  readonly parameters: ReadonlyMap<string, string>
}

/** What could not be read, as a sentence. */
export class BadChallenge extends Error {
  override readonly name = 'BadChallenge'
}

const TOKEN = /[!#$%&'*+.^_`|~\w-]+/y
const TOKEN68 = /[\w\-.~+/]+=*(?=[ \t]*(?:,|$))/y
const PARAMETER = /([!#$%&'*+.^_`|~\w-]+)[ \t]*=[ \t]*(?:([!#$%&'*+.^_`|~\w-]+)|"((?:[^"\\]|\\.)*)")/y

/**
 * Reads the value of one WWW-Authenticate field (RFC 9110 section 11.6.1). Its comma separates challenges as well as the
 * parameters of one: what is followed by "=" is a parameter.
 *
 * @throws BadChallenge
 */
export function parseChallenges(value: string): Challenge[] {
  const challenges: Challenge[] = []
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at
    const match = pattern.exec(value) ?? undefined
    if (match !== undefined) at += match[0].length
    return match
  }
  for (take(/[ \t,]*/y); at < value.length; take(/[ \t,]*/y)) {
    const scheme = take(TOKEN)?.[0]
    if (scheme === undefined) throw new BadChallenge(`no scheme begins at "${value.slice(at, at + 30)}"`)
    const parameters = new Map<string, string>()
    challenges.push({ scheme: scheme.toLowerCase(), parameters })
    if (take(/[ \t]*(?=,|$)/y) !== undefined) continue
    if (take(/ +/y) === undefined) throw new BadChallenge(`no space follows the scheme "${scheme}"`)
    if (take(TOKEN68) !== undefined) continue
    for (let parameter = take(PARAMETER); parameter !== undefined; parameter = take(PARAMETER)) {
      const [, name = '', plain, quoted = ''] = parameter
      if (parameters.has(name.toLowerCase())) throw new BadChallenge(`"${name}" is there twice`)
      parameters.set(name.toLowerCase(), plain ?? quoted.replaceAll(/\\(.)/g, '$1'))
      if (take(/[ \t]*(?=,|$)/y) === undefined)
        throw new BadChallenge(`no comma separates what follows "${name}"`)
      // A comma, and then a parameter of this challenge or the next challenge.
      take(/[ \t,]*(?=[!#$%&'*+.^_`|~\w-]+[ \t]*=[ \t]*["!#$%&'*+.^_`|~\w-])/y)
    }
    if (parameters.size === 0)
      throw new BadChallenge(`"${value.slice(at, at + 30)}" is no parameter, such as realm="api"`)
  }
  if (challenges.length === 0) throw new BadChallenge('it is empty')
  return challenges
}
