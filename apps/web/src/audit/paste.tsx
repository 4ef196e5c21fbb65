import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import { api } from '../api.ts'
import { navigate } from '../lib/router.ts'
import { explain } from './explain.ts'

/** Takes a report of the command line: pasted, or as a file. */
export function Paste({ open }: { open: boolean }): VNode {
  const text = useRef<HTMLTextAreaElement>(null)
  const sending = useSignal(false)
  const trouble = useSignal('')

  const keep = async (report: string): Promise<void> => {
    if (sending.value) return
    sending.value = true
    trouble.value = ''
    try {
      const { id } = await api.ok('POST /api/audits/reports', { body: { report } })
      if (text.current !== null) text.current.value = ''
      await navigate(`/audit?show=${id}`, { stay: true })
    } catch (error) {
      trouble.value = explain(error)
    }
    sending.value = false
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    const given = text.current?.value.trim() ?? ''
    if (given === '') {
      trouble.value = 'There is nothing to keep yet: paste the report, or choose its file.'
      text.current?.focus()
    } else void keep(given)
  }
  const choose = async (input: HTMLInputElement): Promise<void> => {
    const report = await input.files?.[0]?.text()
    input.value = ''
    if (report !== undefined) await keep(report)
  }
  return (
    <details class="audit-paste" open={open}>
      <summary>A report of the command line</summary>
      <form onSubmit={submit} noValidate>
        <div class="field">
          <label for="pasted">The report, as JSON</label>
          <textarea
            ref={text}
            id="pasted"
            rows={4}
            spellcheck={false}
            aria-invalid={trouble.value !== ''}
            aria-describedby="pasted-error pasted-hint"
          />
          <p id="pasted-error" class="field-error" role="alert">
            {trouble.value}
          </p>
          <p id="pasted-hint" class="field-hint">
            As <code>principia-audit … --report json=report.json</code> writes it.
          </p>
        </div>
        <div class="audit-keep">
          <button type="submit" class="button" aria-disabled={sending.value}>
            Keep the report
          </button>
          <label>
            or choose its file{' '}
            <input
              type="file"
              accept="application/json,.json"
              onChange={(event) => void choose(event.currentTarget)}
            />
          </label>
        </div>
      </form>
    </details>
  )
}
