/** The last folder of a path of any system: `D:\demo\shop` and `/home/ada/shop/` are both `shop`. */
export const lastFolder = (path: string | undefined): string | undefined =>
  path?.split(/[/\\]/).findLast((name) => name.trim() !== '')
