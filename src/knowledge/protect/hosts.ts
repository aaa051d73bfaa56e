import type { Finding } from '../../domain/acu.ts'

const IPV4 =
  /(?<![\d.\w-])(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?![\d\w]|\.\d|-\d)/g
const HARMLESS_IP =
  /^(?:127\.|0\.|255\.|224\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|169\.254\.169\.254$|8\.8\.(?:8\.8|4\.4)$|1\.1\.1\.1$|1\.0\.0\.1$|9\.9\.9\.9$|1\.2\.3\.4$|\d\.\d\.\d\.\d$)|\.0$/
const VERSION_BEFORE = /(?:version|v|release|build|section|chapter|§|rev)\.?\s{0,2}$/i
const HOST =
  /(?<![\w.@/-])(?:[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?\.){1,5}(?:internal|intranet|corp|lan|localdomain)(?![\w.(-])/gi
const PATH = /(?:\/(?:home|Users)\/|[A-Za-z]:\\+Users\\+)([A-Za-z0-9._-]{2,32})(?=[/\\])/g
const SAMPLE_USER =
  /^(?:user(?:name)?\d*|your[-_.]?\w*|you|me|name|my\w*|example|public|default|shared|ubuntu|root|admin|ec2-user|vagrant|pi|runner|app|node|git|test\w*|johndoe|\w*name|linuxbrew|jovyan|docker|deploy|foo|bar|<.*)$/i
const MAC = /(?<![\w:-])(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\w:-])/gi

/** Addresses and names of machines, and paths that name a person's folder (level 2). Reserved and sample ones give nothing. */
export function findHosts(text: string): Finding[] {
  const found: Finding[] = []
  const add = (rule: string, kind: string, start: number, length: number, confidence: number): void => {
    found.push({ rule, kind, start, end: start + length, level: 2, confidence })
  }
  if (/\d\.\d{1,3}\.\d/.test(text))
    for (const match of text.matchAll(IPV4)) {
      if (HARMLESS_IP.test(match[0]) || VERSION_BEFORE.test(text.slice(Math.max(0, match.index - 12), match.index)))
        continue
      const inside = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(match[0])
      add('ip-address', inside ? 'internal IP address' : 'IP address', match.index, match[0].length, inside ? 0.8 : 0.6)
    }
  if (/\.(?:internal|intranet|corp|lan|localdomain)\b/i.test(text))
    for (const match of text.matchAll(HOST))
      if (!/(?:^|\.)example\./i.test(match[0]))
        add('internal-host', 'internal host name', match.index, match[0].length, 0.7)
  if (text.includes('/home/') || text.includes('Users'))
    for (const match of text.matchAll(PATH))
      if (!SAMPLE_USER.test(match[1]!)) add('home-path', 'path with a user name', match.index, match[0].length, 0.7)
  if (/[0-9a-f]{2}[:-][0-9a-f]{2}[:-][0-9a-f]{2}[:-]/i.test(text))
    for (const match of text.matchAll(MAC))
      if (!/^(?:00|ff|aa|11|de.ad)/i.test(match[0]))
        add('mac-address', 'hardware address', match.index, match[0].length, 0.7)
  return found
}
