import type { VNode } from 'preact'

interface Props {
  readonly name: string
  readonly label: string
  readonly type: 'text' | 'email' | 'password'
  readonly autocomplete: 'name' | 'username' | 'current-password' | 'new-password'
  readonly hint?: string
  readonly error: string | undefined
}

/** A labelled input whose hint and error belong to it for everyone, not only for those who see them. */
export function Field({ name, label, type, autocomplete, hint, error }: Props): VNode {
  const describedBy = error !== undefined ? `${name}-error` : hint && `${name}-hint`
  const input = {
    id: name,
    name,
    autocomplete,
    required: true,
    'aria-invalid': error !== undefined,
    'aria-describedby': describedBy,
  }
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {type === 'text' && <input type="text" {...input} />}
      {type === 'email' && <input type="email" {...input} />}
      {type === 'password' && <input type="password" {...input} />}
      {hint !== undefined && error === undefined && (
        <p id={`${name}-hint`} class="field-hint">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${name}-error`} class="field-error">
          {error}
        </p>
      )}
    </div>
  )
}
