import { useSignal, type Signal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import type { RefObject } from 'preact'
import { shown } from '../lib/router.ts'

interface Disclosure {
  readonly open: Signal<boolean>
  readonly button: {
    readonly type: 'button'
    readonly ref: RefObject<HTMLButtonElement | null>
    readonly 'aria-expanded': boolean
    readonly 'aria-controls': string
    readonly onClick: () => void
  }
  readonly panel: { readonly id: string; readonly ref: RefObject<HTMLDivElement | null> }
}

/** A button that shows a panel: closed by Escape (focus returns), a click outside, and going to another page. */
export function useDisclosure(): Disclosure {
  const open = useSignal(false)
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const id = useId()
  const page = shown.value
  useEffect(() => {
    open.value = false
  }, [page])
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !open.value) return
      open.value = false
      button.current?.focus()
    }
    const onPointerDown = (event: PointerEvent): void => {
      const target = event.target
      if (!(target instanceof Node)) return
      if (panel.current?.contains(target) === true || button.current?.contains(target) === true) return
      open.value = false
    }
    addEventListener('keydown', onKeyDown)
    addEventListener('pointerdown', onPointerDown)
    return () => {
      removeEventListener('keydown', onKeyDown)
      removeEventListener('pointerdown', onPointerDown)
    }
  }, [])
  return {
    open,
    button: {
      type: 'button',
      ref: button,
      'aria-expanded': open.value,
      'aria-controls': id,
      onClick: () => (open.value = !open.value),
    },
    panel: { id, ref: panel },
  }
}
