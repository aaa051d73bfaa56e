/**
 * Headers the app is served with. A host of one's own should send the same; docs/architecture.md says why each is there.
 * Styles may be inline, because formulas and virtual lists position things by style attributes.
 */
const securityHeaders = {
  'Content-Security-Policy': [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "connect-src 'self' ws: wss:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'geolocation=(), microphone=(), payment=()',
}

/**
 * Headers of one file of the app, by its path. The page that receives a conversation from another site's page needs the
 * window that opened it, which the policy of all others cuts off; it takes one message and leaves.
 */
export const headersOf = (path) =>
  path === '/receive.html' ? { ...securityHeaders, 'Cross-Origin-Opener-Policy': 'unsafe-none' } : securityHeaders
