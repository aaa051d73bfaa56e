/** One step of ForceAtlas2 over matrices, which the package's own types leave out. */
declare module 'graphology-layout-forceatlas2/iterate.js' {
  import type { ForceAtlas2Settings } from 'graphology-layout-forceatlas2'

  export default function iterate(
    settings: Required<ForceAtlas2Settings>,
    nodes: Float32Array,
    links: Float32Array,
  ): unknown
}
