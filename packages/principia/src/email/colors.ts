/** Colours that can be read: the contrast that WCAG 2.2 asks of text (section 1.4.3). */
const READABLE = 4.5

type Rgb = readonly [red: number, green: number, blue: number]

export const PALETTE = {
  light: { page: '#f1f4f2', card: '#ffffff', ink: '#1a1e1f', soft: '#545c5e', rule: '#d8dcd8' },
  dark: { page: '#14181a', card: '#1d2326', ink: '#e5e4df', soft: '#a7adac', rule: '#3a4346' },
} as const

/** What an accent becomes on each ground: a colour for links and the button, and one for the button's words. */
export interface Accent {
  readonly light: { readonly fill: string; readonly label: string }
  readonly dark: { readonly fill: string; readonly label: string }
}

/** @throws TypeError for what is no colour of the form `#0b5c55` */
export function toAccent(color: string): Accent {
  const accent = parse(color)
  return {
    light: labelled(readableOn(parse(PALETTE.light.card), accent, [0, 0, 0])),
    dark: labelled(readableOn(parse(PALETTE.dark.card), accent, [255, 255, 255])),
  }
}

/** The accent, as far towards `end` as it takes to be read on `ground`. */
function readableOn(ground: Rgb, accent: Rgb, end: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(accent, end, share)
    if (contrast(mixed, ground) >= READABLE) return mixed
  }
  return end
}

function labelled(fill: Rgb): { fill: string; label: string } {
  const [white, black] = [parse('#ffffff'), parse('#0d1516')]
  return { fill: print(fill), label: print(contrast(fill, white) >= contrast(fill, black) ? white : black) }
}

export function contrastOf(one: string, other: string): number {
  return contrast(parse(one), parse(other))
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: Rgb, other: Rgb): number {
  const [lighter, darker] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05)
}

/** WCAG 2.2, "relative luminance". */
function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const at = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share)
  return [at(0), at(1), at(2)]
}

function parse(color: string): Rgb {
  const found = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(color)
  if (found === null)
    throw new TypeError(`brand.accent is a colour like "#0b5c55"; got ${JSON.stringify(color)}.`)
  const [, red = '', green = '', blue = ''] = found
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)]
}

function print(color: Rgb): string {
  return `#${color.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}
