/**
 * SHA-256 fingerprint of the certificate in a session description, 64 lower-case hex characters.
 * Undefined unless there is exactly one fingerprint line and it is SHA-256 (browsers take a false line before the true
 * one and then show only the line in force).
 */
export function sdpFingerprint(sdp: string): string | undefined {
  const lines = sdp.split(/\r\n|\r|\n/).filter((line) => /^\s*a\s*=\s*fingerprint/i.test(line))
  const match = lines.length === 1 ? /^a=fingerprint:sha-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})$/i.exec(lines[0]!) : null
  return match?.[1]?.replaceAll(':', '').toLowerCase()
}

/** Fingerprints in force, by the browser's own account. */
export interface CertificatesInForce {
  readonly local?: string
  readonly remote?: string
}

/** Reads the certificates of the transport from `getStats`; absent where a browser does not tell. */
export async function certificatesInForce(connection: RTCPeerConnection): Promise<CertificatesInForce> {
  const byId = new Map<string, Record<string, unknown>>()
  ;(await connection.getStats()).forEach((row: Record<string, unknown>) => byId.set(String(row['id']), row))
  const transport = [...byId.values()].find((row) => row['type'] === 'transport' && 'remoteCertificateId' in row)
  const fingerprint = (id: unknown) => {
    const row = byId.get(String(id))
    const sha256 = row?.['fingerprintAlgorithm'] === 'sha-256' && typeof row['fingerprint'] === 'string'
    return sha256 ? String(row['fingerprint']).replaceAll(':', '').toLowerCase() : undefined
  }
  const local = fingerprint(transport?.['localCertificateId'])
  const remote = fingerprint(transport?.['remoteCertificateId'])
  return { ...(local ? { local } : {}), ...(remote ? { remote } : {}) }
}
