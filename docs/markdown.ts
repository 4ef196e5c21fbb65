export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Plain text in a table, in a link as well. */
export function cell(text: string): string {
  return text.replaceAll(/[\\|[\]<>*_`]/g, String.raw`\$&`)
}

/** What a heading is linked by. */
export function slug(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z\d -]/g, '')
    .replaceAll(' ', '-')
}
