import type { Element, Root } from 'hast'
import { utf8 } from '../../domain/bytes.ts'
import type { Provider } from '../../domain/conversation.ts'
import { sha256Hex } from '../../domain/hash.ts'
import { partText } from '../../domain/message-tree.ts'
import { utf8BytesOf } from '../document-bytes.ts'
import type { DocumentReader, NodeDraft } from '../draft.ts'
import { attribute, find, findAll, parseHtml, plainText } from '../html/html.ts'
import { InlineAssets } from '../inline-assets.ts'
import { asFilledText } from '../raw-values.ts'
import { sourceOf } from './page-source.ts'
import { titleOf } from './page-title.ts'
import { outermost, partsOfTurn } from './page-turn.ts'
import { type Recipe, recipeOf } from './recipes.ts'
import { withoutScripts } from './without-scripts.ts'

const NOT_THERE =
  'The page does not hold the conversation. Open it, scroll through it until it is shown whole, and save the page again.'

/**
 * Reads what a saved page of a service shows: one conversation of one branch, or one thing that cannot be read. Nothing
 * of the page is kept beside what was said, its title and its address, and the page itself without its scripts.
 */
export const pageReader =
  (provider: Provider): DocumentReader =>
  ({ text, bytes }, { entry }) => {
    const original = withoutScripts(utf8BytesOf({ text, bytes }))
    const page = parseHtml(text)
    const recipe = recipeOf(provider)
    const assets = new InlineAssets()
    const { place } = sourceOf(text)
    const title = titleOf(titleText(page, recipe)) ?? titleOf(plainTextOf(find('title', page)))
    const nodes = readTurns(page, recipe, assets)
    if (nodes.length === 0) return [{ type: 'unreadable', name: title ?? entry, reason: NOT_THERE, original }]
    return [
      {
        type: 'conversation',
        parsed: {
          ok: true,
          draft: {
            provider,
            ...(place ? { sourceUrl: place.url } : { sourceKey: keyOf(title, nodes) }),
            ...(title !== undefined && { title }),
            metadata: { savedPage: true },
            nodes,
            assets: assets.all,
          },
        },
        original,
      },
    ]
  }

const plainTextOf = (element: Element | undefined): string | undefined => element && asFilledText(plainText(element))

const titleText = (page: Root, { title }: Recipe): string | undefined =>
  title === undefined ? undefined : plainTextOf(find(title, page))

function readTurns(page: Root, recipe: Recipe, assets: InlineAssets): NodeDraft[] {
  for (const turns of recipe.turns) {
    const users = new Set(findAll(turns.user, page))
    const answers = new Set(findAll(turns.assistant, page))
    if (answers.size === 0) continue
    const nodes: NodeDraft[] = []
    const keys = new Set<string>()
    for (const turn of outermost(page, new Set([...users, ...answers]))) {
      const stated = recipe.id === undefined ? undefined : asFilledText(attribute(turn, recipe.id))
      const model = recipe.model === undefined ? undefined : asFilledText(attribute(turn, recipe.model))
      const parts = partsOfTurn(turn, recipe, assets)
      if (parts.length === 0) continue
      const isOwn = stated !== undefined && !keys.has(stated)
      const key = isOwn ? stated : `#${nodes.length}`
      keys.add(key)
      nodes.push({
        key,
        ...(!isOwn && { position: nodes.length }),
        ...(nodes.length > 0 && { parent: nodes.at(-1)!.key }),
        message: {
          role: users.has(turn) ? 'user' : 'assistant',
          parts,
          hidden: false,
          ...(model !== undefined && { model }),
          metadata: {},
        },
      })
    }
    if (nodes.length > 0) return nodes
  }
  return []
}

/** Names a conversation without address by how it begins, so that the page saved again later is the same one. */
function keyOf(title: string | undefined, nodes: readonly NodeDraft[]): string {
  const first = nodes[0]?.message?.parts.map(partText) ?? []
  return sha256Hex(utf8(JSON.stringify([title ?? '', ...first])))
}
