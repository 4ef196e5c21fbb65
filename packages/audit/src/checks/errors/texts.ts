import type { Answer } from '../../wire/answer.ts'

/** A trace of a program, and what writes such a one. */
interface Trace {
  readonly of: string
  readonly pattern: RegExp
}

/** Each is so particular that no text for people has it by chance. */
const STACKS: readonly Trace[] = [
  {
    of: 'Node',
    pattern: /\bat (?:[^\n<]{1,160} \()?(?:file:\/\/|node:|[A-Za-z]:\\|\/)[^\n()<>]{1,300}:\d+:\d+\)?/,
  },
  {
    of: 'Java',
    pattern:
      /\bat [\w$.]+\.[\w$<>]+\((?:[\w$]+\.(?:java|kt|scala|groovy):\d+|Native Method|Unknown Source)\)/,
  },
  {
    of: 'Python',
    pattern:
      /Traceback \(most recent call last\)|File (?:"|&quot;|&#34;)[^\n"&]+\.py(?:"|&quot;|&#34;), line \d+/,
  },
  { of: 'Ruby', pattern: /[\w./-]+\.rb:\d+:in (?:[`'"]|&#39;|&quot;)/ },
  { of: 'PHP', pattern: /#\d+ \S+\.php\(\d+\): |\.php(?:<\/b>)? on line (?:<b>)?\d+|in \/\S+\.php:\d+/ },
  { of: 'Go', pattern: /goroutine \d+ \[\w+\]:|\/[\w./@-]+\.go:\d+(?: \+0x[\da-f]+)?/ },
  {
    of: '.NET',
    pattern:
      /\bat [\w.`<>+]+\([^)\n]*\) in [^\n]+\.(?:cs|fs|vb):line \d+|\bat (?:System|Microsoft)\.[\w.`]+\(/,
  },
  { of: 'Rust', pattern: /panicked at '?[^\n]{0,200}\.rs:\d+:\d+/ },
  { of: 'Elixir', pattern: /\(\w+ \d+\.\d+\.\d+\) lib\/[\w/]+\.exs?:\d+:/ },
]

/** A file of a program, on a disk: not an address, whose path begins like this by chance. */
const FILE =
  /(?:^|[\s"'`(>:=])((?:\/(?:home|usr|var|opt|srv|root|app|workspace|Users)\/|[A-Z]:\\)[\w .@/\\-]{1,200}\.(?:js|ts|mjs|cjs|py|rb|php|java|jar|class|go|cs|dll|so|ex|rs))\b/

export interface Leak {
  readonly what: string
  /** The text itself. */
  readonly text: string
}

/** A stack or a path of a file in what somebody is told of a failure. */
export function stackIn(answer: Answer): Leak | undefined {
  const body = textOf(answer)
  for (const { of, pattern } of STACKS) {
    const found = pattern.exec(body)
    if (found !== null) return { what: `a stack trace of ${of}`, text: found[0] }
  }
  // In a tag it is an address.
  const file = FILE.exec(body.replaceAll(/<[^>]*>/g, ' '))?.[1]
  return file === undefined ? undefined : { what: 'the path of a file', text: file }
}

const DATABASES: readonly RegExp[] = [
  /SQLSTATE\[\w+\]/,
  /syntax error at or near (?:"|&quot;|\\")/,
  /You have an error in your SQL syntax/,
  /unterminated quoted string|unclosed quotation mark/i,
  /\bORA-\d{5}\b/,
  /SQLITE_(?:ERROR|CONSTRAINT|MISMATCH)|near "[^"]*": syntax error|unrecognized token: "/,
  /(?:relation|column|table) \\?"[\w.]+\\?" does not exist/,
  /violates (?:unique|foreign key|check|not-null) constraint/,
  /(?:UNIQUE|NOT NULL|FOREIGN KEY|CHECK) constraint failed/,
  /Duplicate entry '[^']*' for key/,
  /E11000 duplicate key error/,
  /org\.hibernate\.|java\.sql\.SQL|PSQLException|SqlException|psycopg2?\.|sqlalchemy\.exc|ActiveRecord::|QueryFailedError|SequelizeDatabaseError|PrismaClient\w+Error|MongoServerError/,
]

const SOFTWARE: readonly RegExp[] = [
  /<(?:address|center)>(?:Apache|nginx)\/\d[^<]*/,
  /Apache Tomcat\/\d[\d.]*/,
  /Powered by Jetty:?\/\/ \d[\d.]*/,
  /Werkzeug\/\d[\d.]*/,
  /Microsoft-IIS\/\d[\d.]*/,
  /Phusion Passenger[^<\n]{0,20}\d[\d.]*/,
  /\b(?:com|org|io)\.(?:springframework|fasterxml|apache|eclipse|netty)\.[\w.]+/,
  /\bjava\.(?:lang|util|io)\.\w*(?:Exception|Error)\b/,
  /\bSystem\.(?:\w+\.)*\w+Exception\b/,
]

/** The text of a database's refusal, which a client cannot do anything with but guess. */
export function databaseIn(answer: Answer): Leak | undefined {
  return firstOf(answer, DATABASES, 'what its database said')
}

/** The name and version of software, or a class of it. */
export function softwareIn(answer: Answer): Leak | undefined {
  return firstOf(answer, SOFTWARE, 'what it is built with')
}

function firstOf(answer: Answer, patterns: readonly RegExp[], what: string): Leak | undefined {
  const body = textOf(answer)
  for (const pattern of patterns) {
    const found = pattern.exec(body)
    if (found !== null) return { what, text: found[0] }
  }
  return undefined
}

/** One character per byte, so that a mark finds it; in JSON line breaks are escaped. */
function textOf({ body }: Answer): string {
  return body.toString('latin1').replaceAll('\\n', '\n').replaceAll('&nbsp;', ' ').replaceAll('\\/', '/')
}
