import { fileURLToPath } from 'node:url'
import { normalizePath, type Plugin } from 'vite'

interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

/**
 * Puts all that a part of the first load needs into one file, named after the part; what an earlier part has, later ones
 * share. Otherwise it would be thirty small files, each a request.
 * @param parts The module of each part, from this folder, by name; in the order in which they are evaluated.
 */
export function chunkOfPart(
  parts: Readonly<Record<string, string>>,
): (id: string, graph: ModuleGraph) => string | null {
  let chunks: Map<string, string> | undefined
  return (id, graph) => {
    chunks ??= chunksOf(parts, graph)
    return chunks.get(id) ?? null
  }
}

function chunksOf(parts: Readonly<Record<string, string>>, graph: ModuleGraph): Map<string, string> {
  const chunks = new Map<string, string>()
  for (const [name, module] of Object.entries(parts)) {
    const add = (id: string): void => {
      // Vite's own helpers are shared by all, the entry among them, which would then wait for this chunk.
      if (chunks.has(id) || id.startsWith('\0')) return
      chunks.set(id, name)
      graph.getModuleInfo(id)?.importedIds.forEach(add)
    }
    add(normalizePath(fileURLToPath(new URL(module, import.meta.url))))
  }
  return chunks
}

/**
 * Lets `index.html` fetch at once what its entry imports dynamically: the entry does so to evaluate each part in a task
 * of its own, not to load it later.
 */
export function preloadParts(): Plugin {
  return {
    name: 'preload-parts',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {}, chunk }) {
        if (chunk?.name !== 'index') return html
        const chunks = new Set<string>()
        const styles = new Set<string>()
        const add = (file: string): void => {
          const found = bundle[file]
          if (found?.type !== 'chunk' || chunks.has(file)) return
          chunks.add(file)
          found.viteMetadata?.importedCss.forEach((style) => styles.add(style))
          found.imports.forEach(add)
        }
        chunk.dynamicImports.forEach(add)
        const links = [
          ...[...chunks].map((file) => ['modulepreload', file] as const),
          ...[...styles].map((file) => ['stylesheet', file] as const),
        ]
        return links
          .filter(([, file]) => !html.includes(file))
          .map(([rel, file]) => ({
            tag: 'link',
            attrs: { rel, crossorigin: true, href: `/${file}` },
            injectTo: 'head',
          }))
      },
    },
  }
}
