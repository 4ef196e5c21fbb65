import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Severity } from '../../check.ts'
import type { Report, Result } from '../../report.ts'
import { findingsOf, many, openByReason, SEVERITIES, whyNot, type Judgement } from '../judgement.ts'
import { html, Markup } from './markup.ts'
import { result } from './result.ts'
import { concepts, ring } from './scores.ts'

const MEANING: Readonly<Record<Severity, string>> = {
  must: 'breaks a specification, loses data, or lets an attack through',
  should: 'costs users or clients',
  may: 'could be better',
}

/** A report as one page that needs nothing else: it works from a file, offline, and reads well without its script. */
export function htmlReport(report: Report, judgement: Judgement): string {
  const style = asset('report.css')
  const script = asset('report.js')
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policyOf(style, script)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>Audit of ${report.target}</title>
        ${new Markup(`<style>${style}</style>`)}
      </head>
      <body>
        ${header(report, judgement)} ${filters(report)}
        <main id="results">
          ${findings(report, judgement)} ${open(report)} ${good(report)}
          <p id="none" hidden>
            No check is left by these filters. <button type="reset" form="filters">Show all</button>
          </p>
        </main>
        ${new Markup(`<script>${script}</script>`)}
      </body>
    </html> `.source
}

/** The Content-Security-Policy of these pages, for who serves them. They carry it themselves as well. */
export function htmlReportPolicy(): string {
  return policyOf(asset('report.css'), asset('report.js'))
}

/** A second fence behind the escaping: nothing runs and nothing is loaded but these two. */
function policyOf(style: string, script: string): string {
  return `default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`
}

function header(report: Report, judgement: Judgement): Markup {
  const { target, score, known, seed, startedAt, duration, requests, tool } = report
  const found = findingsOf(report)
  const accepted = found.filter(({ id }) => judgement.accepted.has(id)).length
  return html`<header class="top">
    <div class="about">
      <p class="tool">principia-audit ${tool.version}</p>
      <h1>${target}</h1>
      <p class="sum">
        ${SEVERITIES.map((severity) => {
          const count = found.filter((one) => one.severity === severity).length
          return html`<span class="${count === 0 ? 'no' : severity}"><b>${count}</b> ${severity}</span> `
        })}<span class="open"><b>${score.inconclusive}</b> open</span>
        <span class="good"><b>${score.passed}</b> good</span>
      </p>
      <details class="known">
        <summary>
          ${when(startedAt)}, ${many(requests, 'request')} in ${(duration / 1000).toFixed(1)} s
        </summary>
        <ul>
          ${known.map((sentence) => html`<li>${sentence}</li>`)}
          <li>
            Seed ${seed}; scoring ${report.scoring}: a must counts 5, a should 2, a may 1, what could not be
            told nothing.
          </li>
          ${accepted === 0 ? undefined : html`<li>${many(accepted, 'finding')} accepted by the baseline.</li>`}
        </ul>
      </details>
    </div>
    ${ring(score)}
    <nav aria-label="Score by concept">${concepts(report)}</nav>
  </header>`
}

function filters({ results }: Report): Markup {
  const names = [...new Set(results.map(({ concept }) => concept))]
  return html`<form id="filters" role="search" aria-label="Filter">
    <input
      type="search"
      name="text"
      placeholder="Search  ( / )"
      aria-label="Search"
      autocomplete="off"
      data-script
    />
    <select name="concept" aria-label="Concept" autocomplete="off" data-script>
      <option value="">All concepts</option>
      ${names.map((name) => html`<option>${name}</option>`)}
    </select>
    <fieldset>
      <legend>Severity</legend>
      ${SEVERITIES.map((name) => toggle('severity', name, name))}
    </fieldset>
    <fieldset>
      <legend>Outcome</legend>
      ${toggle('outcome', 'failed', 'found')}${toggle('outcome', 'inconclusive', 'open')}${toggle('outcome', 'passed', 'good')}
    </fieldset>
    <output data-script></output>
  </form>`
}

function toggle(name: string, value: string, words: string): Markup {
  return html`<label
    ><input type="checkbox" name="${name}" value="${value}" autocomplete="off" checked /><span
      >${words}</span
    ></label
  >`
}

function findings(report: Report, judgement: Judgement): Markup[] {
  return [...Map.groupBy(findingsOf(report), ({ severity }) => severity)].map(
    ([severity, results]) =>
      html`<section class="${severity}">
        <h2>${severity} <small>${MEANING[severity]}</small></h2>
        ${results.map((one) => result(one, judgement.accepted.has(one.id) ? whyNot(one, judgement) : undefined))}
      </section>`,
  )
}

function open(report: Report): Markup | undefined {
  const groups = openByReason(report)
  if (groups.length === 0) return undefined
  return html`<section class="inconclusive">
    <h2>open <small>could not be told, and why</small></h2>
    ${groups.map(
      ([reason, results]) =>
        html`<div class="group">
          <h3>${reason}</h3>
          ${results.map((one) => result({ ...one, says: undefined }, undefined))}
        </div>`,
    )}
  </section>`
}

function good({ results }: Report): Markup | undefined {
  const passed = results.filter(({ outcome }) => outcome === 'passed')
  return passed.length === 0
    ? undefined
    : html`<section class="passed">
        <h2>good <small>what is kept</small></h2>
        ${passed.map((one: Result) => result(one, undefined))}
      </section>`
}

function when(startedAt: string): Markup {
  const text = startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')
  return html`<time datetime="${startedAt}">${text}</time>`
}

function asset(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
