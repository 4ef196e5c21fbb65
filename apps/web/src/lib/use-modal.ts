import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** A dialog that is modal for as long as it is drawn, and gives the focus back to where it was taken from. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  return dialog
}
