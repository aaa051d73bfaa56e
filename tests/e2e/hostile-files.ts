import { strToU8, zipSync, type Zippable } from 'fflate'
import { chatGpt, claude, CLAUDE_ROOT, claudeMessage, type Loose, node } from '../../src/importers/fixtures/exports.ts'
import { page as savedPage, SAMPLES } from '../../src/importers/fixtures/pages.ts'

/** Where hostile content would report to; a reserved name that never resolves. */
export const ELSEWHERE = 'https://elsewhere.invalid'
/** What it would run. */
const RUN = `window.__ran=1;alert(1);fetch('${ELSEWHERE}/ran')`

/** Markup that runs or loads something wherever it is taken for markup. */
export const MARKUP = [
  `<script>${RUN}</script>`,
  `<img src=x onerror="${RUN}">`,
  `<svg onload="${RUN}"><script>${RUN}</script></svg>`,
  `<iframe src="javascript:${RUN}"></iframe>`,
  `<iframe srcdoc="<script>${RUN}</script>"></iframe>`,
  `<a href="javascript:${RUN}">here</a>`,
  `<form action="${ELSEWHERE}/form"><button>Go</button></form>`,
  `<link rel=stylesheet href="${ELSEWHERE}/a.css"><style>@import url(${ELSEWHERE}/b.css)</style>`,
  `<meta http-equiv=refresh content="0;url=${ELSEWHERE}/refresh"><base href="${ELSEWHERE}/">`,
  `<object data="${ELSEWHERE}/o"></object><embed src="${ELSEWHERE}/e"><video src="${ELSEWHERE}/v" autoplay></video>`,
  `"><img src="${ELSEWHERE}/quote.png" onerror=${RUN}>`,
  `<math><mtext></mtext><mglyph><style><!--</style><img src=x onerror="${RUN}"></mglyph></math>`,
]

const TITLE = `Hostile ${MARKUP[0]!}${MARKUP[1]!}`

/** Markdown whose links and pictures lead where none may lead. */
const MARKDOWN = `The hostile harbour report, which says that the crane at the north quay lifts forty tonnes in calm weather.

${MARKUP.join('\n\n')}

[run](javascript:${RUN.replaceAll('(', '%28').replaceAll(')', '%29')}) [RUN](JaVaScRiPt:alert%281%29) [tab](java\tscript:alert(1)) [entity](javascript&colon;alert(1))
[data](data:text/html,<script>${RUN}</script>) [data64](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==) [vb](vbscript:msgbox) [file](file:///etc/passwd) [blob](blob:null/1)
[by name][js] [![picture](${ELSEWHERE}/linked.png)](javascript:alert(1)) <javascript:alert(1)> [fine](https://harbour.example/report)

![tracked](${ELSEWHERE}/pixel.png?who=you) ![svg](data:image/svg+xml,<svg/onload=alert(1)>) ![relative](//elsewhere.invalid/p.gif) ![name](x"onerror="alert(1))

[js]: javascript:alert(1) "title\\" onmouseover=alert(1)"

| a | b |
|---|---|
| ${MARKUP[1]!} | [x](javascript:alert(1)) |

$\\href{javascript:alert(1)}{x}$ $\\url{javascript:alert(1)}$ $\\includegraphics{${ELSEWHERE}/formula.png}$ $\\htmlData{x=1,onclick=alert(1)}{y}$ $\\htmlStyle{background:url(${ELSEWHERE}/s)}{z}$

\`\`\`html"><img src=x onerror=alert(1)>
${MARKUP.join('\n')}
\`\`\`

\`\`\`js
function weighHostileHarbour(samples) {
  // ${MARKUP[0]!}
  return samples.reduce((sum, one) => sum + one, 0) + "${ELSEWHERE}/string.png"
}
\`\`\`
`

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="${RUN}"><script>${RUN}</script><image href="${ELSEWHERE}/svg.png"/></svg>`
const HTML = `<!doctype html><html><body onload="${RUN}"><script>${RUN}</script></body></html>`

const picture = (pointer: string): Loose => ({
  content_type: 'image_asset_pointer',
  asset_pointer: `file-service://${pointer}`,
  width: 10,
  height: 10,
  metadata: { dalle: { prompt: MARKUP[1] } },
})

