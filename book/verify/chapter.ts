import { parse } from 'yaml'

/** A chapter as its author wrote it, taken apart far enough to be checked. */
export interface ChapterSource {
  readonly frontMatter: Readonly<Record<string, unknown>>
  /** What follows the front matter, and the line in the file on which it begins. */
  readonly body: string
  readonly bodyLine: number
  /** The chapter's `## ` sections in order, each with its lines; fences are left out of the prose. */
  readonly sections: readonly SourceSection[]
  readonly fences: readonly Fence[]
}

interface SourceSection {
  readonly heading: string
  readonly prose: readonly string[]
}

interface Fence {
  readonly info: string
  /** Line of the opening fence in the file, from 1. */
  readonly line: number
  readonly content: string
}

/** A `ts run` fence and the `text output` fence that must follow it. */
export interface Example {
  readonly chapter: string
  readonly line: number
  /** The file that the program is written to; from `title="..."` where output mentions it. */
  readonly file: string
  readonly program: string
  /** What it must print; `undefined` when the chapter does not say, which is a mistake. */
  readonly output: string | undefined
}

const FRONT_MATTER = /^---\n([\s\S]*?)\n---\n/

export function readChapter(markdown: string): ChapterSource {
  const text = markdown.replaceAll('\r\n', '\n')
  const head = FRONT_MATTER.exec(text)
  const frontMatter: unknown = head === null ? {} : parse(head[1] ?? '')
  const sections: { heading: string; prose: string[] }[] = [{ heading: '', prose: [] }]
  const fences: { info: string; line: number; content: string }[] = []
  let open: { mark: string; fence: (typeof fences)[number]; lines: string[] } | undefined

  const lines = text.split('\n')
  const first = head === null ? 0 : head[0].split('\n').length - 1
  for (const [index, line] of lines.entries()) {
    if (index < first) continue
    const [, mark, info = ''] = /^(`{3,})(.*)$/.exec(line) ?? []
    if (open !== undefined) {
      if (line.trimEnd() === open.mark) {
        open.fence.content = open.lines.join('\n')
        open = undefined
      } else open.lines.push(line)
    } else if (mark !== undefined) {
      const fence = { info: info.trim(), line: index + 1, content: '' }
      fences.push(fence)
      open = { mark, fence, lines: [] }
    } else if (line.startsWith('## ')) sections.push({ heading: line.slice(3).trim(), prose: [] })
    else sections.at(-1)?.prose.push(line)
  }
  const body = lines.slice(first).join('\n')
  return {
    frontMatter: isRecord(frontMatter) ? frontMatter : {},
    body,
    bodyLine: first + 1,
    sections,
    fences,
  }
}

/** The programs of a chapter, each with the output it promises. */
export function examplesOf(chapter: string, { fences }: ChapterSource): Example[] {
  return fences.flatMap((fence, index) => {
    if (!isProgram(fence)) return []
    const next = fences[index + 1]
    const file = /\btitle="([\w.-]+\.ts)"/.exec(fence.info)?.[1] ?? 'example.ts'
    const output = next !== undefined && isOutput(next) ? next.content : undefined
    return [{ chapter, line: fence.line, file, program: fence.content, output }]
  })
}

/** Lines of `text output` fences that no program stands before. */
export function strayOutputs({ fences }: ChapterSource): number[] {
  return fences
    .filter((fence, index) => isOutput(fence) && !(index > 0 && isProgram(fences[index - 1])))
    .map(({ line }) => line)
}

function isProgram(fence: Fence | undefined): boolean {
  return fence !== undefined && /^ts run\b/.test(fence.info)
}

function isOutput({ info }: Fence): boolean {
  return /^text output\b/.test(info)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
