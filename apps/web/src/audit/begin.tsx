import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import { api, type Auditing } from '../api.ts'
import { navigate } from '../lib/router.ts'
import { explain } from './explain.ts'

const EXAMPLE = `{
  "users": [
    { "name": "ada", "headers": { "Authorization": "Bearer …" } },
    { "name": "bob", "headers": { "Authorization": "Bearer …" } }
  ],
  "resources": [{ "path": "/notes", "as": "ada", "example": { "title": "A note" } }]
}`

const WHY: Readonly<Record<Exclude<Auditing, 'possible'>, string>> = {
  off: 'This Academy audits nothing itself: it does where it runs on your own machine.',
  elsewhere: 'This Academy runs on another machine than yours, and audits only what runs beside it.',
}

/** Begins an audit of a target on this machine, where that is possible. */
export function Begin({ auditing, isBusy }: { auditing: Auditing; isBusy: boolean }): VNode {
  const target = useRef<HTMLInputElement>(null)
  const config = useRef<HTMLTextAreaElement>(null)
  const more = useRef<HTMLDetailsElement>(null)
  const sending = useSignal(false)
  const trouble = useSignal<{ readonly of: 'target' | 'config' | 'form'; readonly says: string } | null>(null)
  if (auditing !== 'possible') {
    return (
      <p class="audit-off">
        {WHY[auditing]} Audit with the command line,{' '}
        <code>npx principia-audit http://localhost:3000 --report json=report.json</code>, and give the report
        here.
      </p>
    )
  }

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (sending.value || isBusy) return
    sending.value = true
    trouble.value = null
    try {
      const given = config.current?.value.trim() ?? ''
      const body = { target: target.current?.value.trim() ?? '' }
      const { id } = await api.ok('POST /api/audits', {
        body: given === '' ? body : { ...body, config: JSON.parse(given) as unknown },
      })
      // What is shown next is below this.
      if (more.current !== null) more.current.open = false
      await navigate(`/audit?show=${id}`, { stay: true })
    } catch (error) {
      const says =
        error instanceof SyntaxError ? `The configuration is no JSON: ${error.message}.` : explain(error)
      const of = placeOf(error)
      trouble.value = { of, says }
      if (of === 'config' && more.current !== null) more.current.open = true
      ;(of === 'config' ? config : target).current?.focus()
    }
    sending.value = false
  }

  const troubleOf = (place: 'target' | 'config' | 'form') =>
    trouble.value?.of === place ? trouble.value.says : ''
  return (
    <form class="audit-form" onSubmit={(event) => void submit(event)} noValidate>
      <div class="field">
        <label for="target">A backend on this machine</label>
        <div class="audit-target">
          <input
            ref={target}
            id="target"
            name="target"
            type="url"
            inputMode="url"
            autocomplete="off"
            spellcheck={false}
            defaultValue="http://localhost:3000"
            aria-invalid={troubleOf('target') !== ''}
            aria-describedby="target-error target-hint"
          />
          <button type="submit" class="button" aria-disabled={sending.value || isBusy}>
            Audit
          </button>
        </div>
        <p id="target-error" class="field-error" role="alert">
          {troubleOf('target') || troubleOf('form')}
        </p>
        <p id="target-hint" class="field-hint">
          Thousands of requests are sent, many of them malformed, and data is made and changed there: audit
          what is for trying things out.
        </p>
      </div>
      <details ref={more}>
        <summary>What cannot be found out: users, resources, what may be changed</summary>
        <div class="field">
          <label for="config">Configuration, as JSON</label>
          <textarea
            ref={config}
            id="config"
            name="config"
            rows={8}
            spellcheck={false}
            placeholder={EXAMPLE}
            aria-invalid={troubleOf('config') !== ''}
            aria-describedby="config-error config-hint"
          />
          <p id="config-error" class="field-error" role="alert">
            {troubleOf('config')}
          </p>
          <p id="config-hint" class="field-hint">
            It is used for this audit and not kept. With <code>"own": false</code> nothing is made or changed.
          </p>
        </div>
      </details>
    </form>
  )
}

function placeOf(error: unknown): 'target' | 'config' | 'form' {
  if (error instanceof SyntaxError) return 'config'
  const problem = error instanceof Error && 'problem' in error ? error.problem : undefined
  if (problem === 'audit-config-refused') return 'config'
  return problem === 'target-refused' ? 'target' : 'form'
}