const hostileChatGpt = (): Loose =>
  chatGpt(
    'hostile',
    [
      node('m1', null, 'user', `Which hostile harbour? ${MARKUP.join(' ')}`, {
        metadata: { attachments: [{ id: 'file-html', name: `${MARKUP[1]!}.png`, size: 3, mime_type: 'image/png' }] },
      }),
      node('m2', 'm1', 'assistant', MARKDOWN, {
        author: { role: 'assistant', name: MARKUP[1], metadata: {} },
        metadata: {
          model_slug: MARKUP[1],
          citations: [{ metadata: { type: 'webpage', url: 'javascript:alert(1)', title: MARKUP[1] } }],
          content_references: [
            { type: 'webpage', items: [{ url: 'javascript:alert(1)', title: MARKUP[1] }] },
            { type: 'webpage', items: [{ url: `data:text/html,${MARKUP[0]!}`, title: 'data' }] },
            { type: 'webpage', items: [{ url: 'https://harbour.example/cited', title: MARKUP[0] }] },
          ],
        },
      }),
      node('m3', 'm2', 'user', '', {
        content: {
          content_type: 'multimodal_text',
          parts: [picture('file-html'), picture('file-svg'), picture('file-gone'), 'And these hostile pictures?'],
        },
      }),
      node('m4', 'm3', 'assistant', `They are none. ${MARKUP[2]!}`),
    ],
    { title: TITLE, gizmo_id: MARKUP[1], default_model_slug: MARKUP[1] },
  )

const hostileClaude = (): Loose =>
  claude(
    'hostile',
    [
      claudeMessage('c1', CLAUDE_ROOT, 'human', `Hostile ${MARKUP[1]!}`, {
        attachments: [{ file_name: `../../${MARKUP[1]!}.html`, file_type: 'text/html', extracted_content: HTML }],
        files: [{ file_name: `${MARKUP[2]!}.svg`, file_uuid: 'javascript:alert(1)' }],
      }),
      claudeMessage('c2', 'c1', 'assistant', MARKDOWN, {
        content: [
          { type: 'thinking', thinking: MARKDOWN, summaries: [{ summary: MARKUP[1] }] },
          {
            type: 'tool_use',
            id: 't',
            name: 'artifacts',
            input: { command: 'create', id: 'a', type: 'text/html', title: MARKUP[1], content: HTML },
          },
          {
            type: 'text',
            text: MARKDOWN,
            citations: [{ start_index: 0, end_index: 5, details: { type: 'web', url: 'javascript:alert(1)' } }],
          },
        ],
      }),
    ],
    { name: TITLE, project: { uuid: 'p', name: MARKUP[1] } },
  )

const zip = (files: Zippable): Buffer => Buffer.from(zipSync(files))
const json = (value: unknown): Uint8Array => strToU8(JSON.stringify(value))

/** Files that hold hostile content, and are read. */
export const HOSTILE_FILES: readonly { readonly name: string; readonly make: () => Buffer }[] = [
  {
    name: 'hostile-chatgpt.zip',
    make: () =>
      zip({
        'conversations.json': json([hostileChatGpt()]),
        'file-html-report.png': strToU8(HTML),
        'file-svg-report.png': strToU8(SVG),
        '../../../escaped.json': json([chatGpt('escaped', [node('m1', null, 'user', 'Escaped')])]),
        '/etc/absolute.json': json([chatGpt('escaped', [node('m1', null, 'user', 'Escaped')])]),
        'C:\\drive.json': json([chatGpt('escaped', [node('m1', null, 'user', 'Escaped')])]),
        [`${MARKUP[1]!}.json`]: json({ nothing: true }),
      }),
  },
  { name: `hostile <img src=x onerror=alert(1)>.json`, make: () => Buffer.from(JSON.stringify([hostileClaude()])) },
  {
    name: 'hostile-page.html',
    make: () => {
      const { url, turn } = SAMPLES.find(({ format }) => format === 'claude-page')!
      const answer = `<p>The hostile page.</p>${MARKUP.join('')}<p><a href="javascript:alert(1)">run</a> <a href="data:text/html,x">data</a><img src="${ELSEWHERE}/page.png" width=400></p>`
      return Buffer.from(savedPage(url, 'Hostile page', turn(`Hostile? ${MARKUP[1]!}`, answer)))
    },
  },
  { name: 'hostile.md', make: () => Buffer.from(`**User:** Hostile ${MARKUP[1]!}\n\n**Assistant:** ${MARKDOWN}`) },
]

/** Archives made to overload whoever opens them; `rescued` conversations are still read. */
export const BOMBS: readonly { readonly name: string; readonly rescued: number; readonly make: () => Buffer }[] = [
  { name: 'ratio.zip', rescued: 0, make: () => zip({ 'conversations.json': new Uint8Array(150_000_000) }) },
  {
    name: 'nested.zip',
    rescued: 1,
    make: () => {
      let inner = zip({ 'conversations.json': json([chatGpt('deep', [node('m1', null, 'user', 'Too deep')])]) })
      for (let depth = 0; depth < 6; depth++) inner = zip({ 'inner.zip': new Uint8Array(inner) })
      const top = json([chatGpt('top', [node('m1', null, 'user', 'At the top')])])
      return zip({ 'conversations.json': top, 'inner.zip': new Uint8Array(inner) })
    },
  },
  {
    name: 'many.zip',
    rescued: 0,
    make: () => zip(Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`${at}.json`, strToU8('{')]))),
  },
]
