import { styleText } from 'node:util'

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'cyan' | 'green' | 'underline'

/** Puts colour on text, or leaves it as it is. */
export interface Paint {
  (style: Style | readonly Style[], text: string): string
  /** Whether there is any. */
  readonly colours: boolean
}

/** Colours where the stream has them: NO_COLOR, FORCE_COLOR and whether it is a terminal decide. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  const colours = styleText('bold', '-', { stream }) !== '-'
  return Object.assign(
    (style: Style | readonly Style[], text: string) =>
      colours ? styleText([style].flat(), text, { validateStream: false }) : text,
    { colours },
  )
}

export const plain: Paint = Object.assign((_: unknown, text: string) => text, { colours: false })
