import { useSignal, type Signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

/** Whether a media query holds, from the first drawing on. */
export function useMedia(query: string): Signal<boolean> {
  const matches = useSignal(matchMedia(query).matches)
  useEffect(() => {
    const media = matchMedia(query)
    const update = (): void => {
      matches.value = media.matches
    }
    update()
    media.addEventListener('change', update)
    return () => media.removeEventListener('change', update)
  }, [query])
  return matches
}
