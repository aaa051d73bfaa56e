/**
 * Markdown as plain text on one line, for titles, lists and quotations: without fences, rules of tables, marks of
 * headings, lists and emphasis.
 * @param markdown any text; a piece cut out of a longer one will do
 */
export function plainText(markdown: string): string {
  return markdown
    .replace(/^[ \t]*(?:`{3,}|~{3,}).*$/gm, '')
    .replace(/`{3,}[\w+#-]*/g, '')
    .replace(/^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+.*$/gm, '')
    .replace(/^[ \t]*\|[ \t]*|[ \t]*\|[ \t]*$/gm, '')
    .replace(/[ \t]+\|[ \t]+/g, ' · ')
    .replace(/^[ \t]*(?:#{1,6}|>|[-*+])[ \t]+/gm, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*{1,3}|`{1,2}|__)(\S(?:[^\n]*?\S)?)\1/g, '$2')
    .replace(/\s+/g, ' ')
    .trim()
}
