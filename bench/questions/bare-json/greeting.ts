/** What every contestant answers. Made anew per request, as an answer would be. */
export function greeting(): { hello: string; from: string; items: number[] } {
  return { hello: 'world', from: 'bench', items: [1, 2, 3] }
}
