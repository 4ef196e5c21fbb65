import { createCssVariablesTheme, createHighlighterCoreSync } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import css from 'shiki/langs/css.mjs'
import docker from 'shiki/langs/docker.mjs'
import html from 'shiki/langs/html.mjs'
import http from 'shiki/langs/http.mjs'
import javascript from 'shiki/langs/javascript.mjs'
import json from 'shiki/langs/json.mjs'
import shellscript from 'shiki/langs/shellscript.mjs'
import sql from 'shiki/langs/sql.mjs'
import tsx from 'shiki/langs/tsx.mjs'
import typescript from 'shiki/langs/typescript.mjs'
import yaml from 'shiki/langs/yaml.mjs'
import { escapeHtml } from './html.ts'

const THEME = 'book'
const TEXT_LANGUAGES = new Set(['', 'text', 'txt', 'plain'])
const TOKEN_VARIABLE = /^var\(--t-token-([a-z-]+)\)$/

const highlighter = createHighlighterCoreSync({
  themes: [createCssVariablesTheme({ name: THEME, variablePrefix: '--t-', fontStyle: false })],
  langs: [css, docker, html, http, javascript, json, shellscript, sql, tsx, typescript, yaml],
  engine: createJavaScriptRegexEngine({ forgiving: true }),
})
const languages = new Set(highlighter.getLoadedLanguages())

export function isKnownLanguage(language: string): boolean {
  return TEXT_LANGUAGES.has(language) || languages.has(language)
}

/**
 * Colours code, one string of HTML per line. A token carries a class (`t-keyword`, `t-string`, ...) and
 * never a style: the page's policy forbids inline styles, and a stylesheet can serve both themes.
 */
export function highlightLines(code: string, language: string): string[] {
  if (TEXT_LANGUAGES.has(language) || !languages.has(language)) return code.split('\n').map(escapeHtml)
  const lines = highlighter.codeToTokensBase(code, { lang: language, theme: THEME })
  return lines.map((line) => {
    const runs: { kind: string | undefined; text: string }[] = []
    for (const token of line) {
      const kind = TOKEN_VARIABLE.exec(token.color ?? '')?.[1]
      const last = runs.at(-1)
      if (last !== undefined && last.kind === kind) last.text += token.content
      else runs.push({ kind, text: token.content })
    }
    return runs
      .map(({ kind, text }) =>
        kind === undefined ? escapeHtml(text) : `<span class="t-${kind}">${escapeHtml(text)}</span>`,
      )
      .join('')
  })
}

/** The language of a file by its name, for source pages. */
export function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (/^Dockerfile|^Containerfile/.test(name)) return 'docker'
  const ending = name.slice(name.lastIndexOf('.') + 1)
  return LANGUAGE_BY_ENDING[ending] ?? 'text'
}

const LANGUAGE_BY_ENDING: Readonly<Record<string, string>> = {
  css: 'css',
  html: 'html',
  http: 'http',
  js: 'javascript',
  json: 'json',
  mjs: 'javascript',
  mts: 'typescript',
  sh: 'shellscript',
  sql: 'sql',
  ts: 'typescript',
  tsx: 'tsx',
  yaml: 'yaml',
  yml: 'yaml',
}
